"""Saved pages: PDF, WACZ and MHTML are read as text, and hostile files give a message."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from tests.saved_pages import ADDRESS, html, mhtml, pdf, wacz, warc, zipped

from routemap.data.reading import pdf_text, saved_page, wacz_text
from routemap.data.reading.saved_page import read_page
from routemap.model.errors import ArticleFileError

TEXT = "It said thirty horses left the station."
RUSSIAN = "Тридцать лошадей уехали из Хасана."
OTHER = "https://paper.example/other"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "page"


def words(path: Path, address: str = ADDRESS) -> str:
    return " ".join(read_page(path, address).text.split())


@pytest.mark.parametrize(
    ("content", "extension", "found"),
    [
        (html(TEXT).encode(), "html", TEXT),
        (TEXT.encode(), "txt", TEXT),
        (pdf(TEXT[:22], TEXT[22:]), "pdf", TEXT),
        (pdf(RUSSIAN), "pdf", RUSSIAN),
        (mhtml(TEXT), "mhtml", TEXT),
        (mhtml(RUSSIAN, "koi8-r"), "mhtml", RUSSIAN),
        (wacz({ADDRESS: html(TEXT).encode()}), "wacz", TEXT),
        (
            wacz(
                {ADDRESS: html(RUSSIAN).encode("cp1251")},
                content_type="text/html; charset=windows-1251",
            ),
            "wacz",
            RUSSIAN,
        ),
    ],
)
def test_each_format_is_read_and_named(
    content: bytes, extension: str, found: str, saved: Path
) -> None:
    saved.write_bytes(content)
    assert found in words(saved)
    assert read_page(saved).extension == extension


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", bytes(9)])
def test_a_pdf_can_have_bytes_before_its_header(before: bytes, saved: Path) -> None:
    saved.write_bytes(before + pdf(TEXT))
    assert TEXT in words(saved)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "page.PDF",
            bytes(8) + pdf(TEXT)[8:400],
            "the PDF document cannot be read: it is damaged (Stream has ended unexpectedly); open",
        ),
        ("page.wacz", bytes(8) + wacz({ADDRESS: b"x"})[8:40], "is damaged"),
    ],
    ids=["PDF", "WACZ"],  # the content has the time
)
def test_a_damaged_file_is_recognised_by_its_name(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArticleFileError) as error:
        read_page(path)
    assert message in str(error.value)
    path.write_text(html(TEXT), "utf-8")
    assert read_page(path).extension == "html"


def test_of_a_web_archive_only_the_page_of_the_article_is_read(saved: Path) -> None:
    pages = {OTHER: html("Another page.").encode(), ADDRESS: html(TEXT).encode()}
    saved.write_bytes(wacz(pages))
    assert "Another page." not in words(saved, "http://www.paper.example/arms/#top")
    assert "Another page." in words(saved, "https://elsewhere.example/")
    saved.write_bytes(zipped({"archive/data.warc": warc(pages), "../evil": b"x"}))
    assert TEXT in words(saved)
    assert list(saved.parent.iterdir()) == [saved]


def bomb() -> bytes:
    head = warc({ADDRESS: b""}, "image/png").replace(
        b"Content-Length: ", b"Content-Length: 99999999"
    )
    return zipped({"archive/data.warc.gz": gzip.compress(head + bytes(3_000_000))})


def encrypted() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def nested() -> bytes:
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level)
        for level in range(3_000)
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut pdf": (
        lambda: pdf(TEXT)[:400],
        "the PDF document cannot be read: it is damaged (Stream has ended unexpectedly)",
    ),
    "pdf head": (lambda: b"%PDF-1.7\n\xe2\xe3", "the PDF document cannot be read: it is damaged ("),
    "encrypted pdf": (encrypted, "the PDF document cannot be read: it is encrypted;"),
    "pdf of pictures": (lambda: pdf(""), "has no text, only pictures"),
    "long pdf": (lambda: pdf("1", "2", "3", "4"), "more than 3 pages"),
    "cut zip": (lambda: wacz({ADDRESS: b"x"})[:60], "is damaged"),
    "zip head": (lambda: b"PK\x03\x04\x14\x00", "is damaged"),
    "word document": (lambda: zipped({"word/document.xml": b"<x/>"}), "such as a Word document"),
    "no warc": (lambda: zipped({"archive/data.warc": b"\x00\xff" * 999}), "is damaged"),
    "no gzip": (lambda: zipped({"archive/data.warc.gz": b"nothing"}), "is damaged"),
    "bomb": (bomb, "unpacked, the archive has more than 2,000,000 bytes"),
    "many records": (
        lambda: wacz({f"{ADDRESS}/{number}": b"x" for number in range(9)}),
        "more than 8 records",
    ),
    "many files": (
        lambda: zipped({f"archive/{number}": b"" for number in range(9)}),
        "more than 8 files",
    ),
    "large page": (lambda: wacz({ADDRESS: bytes(200_000)}), "larger than 100,000 bytes"),
    "large file": (lambda: bytes(5_000_001), "more than 5,000,000 bytes"),
    "mhtml without a page": (
        lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed",
        "no HTML page",
    ),
    "nested mhtml": (nested, "nested too deeply"),
    "unknown encoding": (
        lambda: mhtml("x").replace(b'charset="utf-8"', b'charset="zlib"'),
        "",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_message_that_names_it(
    name: str, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, limit, value in (
        (saved_page, "LARGEST_FILE", 5_000_000),
        (wacz_text, "LARGEST_UNPACKED", 2_000_000),
        (wacz_text, "LARGEST_PAGE", 100_000),
        (wacz_text, "MOST_RECORDS", 8),
        (wacz_text, "MOST_ENTRIES", 8),
        (pdf_text, "MOST_PAGES", 3),
    ):
        monkeypatch.setattr(module, limit, value)
    content, told = HOSTILE[name]
    saved.write_bytes(content())
    if not told:
        assert read_page(saved).text.strip()
        return
    with pytest.raises(ArticleFileError) as error:
        read_page(saved)
    assert str(error.value).startswith(f"{saved}: ")
    assert told in str(error.value)
