"""Articles as files: saved pages, text, encodings, and unsupported formats."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from routemap.data.reading.article_text import html_text
from routemap.data.reading.saved_page import read_page
from routemap.model.errors import ArticleFileError, RoutemapError

KOREAN, RUSSIAN = "말 30필이 두만강역으로 떠났다.", "Тридцать лошадей уехали из Хасана."


def page(text: str, meta: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{meta}</head><body><p>{text}</p></body></html>"


def words(path: Path) -> str:
    return " ".join(read_page(path).text.split())


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "article"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>Thirty <b>hor</b>ses</p><p>left.</p>", "Thirty horses left.", id="inline"),
        pytest.param("<div>One<br>two</div>three", "One two three", id="breaks"),
        pytest.param("<td>One</td><td>two</td>", "One two", id="cells"),
        pytest.param("it&rsquo;s &#8220;so&#x201D;&nbsp;&amp; no", "it’s “so” & no", id="entities"),
        pytest.param("a<script>'<p>b</p>' < 1</script>c", "ac", id="script"),
        pytest.param("a<style>p > b {}</style>c", "ac", id="style"),
        pytest.param("a<noscript><p>Switch it on</p></noscript>c", "a c", id="noscript"),
        pytest.param("a<template><p>{{ b }}</p></template>c", "a c", id="template"),
        pytest.param("a<!-- b --><![if IE]>c", "ac", id="comments"),
        pytest.param("<p>3 < 5 and <b>unclosed", "3 < 5 and unclosed", id="broken"),
        pytest.param("a</script></noscript><p>c", "a c", id="stray end tags"),
        pytest.param("<a href='x>y' title=\"<p>\">link</a>", "link", id="attributes"),
    ],
)
def test_the_text_of_a_page_is_what_a_browser_shows(html: str, text: str) -> None:
    assert " ".join(html_text(html).split()) == text


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("text", "meta", "encoding"),
    [
        (KOREAN, "<meta charset=utf-8>", "utf-8"),
        (KOREAN, '<meta charset="EUC-KR">', "euc-kr"),
        (KOREAN + " 똠방각하", META.format("ks_c_5601-1987"), "cp949"),
        (KOREAN, META.format("windows-949"), "cp949"),
        (RUSSIAN, META.format("windows-1251"), "cp1251"),
        (RUSSIAN, "<meta charset='koi8-r' />", "koi8-r"),
        ("“Thirty” horses", META.format("ISO-8859-1"), "cp1252"),
        ("馬三十頭", "<meta charset=x-sjis>", "cp932"),
        (KOREAN, "", "utf-8-sig"),
        (KOREAN, '<meta charset="windows-1252">', "utf-8-sig"),
        (KOREAN, '<meta charset="windows-1252">', "utf-16"),
        (KOREAN, "", "utf-32"),
        pytest.param(RUSSIAN, "<meta charset=windows-1251>", "utf-8", id="saved again as UTF-8"),
        ("thirty", "<meta charset=windows-1251>", "ascii"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(
    text: str, meta: str, encoding: str, saved: Path
) -> None:
    saved.write_bytes(page(text, meta).encode(encoding))
    assert words(saved) == text


def test_the_encoding_of_xhtml_is_read_too(saved: Path) -> None:
    html = f'<?xml version="1.0" encoding="windows-1251"?>\n{page(RUSSIAN)}'
    saved.write_bytes(html.encode("cp1251"))
    assert words(saved) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_as_it_is(encoding: str, saved: Path) -> None:
    text = f"3 < 5 & <angle brackets> stay. {KOREAN} {RUSSIAN}"
    saved.write_bytes(text.encode(encoding))
    assert read_page(saved).text == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"bplist00\xd1", "a Safari web archive", id="safari"),
        pytest.param(b"\x1f\x8b\x08\x00", "compressed with gzip", id="gzip"),
        pytest.param(b"\x89PNG\r\n\x00\x00", "not a text file", id="picture"),
        pytest.param("Café".encode("latin-1"), "not UTF-8 and declares no encoding", id="latin"),
        pytest.param(
            page("Café", "<meta charset=klingon>").encode("latin-1"),
            "the unknown encoding “klingon”; save it as UTF-8",
            id="unknown encoding",
        ),
        pytest.param(
            page("Café", "<meta charset=base64>").encode("latin-1"), "“base64”", id="no encoding"
        ),
        pytest.param(codecs.BOM_UTF8 + b"%PDF", None, id="text that begins like one"),
        pytest.param(b"Content-Type: multipart/related is a header", None, id="about MHTML"),
    ],
)
def test_a_file_in_another_format_is_named_with_what_to_do(
    content: bytes, told: str | None, saved: Path
) -> None:
    saved.write_bytes(content)
    if told is None:
        assert read_page(saved).text
        return
    with pytest.raises(ArticleFileError) as error:
        read_page(saved)
    assert str(error.value).startswith(f"{saved}: ")
    assert told in str(error.value)
    assert isinstance(error.value, (RoutemapError, ValueError))
