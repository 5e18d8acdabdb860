"""Text of an article, from a text file or a page that a browser saved as HTML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from routemap.data.reading.parse_html import parse_html
from routemap.model.errors import ArticleFileError

LARGEST_PAGE: Final = 20_000_000  # bytes
_HEAD: Final = 4096  # bytes in which the format of a file is recognised
# unsupported formats: how their files begin, what they are, and how to convert them
_OTHER_FORMATS: Final = (
    (rb"bplist00", "a Safari web archive", "save the page again as page source (HTML)"),
    (rb"\x1f\x8b", "a file compressed with gzip", "decompress it first"),
)
_MARKS: Final = (  # the four bytes of UTF-32 begin like the two of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
# how browsers interpret these names: https://encoding.spec.whatwg.org/#names-and-labels
_AS_BROWSERS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body)\b|</(?:p|div|h[1-6]|article|section|span|a)\s*>",
    re.IGNORECASE,
)
_SKIPPED: Final = frozenset({"script", "style", "noscript", "template"})
_BREAKING: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd"),
        *("details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend"),
        *("li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)


def article_text(content: bytes, name: str) -> tuple[str, bool]:
    """Return the text of an article that was saved as HTML or as plain text.

    Parameters
    ----------
    content
        A file in UTF-8, with a byte order mark, or in the encoding that its HTML declares.
    name
        Its name, for messages.

    Returns
    -------
    text, is_html
        The text, and whether the file is an HTML page.

    Raises
    ------
    ArticleFileError
        If the file is too large or has another format, or an encoding that cannot be determined.
    """
    for pattern, what, fix in _OTHER_FORMATS:
        if re.match(pattern, content[:_HEAD]):
            raise ArticleFileError(f"{name}: this is {what}; {fix}")
    text = decoded(content, name)
    is_html = bool(_HTML.search(text))
    return (html_text(text) if is_html else text), is_html


@dataclass(frozen=True)
class WebPage:
    """An HTML page of a file that also has the address, and the time at which it was saved.

    ``saved`` has the form of the file; it is ``""`` if the file does not name the time.
    """

    html: str
    address: str = ""
    saved: str = ""


def page_html(content: bytes, name: str, charset: str) -> str:
    """Return an HTML page in the encoding that its server named, if any.

    Raises
    ------
    ArticleFileError
        If the page is too large, or no encoding is named and it cannot be determined.
    """
    _check_size(content, name)
    try:
        return _decoded_as(charset, content)
    except LookupError:  # also raised for no encoding
        return decoded(content, name)


def html_text(html: str) -> str:
    """Return the text of an HTML page, without scripts and styles.

    Examples
    --------
    >>> html_text("<p>Thirty <b>hor</b>ses<script>var a</script></p><p>left.").split()
    ['Thirty', 'horses', 'left.']
    """
    target = _TextTarget()
    parse_html(html, target)
    return "".join(target.parts)


class _TextTarget:
    """Collects the text of a page, with a line break at each element that breaks the line."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._skipping = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002
        self._skipping += tag in _SKIPPED
        self._break(tag)

    def end(self, tag: str) -> None:
        self._skipping -= tag in _SKIPPED
        self._break(tag)

    def data(self, text: str) -> None:
        if not self._skipping:
            self.parts.append(text)

    def comment(self, text: str) -> None:
        """Ignore comments."""

    def close(self) -> None:
        """Nothing is left to do at the end."""

    def _break(self, tag: str) -> None:
        if tag in _BREAKING:
            self.parts.append("\n")


def _decoded_as(encoding: str, content: bytes) -> str:
    """Return text in an encoding, as browsers interpret its name."""
    label = encoding.lower().removeprefix("x-").replace("windows-", "cp")
    found = codecs.lookup(label).name
    return content.decode(_AS_BROWSERS.get(found, found), errors="replace")


def decoded(content: bytes, name: str) -> str:
    """Return text in UTF-8, with a byte order mark, or in the encoding that its HTML declares.

    Raises
    ------
    ArticleFileError
        If the text is too large, or its encoding cannot be determined.
    """
    _check_size(content, name)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content:
        raise ArticleFileError(
            f"{name}: this is not a text file; save the article as text in UTF-8"
        )
    found = _DECLARED.search(content[:_HEAD])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    try:
        # text in another encoding is rarely valid UTF-8, but some pages are re-saved as UTF-8 and
        # keep the old declaration
        if not content.isascii() or not declared:
            return content.decode("utf-8")
    except UnicodeDecodeError:
        if not declared:
            raise ArticleFileError(
                f"{name}: the file is not UTF-8 and declares no encoding; save it as UTF-8"
            ) from None
    try:
        return _decoded_as(declared, content)
    except (LookupError, UnicodeError):
        raise ArticleFileError(
            f"{name}: the file declares the unknown encoding “{declared}”; save it as UTF-8"
        ) from None


def _check_size(content: bytes, name: str) -> None:
    if len(content) > LARGEST_PAGE:
        raise ArticleFileError(
            f"{name}: the page has more than {LARGEST_PAGE:,} bytes; save only the article"
        )
