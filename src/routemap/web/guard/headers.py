"""The headers of every answer: what a document may load, and what browsers may do with it.

Sources: Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/), Referrer Policy, Permissions
Policy. What each document needs was measured by the violations that a browser reported; why
is in docs/decisions/web.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.web.guard.notice_page import DOCUMENT
from routemap.web.guard.policies import COMPONENT, DATA, NOTICE, PAGE, PREVIEW, Addresses

Policy = Mapping[str, tuple[str, ...]]

_SELF: Final = "'self'"
_NONE: Final = "'none'"
_INLINE: Final = "'unsafe-inline'"
_WASM: Final = "'wasm-unsafe-eval'"
POLICIES: Final[Mapping[str, Policy]] = {
    PAGE: {
        "default-src": (_NONE,),
        # blob: is how Streamlit loads the script of a component that it was given as text;
        # its numbers of 64 bits are computed by WebAssembly
        "script-src": (_SELF, "blob:", _WASM),
        # Streamlit writes its theme into the page
        "style-src": (_SELF, _INLINE),
        "img-src": (_SELF, "data:", "blob:"),
        "font-src": (_SELF, "data:"),
        "connect-src": (_SELF,),
        "frame-src": (_SELF,),
        "manifest-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_SELF,),
    },
    COMPONENT: {
        "default-src": (_NONE,),
        # streamlit-folium evaluates what changes on the map
        "script-src": (_SELF, "'unsafe-eval'"),
        # Leaflet moves everything by inline styles
        "style-src": (_SELF, _INLINE),
        "img-src": (_SELF, "data:"),
        "connect-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    PREVIEW: {
        "default-src": (_NONE,),
        "style-src": (_INLINE,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    NOTICE: {
        "default-src": (_NONE,),
        "style-src": (_INLINE,),
        "img-src": ("data:",),
        "font-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    # never a document: whatever it holds, nothing of it runs below our origin
    DATA: {"default-src": (_NONE,), "sandbox": ()},
}
# tile servers ask for the site that shows their tiles; nobody is told which view it was
_REFERRERS: Final[Mapping[str, str]] = {COMPONENT: "strict-origin-when-cross-origin"}
_NO_REFERRER: Final = "same-origin"
_PERMISSIONS: Final = ", ".join(
    [
        "clipboard-write=(self)",
        "fullscreen=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
                "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
                "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
                "xr-spatial-tracking",
            )
        ),
    ]
)  # fmt: skip
# as Streamlit reads it: in any case, any of several
_EMBED: Final = re.compile(rb"(?:^|&)embed=true(?:&|$)", re.IGNORECASE)
_FRAME_OPTIONS: Final = {_NONE: "DENY", _SELF: "SAMEORIGIN"}


@dataclass(frozen=True)
class PolicyContext:
    """What the policies need to know of this server.

    Attributes
    ----------
    ancestors
        Who may show the embedded map, as ``frame-ancestors`` lists them.
    page_scripts
        Hashes of the inline scripts of Streamlit's page.
    component_scripts
        Returns those of the map component: they are not known before the component is.
    tiles
        Origins of the online basemaps.
    """

    ancestors: str
    page_scripts: tuple[str, ...] = ()
    component_scripts: Callable[[], tuple[str, ...]] = tuple
    tiles: tuple[str, ...] = ()

    def headers(self, document: str, *, is_embedded: bool = False) -> dict[str, str]:
        """Return the headers of a kind of document."""
        policy = {key: list(values) for key, values in POLICIES[document].items()}
        ancestors = _NONE
        if document == PAGE:
            policy["script-src"] += self.page_scripts
            ancestors = self.ancestors if is_embedded else _SELF
        elif document == NOTICE:
            ancestors = self.ancestors if is_embedded else _SELF
        elif document == COMPONENT:
            policy["script-src"] += self.component_scripts()
            policy["img-src"] += self.tiles
            # the map stands in our page, which may itself stand in another
            named = self.ancestors not in (_NONE, _SELF, "*")
            ancestors = f"{_SELF} {self.ancestors}" if named else self.ancestors
            ancestors = _SELF if ancestors == _NONE else ancestors
        policy["frame-ancestors"] = [ancestors]
        found = {
            "Content-Security-Policy": "; ".join(
                " ".join([name, *values]) for name, values in policy.items()
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": _REFERRERS.get(document, _NO_REFERRER),
            "Permissions-Policy": _PERMISSIONS,
        }
        # for browsers that do not know frame-ancestors; it cannot name sites
        if ancestors in _FRAME_OPTIONS:
            found["X-Frame-Options"] = _FRAME_OPTIONS[ancestors]
        return found


class Headers:
    """ASGI middleware that sets the headers of every answer, whatever route gave it."""

    def __init__(self, app: ASGIApp, *, addresses: Addresses, fence: PolicyContext) -> None:
        self._app = app
        self._addresses = addresses
        self._fence = fence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and set the headers of what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        document = self._addresses.area(scope).document
        is_embedded = bool(_EMBED.search(scope["query_string"]))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                # a page that says why something cannot be shown takes the place of any document
                kind = scope.get(DOCUMENT, document)
                found = self._fence.headers(kind, is_embedded=is_embedded)
                MutableHeaders(scope=message).update(found)
            await send(message)

        await self._app(scope, receive, sending)
