"""The proxies of ``deploy/`` before the real server, started as docs/operating.md does."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
from benchmarks.serving import ROOT
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.provider import USER, Visitor, private_copy
from tests.browser.reverse_proxy import (
    HAS_IPV6,
    HOSTS,
    KINDS,
    PATIENCE,
    Proxy,
    free_ports,
    proxying,
)
from tests.conftest import until
from tests.serving import UNLIMITED, serve

UNIT = (ROOT / "deploy" / "routemap.service").read_text(encoding="utf-8")
# what the server listens on: by itself, as `streamlit run app.py` of README, and as in the unit
BINDINGS = {"::": "", "127.0.0.1": "127.0.0.1"}
START = re.compile(
    r"^ExecStart=\S+/streamlit run app\.py "
    r"--server\.address 127\.0\.0\.1 --server\.port 8501 (.+)$",
    re.MULTILINE,
)
BURST = 2
# a rate of 8 a minute, of which a quarter may come at once
LIMITS = {**UNLIMITED, "ROUTEMAP_RATE_API": "8"}
BODY = b"x" * 65_536
IPV6 = pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")
FAMILIES = ["IPv4", pytest.param("IPv6", marks=IPV6)]
# requests come in by both in every run
PAGES = ["IPv4", pytest.param("IPv6", marks=[IPV6, pytest.mark.thorough])]
_numbers = itertools.count(1)


def trusted_in(unit: str) -> str:
    (found,) = re.findall(r"^Environment=FORWARDED_ALLOW_IPS=(\S+)$", unit, re.MULTILINE)
    return found


@pytest.fixture(
    scope="module",
    params=[pytest.param("::", marks=pytest.mark.thorough), "127.0.0.1"],
)
def proxies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Proxy]]:
    """The proxies that are installed, before one server."""
    environment = {**LIMITS, "FORWARDED_ALLOW_IPS": trusted_in(UNIT)}
    address = BINDINGS[request.param]
    (options,) = START.findall(UNIT)
    # the secrets may be missing: then the copy is public
    options = options.replace("/etc/routemap", str(tmp_path_factory.mktemp("etc"))).split()
    with (
        serve(
            ROOT / "app.py",
            None,
            *(options if address else ()),
            environment=environment,
            address=address,
        ) as (url, _process),
        ExitStack() as running,
    ):
        app = url.split("/")[2]
        yield {
            kind.name: running.enter_context(
                proxying(kind, app, tmp_path_factory.mktemp(kind.name))
            )
            for kind in KINDS
            if kind.binary
        }


@pytest.fixture(params=[kind.name for kind in KINDS])
def proxy(request: pytest.FixtureRequest, proxies: dict[str, Proxy]) -> Proxy:
    if request.param not in proxies:
        pytest.skip(f"{request.param} is not installed; scripts/proxies.sh installs it on Debian")
    return proxies[request.param]


@pytest.fixture
def client() -> Callable[[], str]:
    """Give addresses of this machine that no other test has, because servers are shared."""
    return lambda: f"127.0.1.{next(_numbers)}"


def statuses(proxy: Proxy, number: int, source: str) -> list[int]:
    asked = [proxy.ask("GET", "/api/claims?limit=1", source=source) for _ in range(number)]
    return [answer.status for answer, _ in asked]


@pytest.mark.parametrize("family", PAGES)
def test_a_page_opens_and_its_socket_works(proxy: Proxy, visit: Visit, family: str) -> None:
    seen = visit(proxy.url(family), "?stance=denies", ignore_https_errors=True)
    assert seen.page.evaluate("location.protocol") == "https:"


def test_clients_behind_a_proxy_have_allowances_of_their_own(
    proxy: Proxy, client: Callable[[], str]
) -> None:
    assert statuses(proxy, BURST + 1, client()) == [200] * BURST + [429]
    assert statuses(proxy, 1, client()) == [200]


@IPV6
def test_a_client_of_ipv6_has_an_allowance_of_its_own(
    proxies: dict[str, Proxy], client: Callable[[], str]
) -> None:
    # one address, which both proxies name
    proxy = next(iter(proxies.values()))
    assert statuses(proxy, BURST + 1, HOSTS["IPv6"]) == [200] * BURST + [429]
    for other in proxies.values():
        assert statuses(other, 1, HOSTS["IPv6"]) == [429]
        assert statuses(other, 1, client()) == [200]


def test_a_client_who_claims_other_addresses_does_not_escape_its_allowance(
    proxy: Proxy, client: Callable[[], str]
) -> None:
    source = client()
    found = [
        proxy.ask(
            "GET",
            "/api/claims?limit=1",
            source=source,
            lines=(
                ("X-Forwarded-For", f"192.0.2.{number}"),
                ("X-Forwarded-For", f"198.51.100.{number}, 127.0.0.1"),
                ("Forwarded", f"for=192.0.2.{number}"),
                ("X-Real-IP", f"192.0.2.{number}"),
            ),
        )[0].status
        for number in range(BURST + 2)
    ]
    assert found == [200] * BURST + [429] * 2


@pytest.mark.parametrize("family", FAMILIES)
def test_previews_link_to_https_and_browsers_are_told_to_stay_there(
    proxy: Proxy, family: str
) -> None:
    answer, text = proxy.ask("GET", "/share?stance=denies", source=HOSTS[family])
    home = proxy.url(family)
    assert f'<meta property="og:url" content="{home}share?' in text.decode()
    assert f'<meta property="og:image" content="{home}share/picture.png?' in text.decode()
    assert b"http://127" not in text
    assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=63072000"]
    refused, _ = proxy.ask("POST", "/api/claims", body=BODY + b"x")
    assert refused.headers.get_all("Strict-Transport-Security") == ["max-age=63072000"]


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    asking = HTTPConnection("127.0.0.1", proxy.plain, timeout=PATIENCE)
    asking.request("GET", "/claims?q=a")
    found = asking.getresponse()
    asking.close()
    assert found.status == 308
    assert re.fullmatch(r"https://127\.0\.0\.1(:\d+)?/claims\?q=a", found.headers["Location"])


def test_cookies_are_secure(proxy: Proxy) -> None:
    answer, _ = proxy.ask("GET", "/_stcore/health")
    cookies = answer.headers.get_all("Set-Cookie")
    # HAProxy adds one, by which a reader stays on a replica
    assert {cookie.partition("=")[0] for cookie in cookies} - {"routemap_replica"} == {
        "_streamlit_xsrf"
    }
    assert all("secure" in cookie.lower().split("; ") for cookie in cookies)


def test_a_body_that_is_too_large_is_refused_and_the_largest_is_passed_on(
    proxy: Proxy, client: Callable[[], str]
) -> None:
    assert proxy.ask("POST", "/api/claims", body=BODY + b"x")[0].status == 413
    # the dashboard says what is wrong with its content
    assert proxy.ask("POST", "/api/claims", body=BODY, source=client())[0].status != 413
    assert proxy.ask("POST", "/api/drafts", body=b"x" * 6_000_000)[0].status == 413


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/drafts"), ("PUT", "/_stcore/upload_file/session/file")]
)
def test_drafts_and_saved_pages_may_be_larger_and_reach_the_dashboard(
    proxy: Proxy, client: Callable[[], str], method: str, path: str
) -> None:
    source = client()
    for _ in range(10):  # the answer is lost at random if it begins before the body has arrived
        answer, body = proxy.ask(method, path, body=b"x" * 1_000_000, source=source)
        # the dashboard knows that nobody may do this here
        assert answer.status == 403
        assert b"the people who run this dashboard" in body.lower()


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: map.example\r\n",
        b"POST /api/claims HTTP/1.1\r\nHost: map.example\r\nContent-Length: 100\r\n\r\nabc",
    ],
    ids=["head", "body"],
)
def test_a_half_sent_request_is_closed_and_never_reaches_the_dashboard(
    proxy: Proxy, sent: bytes
) -> None:
    answered = proxy.closes(sent)
    assert not answered or b" 408 " in answered.partition(b"\r\n")[0]


def test_haproxy_refuses_a_flood_of_one_client(
    proxies: dict[str, Proxy], client: Callable[[], str]
) -> None:
    if "haproxy" not in proxies:
        pytest.skip("haproxy is not installed; scripts/proxies.sh installs it on Debian")
    port, source, asked = proxies["haproxy"].plain, client(), 1_100
    with socket.create_connection((HOSTS["IPv4"], port), PATIENCE, (source, 0)) as flood:
        flood.sendall(b"GET / HTTP/1.1\r\nHost: map.example\r\n\r\n" * asked)
        answered = b""
        while answered.count(b"HTTP/1.1 ") < asked:
            answered += flood.recv(65_536)
    assert answered.count(b"HTTP/1.1 308 ") == 1_000
    assert answered.count(b"HTTP/1.1 429 ") == asked - 1_000
    asking = HTTPConnection(HOSTS["IPv4"], port, timeout=PATIENCE, source_address=(client(), 0))
    asking.request("GET", "/")
    assert asking.getresponse().status == 308
    asking.close()


def test_the_log_has_requests_without_what_was_looked_for(
    proxy: Proxy, client: Callable[[], str]
) -> None:
    source = client()
    answer, _ = proxy.ask("GET", "/api/claims?q=secret-words&limit=1", source=source)
    number = answer.headers["X-Request-ID"]
    until(lambda: number in proxy.log.read_text(encoding="utf-8"))
    text = proxy.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    (line,) = (line for line in lines if line["request_id"] == number)
    assert (line["client"], line["path"], line["status"]) == (source, "/api/claims", 200)
    assert "secret-words" not in text


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the provider
def test_a_reader_signs_in_and_out_by_https(chromium: Browser, tmp_path: Path) -> None:
    kind = next((kind for kind in KINDS if kind.binary), None)
    if kind is None:
        pytest.skip("neither nginx nor HAProxy is installed")
    ports = free_ports()
    home = f"https://127.0.0.1:{ports[0]}/"
    with (
        private_copy(tmp_path, home=home) as url,
        proxying(kind, url.split("/")[2], tmp_path, ports=ports),
    ):
        visitor = Visitor(chromium, home, ignore_https_errors=True)
        page = visitor.open("claims?stance=denies")
        visitor.sign_in("reader")
        expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
        assert page.url == f"{home}claims?stance=denies"
        cookies = [cookie for cookie in visitor.context.cookies() if cookie["name"] == USER]
        assert [cookie["secure"] for cookie in cookies] == [True]
        page.goto(f"{home}data")
        page.get_by_test_id("stMain").get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda address: "end_session" in address)
        assert visitor.status("api/claims") == 401
        visitor.context.close()
