"""Incoming articles: what files state about themselves is proposed, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import socket
import time
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from tests.corpora import corpus
from tests.saved_pages import ADDRESS, html, mhtml, pdf, wacz, warc, zipped

from routemap.data.checks.formats import value_fault
from routemap.data.incoming import article_upload
from routemap.data.incoming.article_upload import (
    incoming_articles,
    pasted_article,
    uploaded_article,
)
from routemap.data.reading import article_text, wacz_text
from routemap.model.columns import split_cell
from routemap.model.errors import ArticleFileError
from routemap.model.tables import ARTICLES
from routemap.model.text import unshown

TEXT = "It said thirty horses left the station."
COLUMNS = {column.key: column for column in ARTICLES.columns}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when a test would request something from the network."""

    def connect(*_: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)


def page(head: str, *, body: str = "", element: str = "<html>") -> bytes:
    return f"<!DOCTYPE html>{element}<head>{head}</head><body>{body}<p>{TEXT}</p></body>".encode()


def linked(*nodes: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def meta(**values: str) -> str:
    """Return meta elements; two underscores are a colon, and the one of Dublin Core a full stop."""
    named = (
        (key.replace("__", ":").replace("DC_", "DC."), escape(text)) for key, text in values.items()
    )
    return "".join(f'<meta name="{key}" content="{text}">' for key, text in named)


def cells(content: bytes, name: str = "page.html", address: str = "") -> dict[str, str]:
    """Return the proposed cells without the hash."""
    found = uploaded_article(content, name, address).cells
    assert len(found.pop("sha256")) == 64
    return found


STORY = {
    "@type": ["Thing", "NewsArticle"],
    "headline": "Kelp &amp; ferries",
    "publisher": {"@type": "Organization", "name": "Strait Gazette"},
    "author": [{"@type": "Person", "name": "A. Inventor"}, {"@id": "#b"}],
    "datePublished": "1931-03-04T23:30:00-05:00",
    "dateModified": "1931-05-05",
    "mainEntityOfPage": {"@id": "https://gazette.example/story"},
    "inLanguage": "en-GB",
}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            page(
                linked({"@type": "WebSite", "name": "Site"}, STORY, {"@id": "#b", "name": "B. C."})
                + meta(og__title="Other title", author="Other")
            ),
            {
                "title": "Kelp & ferries",
                "publisher": "Strait Gazette",
                "author": "A. Inventor;B. C.",
                "published": "1931-03-04",
                "url": "https://gazette.example/story",
                "language": "en",
            },
            id="JSON-LD",
        ),
        pytest.param(
            page(linked({"@graph": [{"@type": "Person", "name": "P"}, STORY]})),
            {
                "title": "Kelp & ferries",
                "publisher": "Strait Gazette",
                "author": "A. Inventor",
                "published": "1931-03-04",
                "url": "https://gazette.example/story",
                "language": "en",
            },
            id="JSON-LD graph",
        ),
        pytest.param(
            page(
                '<meta property="og:title" content="곡물 | 해협일보">'
                '<meta property="og:site_name" content="해협일보">'
                '<meta property="article:published_time" content="1931-03-04T08:00:00Z">'
                '<meta property="og:url" content="https://gazette.example/ko?id=2">'
                '<meta property="og:locale" content="ko_KR">'
                '<meta name="author" content="By 김철수">'
            ),
            {
                "title": "곡물",
                "publisher": "해협일보",
                "author": "김철수",
                "published": "1931-03-04",
                "url": "https://gazette.example/ko?id=2",
                "language": "ko",
            },
            id="Open Graph",
        ),
        pytest.param(
            page(
                meta(DC_title="Зерно", DC_publisher="Пролив", DC_date="1931-03")
                + meta(DC_creator="Иван П.")
                + meta(DC_creator="Пётр И.; А. Б."),
                element='<html xml:lang="zh-hans-CN">',
            ),
            {
                "title": "Зерно",
                "publisher": "Пролив",
                "author": "Иван П.;Пётр И., А. Б.",
                "published": "1931-03",
                "language": "zh-Hans",
            },
            id="Dublin Core",
        ),
        pytest.param(
            page(
                "<title>Kelp by ferry - Gazette</title>" + meta(og__site_name="Gazette")
                + meta(author="GAZETTE", og__url="https://gazette.example/")
                + '<link rel="Canonical" href="/kelp">',
                body="<svg><title>Logo</title></svg>",
            ),
            {"title": "Kelp by ferry", "publisher": "Gazette"},
            id="title of the page, and the start page of the site",
        ),
        pytest.param(
            page(
                "<title>Kelp</title>",
                body="<h1>Kelp</h1><p>© 1930. Updated on 5 May 1931. 4 March 1931</p>"
                '<time datetime="1931-01-01">a comment</time>',
            ),
            {"title": "Kelp"},
            id="plain",
        ),
        pytest.param(
            page(meta(citation_publication_date="1931")), {"published": "1931"}, id="year only"
        ),
        pytest.param(
            page('<time itemprop="datePublished" datetime="1931-03-04">4 March</time>'),
            {"published": "1931-03-04"},
            id="microdata",
        ),
        pytest.param(page(meta(date="03/04/1931")), {}, id="ambiguous day"),
        pytest.param(
            b"<!-- saved from url=(0031)https://gazette.example/a?utm=1 -->" + page(""),
            {"url": "https://gazette.example/a?utm=1"},
            id="saved by a browser",
        ),
        pytest.param(
            b"<!--\n Page saved with SingleFile \n url: https://gazette.example/b \n"
            b" saved date: Fri May 03 2024 10:00:00 GMT+0900 \n-->" + page(""),
            {"url": "https://gazette.example/b", "retrieved_on": "2024-05-03"},
            id="saved by SingleFile",
        ),
        pytest.param(
            page(
                '<link rel="canonical" '
                f'href="https://web.archive.org/web/20240503000000/{ADDRESS}">'
            ),
            {
                "url": ADDRESS,
                "archived_url": f"https://web.archive.org/web/20240503000000/{ADDRESS}",
            },
            id="Internet Archive",
        ),
        pytest.param(
            page('<link rel="canonical" href="https://user@x.example/x">' + meta(og__url="x y")),
            {},
            id="addresses that are not valid",
        ),
    ],
)  # fmt: skip
def test_a_page_proposes_what_it_states(content: bytes, expected: dict[str, str]) -> None:
    assert cells(content) == expected


