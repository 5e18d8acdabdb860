"""An article from an uploaded file or pasted text: its text, and proposed cells of its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from routemap.data.incoming.page_metadata import page_fields, preferred
from routemap.data.incoming.pdf_metadata import pdf_fields
from routemap.data.incoming.proposed_fields import Fields, Found, Proposed, proposed_fields
from routemap.data.incoming.references import read_references, reference_format
from routemap.data.page_address import page_address
from routemap.data.reading.article_text import WebPage, decoded
from routemap.data.reading.mhtml_text import mhtml_pages
from routemap.data.reading.saved_page import SavedPage, page_of
from routemap.data.reading.wacz_text import wacz_pages
from routemap.model.errors import ArticleFileError
from routemap.model.text import line_feeds, shown, shows_nothing

LONGEST_TEXT: Final = 1_000_000  # characters; a book has fewer


@dataclass(frozen=True)
class IncomingArticle:
    """An article that is not in the data yet.

    Attributes
    ----------
    text
        Its text, with line feeds and without unsafe characters.
    fields
        Proposed cells of ``articles.csv`` by column. What the file does not state is missing.
    page
        The uploaded file, for the archive; ``None`` for pasted text. The cell ``sha256`` is right
        only if the file is kept there.
    """

    text: str
    fields: Fields = field(default_factory=dict)
    page: SavedPage | None = None

    @property
    def cells(self) -> dict[str, str]:
        """The proposed text by column."""
        return {key: proposed.text for key, proposed in self.fields.items()}


def pasted_article(text: str) -> IncomingArticle:
    """Return the article whose text was pasted; nothing is proposed.

    Raises
    ------
    ArticleFileError
        If there is no text, or too much.
    """
    return IncomingArticle(_bounded(text, "pasted text"))


def uploaded_article(content: bytes, name: str, address: str = "") -> IncomingArticle:
    """Return the article that was saved as HTML, PDF, WACZ, MHTML or plain text.

    Nothing is requested from the network.

    Parameters
    ----------
    content
        The uploaded file.
    name
        Its name, for messages.
    address
        The address of the article, if it is known: a web archive can contain other pages.

    Raises
    ------
    ArticleFileError
        If the file is too large or has another format, or its text cannot be read.
    """
    page = page_of(content, shown(name), address)
    text = _bounded(page.text, shown(name))
    stated = _METADATA[page.extension](content, shown(name), address)
    fields = proposed_fields(preferred(stated))
    return IncomingArticle(
        text, {**fields, "sha256": Proposed(page.sha256, "content of the file")}, page
    )


def incoming_articles(content: bytes, name: str, address: str = "") -> tuple[IncomingArticle, ...]:
    """Return the articles of an upload: one of a saved page, or one per reference, without text.

    Parameters
    ----------
    content, name, address
        As in :func:`uploaded_article`. The content, not the name, decides which format it is.

    Raises
    ------
    ArticleFileError
        If the file cannot be read; see :func:`uploaded_article` and
        :func:`routemap.data.incoming.references.read_references`.
    """
    if reference_format(content):
        return tuple(IncomingArticle("", fields) for fields in read_references(content, name))
    return (uploaded_article(content, name, address),)


def _bounded(text: str, name: str) -> str:
    if shows_nothing(text):
        raise ArticleFileError(f"{name}: there is no text; paste or save the text of the article")
    if len(text) > LONGEST_TEXT:
        raise ArticleFileError(
            f"{name}: the text has more than {LONGEST_TEXT:,} characters; save only the article"
        )
    return line_feeds(shown(text))


def _html(content: bytes, name: str, address: str) -> Iterator[Found]:
    return page_fields(WebPage(decoded(content, name), address))


def _mhtml(content: bytes, name: str, _address: str) -> Iterator[Found]:
    return page_fields(mhtml_pages(content, name)[0])


def _wacz(content: bytes, name: str, address: str) -> Iterator[Found]:
    """Yield what the page with an address states; without one, what the first page states."""
    wanted = page_address(address)
    pages = wacz_pages(content, name)
    first = next(pages)
    if not address or page_address(first.address) == wanted:
        return page_fields(first)
    own = (page for page in pages if page_address(page.address) == wanted)
    return page_fields(next(own, first))


_METADATA: Final[Mapping[str, Callable[[bytes, str, str], Iterator[Found]]]] = {
    "html": _html,
    "mhtml": _mhtml,
    "wacz": _wacz,
    "pdf": lambda content, _name, _address: pdf_fields(content),
    "txt": lambda _content, _name, _address: iter(()),
}
"""Per ending of saved pages: what a file states about itself, given content, name and address."""
