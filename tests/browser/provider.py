"""An identity provider in this process, a private copy that trusts it, and readers who sign in."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PATIENCE
from tests.serving import serving

SECRET: Final = "0123456789abcdef0123456789abcdef"
USER: Final = "_streamlit_user"
BRIEF_SECONDS: Final = 12
# name of an account at the provider, and what the provider says of it
ACCOUNTS: Final = {
    "reader": {"email": "reader@desk.example", "email_verified": True},
    "colleague": {"email": "Colleague@Newsroom.Example", "email_verified": True},
    "contributor": {"email": "ben@newsroom.example", "email_verified": True},
    "editor": {"email": "ann@newsroom.example", "email_verified": True},
    "stranger": {"email": "stranger@evilnewsroom.example", "email_verified": True},
    "unverified": {"email": "reader@desk.example", "email_verified": False},
}
_SECRETS: Final = """
[auth]
redirect_uri = "{home}oauth2callback"
cookie_secret = "{secret}"

[auth.desk]
client_id = "routemap"
client_secret = "shared with the provider"
server_metadata_url = "{desk}/.well-known/openid-configuration"

[auth.brief]
client_id = "routemap"
client_secret = "shared with the provider"
server_metadata_url = "{brief}/.well-known/openid-configuration"

[routemap]
allowed = ["reader@desk.example", "@newsroom.example"]
"""


@contextmanager
def provider(tokens: timedelta) -> Iterator[str]:
    """Run an identity provider whose tokens hold for a while, and give its address."""
    importlib.import_module("authlib.deprecate")  # which has warnings of its own always shown
    with warnings.catch_warnings():
        # of the provider, which uses what its own libraries are about to drop
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread  # noqa: PLC0415

    users = [User(sub=name, claims=said) for name, said in ACCOUNTS.items()]
    with run_server_in_thread(access_token_max_age=tokens, user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@contextmanager
def private_copy(
    folder: Path,
    *,
    home: str = "http://127.0.0.1:{port}/",
    data: Path | None = None,
    **environment: str,
) -> Iterator[str]:
    """Run the dashboard behind a login with two providers: one forgets soon.

    Parameters
    ----------
    folder
        Where the secrets are written.
    home
        Where readers find it; Streamlit puts its own port there.
    data
        The data folder, by default the shipped one.
    environment
        Settings of the server.
    """
    with (
        provider(timedelta(hours=1)) as desk,
        provider(timedelta(seconds=BRIEF_SECONDS)) as brief,
    ):
        secrets = folder / "secrets.toml"
        secrets.write_text(_SECRETS.format(home=home, secret=SECRET, desk=desk, brief=brief))
        with serving(data, "--secrets.files", str(secrets), **environment) as url:
            yield url


class Visitor:
    """A browser of somebody who may or may not come in."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(viewport=DESKTOP, **options)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    def open(self, address: str = "") -> Page:
        """Open an address of the dashboard."""
        self.page.goto(self.url + address)
        return self.page

    def sign_in(self, account: str, provider: str = "Desk") -> None:
        """Go to a provider from the sign-in page, and be known there."""
        self.page.get_by_role("button", name=f"Sign in with {provider}").click()
        self.page.get_by_role("button", name=account, exact=True).click()

    def status(self, address: str) -> int:
        """Ask for an address with the cookies of this browser."""
        return self.context.request.get(self.url + address, max_redirects=0).status