def test_each_proposal_names_its_origin() -> None:
    fields = uploaded_article(page(linked(STORY) + meta(og__title="x")), "page.html").fields
    assert fields["title"].origin == "JSON-LD headline"
    assert fields["language"].origin == "JSON-LD inLanguage"
    assert uploaded_article(page(meta(og__title="x")), "p").fields["title"].origin == "og:title"


def test_an_mhtml_file_proposes_its_address_and_the_day_of_saving() -> None:
    content = b"Date: Fri, 3 May 2024 12:00:00 -0000\r\n" + mhtml(TEXT)
    assert cells(content) == {
        "title": "x",
        "url": ADDRESS,
        "retrieved_on": "2024-05-03",
    }


def test_of_a_web_archive_the_wanted_page_is_read() -> None:
    pages = {
        "https://other.example/1": html("Other").replace("x<", "Other<").encode(),
        ADDRESS: html(TEXT).encode(),
    }
    wanted = {"title": "x", "url": ADDRESS, "retrieved_on": "2024-05-03"}
    assert cells(wacz(pages), address=ADDRESS) == wanted
    first = {"title": "Other", "url": "https://other.example/1", "retrieved_on": "2024-05-03"}
    assert cells(wacz(pages)) == cells(wacz(pages), address="https://no.example/") == first


def document(**info: str) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(PLAIN_PDF)))
    writer.metadata = {f"/{key}": text for key, text in info.items()}
    writer.write(out)
    return out.getvalue()


PLAIN_PDF = pdf(TEXT)


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"Title": "Ferries of 1931", "Author": "A. Inventor; B. C."},
         {"title": "Ferries of 1931", "author": "A. Inventor;B. C."}),
        ({"Title": "Document reveals ferries", "CreationDate": "D:20240503120000"},
         {"title": "Document reveals ferries"}),
        ({"Title": "Microsoft Word - ferries.docx", "Author": "Microsoft Office User"}, {}),
        ({"Title": "ferries_final_2", "Author": "admin"}, {}),
        ({"Title": "Untitled-1", "Author": "Adobe InDesign"}, {}),
        ({"Title": "Ferry Writer 3", "Author": "Ferry Writer 3", "Creator": "Ferry Writer 3"}, {}),
        ({}, {}),
    ],
)  # fmt: skip
def test_a_pdf_proposes_title_and_authors_that_a_person_wrote(
    info: dict[str, str], expected: dict[str, str]
) -> None:
    assert cells(document(**info)) == expected


