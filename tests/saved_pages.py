"""Saved pages in every format, built from their text."""

from __future__ import annotations

import gzip
import io
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure

ADDRESS = "https://paper.example/arms"


def html(text: str) -> str:
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{text}</p></body></html>"


@cache
def pdf(*texts: str) -> bytes:
    """A PDF with one text per page."""
    out = io.BytesIO()
    with rc_context({"pdf.fonttype": 42}), PdfPages(out) as pages:
        for text in texts:
            figure = Figure(figsize=(8, 2))
            FigureCanvasPdf(figure)
            figure.text(0.05, 0.5, text)
            pages.savefig(figure)
    return out.getvalue()


def mhtml(text: str, charset: str = "utf-8") -> bytes:
    page = MIMEMultipart("related")
    del page["Content-Type"]
    page["From"] = "<Saved by Blink>"
    page["Content-Type"] = "multipart/related"
    page["Snapshot-Content-Location"] = ADDRESS
    page.attach(MIMEText(html(text), "html", charset))
    page.attach(MIMEText("p { color: red }", "css"))
    return page.as_bytes()


def warc(pages: dict[str, bytes], content_type: str = "text/html; charset=utf-8") -> bytes:
    """A WARC file (ISO 28500) with one response per page."""
    out = b""
    for address, body in pages.items():
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
            "WARC-Date: 2024-05-03T00:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out += head.encode() + http + b"\r\n\r\n"
    return out


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def wacz(pages: dict[str, bytes], **kind: str) -> bytes:
    packed = gzip.compress(warc(pages, **kind))
    return zipped({"datapackage.json": b"{}", "archive/data.warc.gz": packed})
