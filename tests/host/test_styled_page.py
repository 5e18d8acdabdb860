"""Every response with Streamlit's page contains the dashboard's styles."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
import streamlit
from tests.serving import serving

from routemap.host.streamlit_internals import PAGE_FILE
from routemap.host.styled_page import styled

HOST = Path(__file__).parents[2] / "src/routemap/host"
SHEETS = ("dashboard.css", "desk.css", "sides.css")
CSS = "".join((HOST / name).read_text(encoding="utf-8") for name in SHEETS)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def below() -> Iterator[str]:
    with serving(None, "--server.baseUrlPath=desk/maps") as found:
        yield found


def get(address: str, method: str = "GET", **headers: str) -> httpx.Response:
    asked = {"Accept-Encoding": "identity", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return httpx.request(method, address, headers=asked, timeout=30)


@pytest.mark.parametrize("page", ["", "articles", "?embed=true"])
def test_every_page_has_the_styles_after_streamlits_and_before_what_is_drawn(
    url: str, page: str
) -> None:
    found = get(url + page)
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert found.headers["cache-control"] == "no-cache"
    assert int(found.headers["content-length"]) == len(found.content)
    head, _, body = found.text.partition("<body>")
    assert "</head>" in head
    assert body.startswith(f"\n<style>\n{CSS}</style>\n")
    assert '<div id="root"></div>' in body


def test_unknown_pages_are_404_with_links_and_damaged_links_are_mended(
    url: str, below: str
) -> None:
    for root in (url, below):
        base = httpx.URL(root).path
        for path in ("nowhere", "claims/extra", "index.html"):
            found = get(root + path, Accept="text/html")
            assert found.status_code == 404
            assert "Page not found" in found.text
            assert ">Who says what</a>" in found.text
            up = "../" * path.count("/") or "./"
            assert get(f"{found.url.join(up)}claims").status_code == 200
            assert get(f"{found.url.join(up)}assets/fonts/sans.ttf").status_code == 200
        for damaged in ("%3Fstance=denies", "%253Fstance=denies", "?stance%3Ddenies"):
            mended = httpx.get(f"{root}{damaged}", follow_redirects=True, timeout=30)
            assert mended.status_code == 200
            assert mended.url.raw_path == f"{base}?stance=denies".encode()
        assert get(f"{root}nowhere/_stcore/health").status_code == 404


def test_a_page_below_a_base_path_has_them_too(below: str) -> None:
    for page in ("", "claims"):
        assert CSS in get(below + page).text


def test_everything_else_is_as_streamlit_gives_it(url: str) -> None:
    static = Path(streamlit.__file__).parent / "static"
    script = next((static / "static" / "js").glob("index.*.js"))
    assert get(f"{url}static/js/{script.name}").content == script.read_bytes()
    assert get(f"{url}favicon.png").content == (static / "favicon.png").read_bytes()
    for other in ("share", "api/docs"):
        found = get(url + other)
        assert found.headers["content-type"].startswith("text/html")
        assert ".rm-evidence" not in found.text
    assert get(f"{url}_stcore/health").text == "ok"
    assert get(f"{url}articles/").status_code == 301


def test_a_cached_page_is_not_sent_again(url: str) -> None:
    for coding in ("identity", "gzip"):
        first = get(f"{url}articles", Accept_Encoding=coding)
        assert first.headers.get("content-encoding", "identity") == coding
        again = get(f"{url}articles", Accept_Encoding=coding, If_None_Match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert get(f"{url}articles", If_None_Match='"another"').status_code == 200


def test_what_is_sent_packed_is_the_same_page(url: str) -> None:
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert gzip.decompress(raw) == get(url).content
    assert packed.headers["etag"] != get(url).headers["etag"]


# the tag of an earlier version of the page, or of a part of the page
def test_what_a_browser_knows_of_streamlits_own_page_does_not_keep_it_from_ours(url: str) -> None:
    asked: list[dict[str, Any]] = [
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Range": "bytes=0-20"},
    ]
    for headers in asked:
        found = get(url, **headers)
        assert found.status_code == 200
        assert CSS in found.text


def test_a_head_request_has_the_same_length(url: str) -> None:
    head = get(url, "HEAD")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get(url).content))


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        pytest.param("connection.js", "_stcore", id="says what is missing"),
        pytest.param("escaped_link.js", "location.replace", id="reads filters in the fragment"),
        pytest.param("copy.js", "clipboard", id="copies"),
    ],
)
def test_each_script_of_the_page_runs_before_streamlits_and_its_policy_allows_it(
    url: str, name: str, purpose: str
) -> None:
    found = get(url)
    before, _, after = found.text.partition('<div id="routemap-connection" role="alert"></div>')
    assert '<div id="root">' not in before
    scripts = re.findall(r"<script>(.*?)</script>", after, re.DOTALL)
    (script,) = (one for one in scripts if one.strip() == (HOST / name).read_text("utf-8").strip())
    assert purpose in script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in found.headers["content-security-policy"]


def test_a_page_without_a_body_is_refused() -> None:
    with pytest.raises(ValueError, match="no <body>"):
        styled("<html></html>")


def test_the_styles_end_where_they_should() -> None:
    assert "</" not in CSS
    assert styled(PAGE_FILE.read_text(encoding="utf-8")).count("<style>") == 1


def test_the_head_names_the_feeds_of_the_view_that_the_address_names(url: str, below: str) -> None:
    query = (
        "?source=kremlin&view=52.5,7.5,7&feature=line&utm_source=%22%3E%3Cscript%3E&q=%22%3E%3Cb"
    )
    for root, page in ((url, ""), (url, "claims"), (below, "claims")):
        text = get(f"{root}{page}{query}").text
        head = text.partition("</head>")[0]
        found = re.findall(r'<link rel="alternate" type="(.*?)" title=".*?" href="(.*?)">', head)
        assert [kind for kind, _ in found] == ["application/atom+xml", "application/feed+json"]
        assert '"><b' not in head
        assert "utm_source" not in head
        for kind, href in found:
            feed = get(urljoin(f"{root}{page}", html.unescape(href)))
            assert feed.status_code == 200
            assert feed.headers["content-type"].startswith(kind)
            assert "source=kremlin" in feed.text
    escaped = get(f"{url}?source%3Dkremlin&utm_source=x").text
    assert 'href="./feed.atom?source=kremlin"' in escaped
    plain = get(url)
    assert 'href="./feed.atom"' in plain.text
    assert plain.headers["etag"] != get(url + query).headers["etag"]
    assert get(url + "?view=52.5,7.5,7").headers["etag"] == plain.headers["etag"]


def test_a_page_that_names_a_draft_is_never_indexed(url: str) -> None:
    assert httpx.get(f"{url}?draft=20260301-k3f9ab").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in httpx.get(url).headers