def test_a_text_proposes_nothing() -> None:
    assert cells(TEXT.encode(), "article.txt") == {}
    pasted = pasted_article(f"one\r\ntwo\x1b {TEXT}")
    assert (pasted.text, pasted.cells, pasted.page) == (f"one\ntwo� {TEXT}", {}, None)


def test_the_page_is_kept_for_the_archive_with_its_hash() -> None:
    article = uploaded_article(page(""), "page.html")
    assert article.page is not None
    assert article.page.extension == "html"
    assert article.cells["sha256"] == article.page.sha256
    assert article.text.strip() == TEXT


def test_an_upload_is_a_page_or_references_by_its_content() -> None:
    (article,) = incoming_articles(page(meta(og__title="Kelp")), "kelp.bib")
    assert (article.cells["title"], article.text.strip()) == ("Kelp", TEXT)
    several = incoming_articles(b"@misc{a, title={One}}\n@misc{b, title={Two}}", "page.html")
    assert [(one.cells, one.text) for one in several] == [
        ({"title": "One"}, ""), ({"title": "Two"}, ""),
    ]  # fmt: skip


def test_hostile_metadata_becomes_valid_cells() -> None:
    for text in corpus()[::5]:
        value = escape(text)
        head = "".join(
            f'<meta name="{name}" content="{value}">'
            for name in ("og:title", "og:site_name", "author", "date", "og:url", "dc.language")
        )
        for key, cell in cells(page(head, element=f'<html lang="{value}">')).items():
            column = COLUMNS[key]
            for part in split_cell(cell) if column.many else (cell,):
                assert value_fault(column, part) is None
                assert unshown(part) == ()
                assert "\n" not in part


def bomb() -> bytes:
    head = warc({ADDRESS: b""}, "image/png").replace(
        b"Content-Length: ", b"Content-Length: 99999999"
    )
    return zipped({"archive/data.warc.gz": gzip.compress(head + bytes(3_000_000))})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(bomb, "unpacked, the archive has more than 2,000,000 bytes", id="bomb"),
        pytest.param(lambda: PLAIN_PDF[:400], "cannot be read: it is damaged", id="cut PDF"),
        pytest.param(
            lambda: b"<html><p>" + b"x" * 20_000_000, "more than 20,000,000 bytes", id="large page"
        ),
        pytest.param(lambda: b"word " * 300_000, "more than 1,000,000 characters", id="long text"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n\0\0", "this is not a text file", id="picture"),
        pytest.param(lambda: b"<p>\xe2\x80\x8b</p>", "there is no text", id="invisible text"),
        pytest.param(bytes, "the file has no text", id="empty"),
    ],
)
def test_a_hostile_file_gives_a_message_that_names_it(
    make: Callable[[], bytes], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wacz_text, "LARGEST_UNPACKED", 2_000_000)
    begun = time.process_time()
    with pytest.raises(ArticleFileError) as error:
        uploaded_article(make(), "bad\x1b.html")
    assert str(error.value).startswith("bad�.html: ")
    assert message in str(error.value)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("unit", ["<a ", '<a b="', "<!--", "<!-- x>", "</a", "<?", "<div>", "<b>"])
def test_a_page_of_unclosed_parts_is_parsed_in_linear_time(unit: str) -> None:
    """The parser of the standard library took 46 s for 50,000 bytes of these."""
    begun = time.process_time()
    content = page(meta(og__title="Kelp")) + unit.encode() * (300_000 // len(unit))
    assert cells(content) == {"title": "Kelp"}
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "script",
    ["[" * 100_000, '{"a":' * 100_000, "[" + "[],[" * 9 + '"' * 99, json.dumps([[]] * 50_000)],
)
def test_json_ld_that_cannot_be_read_is_left_out(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>{meta(og__title="Kelp")}'
    assert cells(page(head)) == {"title": "Kelp"}


def test_limits_are_those_of_the_messages() -> None:
    assert (article_text.LARGEST_PAGE, article_upload.LONGEST_TEXT) == (20_000_000, 1_000_000)
