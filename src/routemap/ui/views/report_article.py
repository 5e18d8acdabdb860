"""The article of a report: read from pasted text or a file, and its citation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from routemap.data.archive import keep_page
from routemap.data.drafts.draft_records import added_records
from routemap.data.incoming.article_upload import (
    IncomingArticle,
    pasted_article,
    uploaded_article,
)
from routemap.data.incoming.known_articles import known
from routemap.data.incoming.new_ids import article_id
from routemap.data.incoming.references import read_references
from routemap.data.load import data_folder
from routemap.data.reading.saved_page import SavedPage
from routemap.data.repository import repository
from routemap.data.settings import LARGEST_UPLOAD
from routemap.model.errors import ArticleFileError, DraftError, PathError
from routemap.model.roles import ARCHIVE
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form, draw_fields, put_cell
from routemap.ui.parts.templates import draw
from routemap.ui.permissions import may
from routemap.ui.report import Report, begin_report, is_named
from routemap.ui.session import Key
from routemap.ui.url_state import arrange

CITATION: Final = ("title", "publisher", "author", "published", "url", "language")
_ENDINGS: Final = ("html", "htm", "mhtml", "mht", "pdf", "wacz", "txt")
_MEBIBYTE: Final = 1_048_576  # bytes
_OTHER: Final = ("original_title", "archived_url", "retrieved_on", "reprint_of", "note")


def draw_beginning(current: Frame) -> None:
    """Draw how a report begins: paste the text of an article, or upload a saved page."""
    st.subheader("Begin with the article")
    st.markdown(
        "Paste its text, or upload a page that you saved. Its words stay in this session: only the "
        "excerpts that you mark become part of the data."
    )
    _draw_text_or_file()
    st.text_area(
        "Reference (optional)",
        key=Key.REPORT_REFERENCE,
        height=96,
        placeholder="CSL-JSON, RIS or BibTeX, for example from Zotero",
        help="It fills in the citation, which you can correct.",
    )
    st.button(
        "Read the article",
        type="primary",
        icon=":material/article:",
        on_click=_begin,
        args=(current.current.dataset.revision,),
    )
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"Not read: {reason}."), icon=":material/error:")


def _begin(revision: str) -> None:
    """Read what was pasted, and begin a report with it."""
    dataset = repository(data_folder()).current().dataset
    try:
        article = _given()
        cells = article.cells
        report = begin_report(revision, article_id(cells, dataset), cells, article)
    except (ArticleFileError, DraftError) as error:
        st.session_state[Key.REPORT_REFUSED] = str(error)
        return
    arrange(draft=report.draft.id)


def _given() -> IncomingArticle:
    """Return the article that was uploaded or pasted, with the fields of its reference.

    Raises
    ------
    ArticleFileError
        If it cannot be read.
    """
    article = _article()
    reference = st.session_state.get(Key.REPORT_REFERENCE, "").strip()
    if not reference:
        return article
    found = read_references(reference.encode(), "the reference")
    if len(found) > 1:
        raise ArticleFileError(
            f"there are {len(found):,} references; paste only the one of the article"
        )
    return IncomingArticle(article.text, {**article.fields, **found[0]}, article.page)


def _article() -> IncomingArticle:
    """Return the article of the uploaded file, or else of the pasted text.

    Raises
    ------
    ArticleFileError
        If it cannot be read.
    """
    text = st.session_state.get(Key.REPORT_TEXT, "")
    file = st.session_state.get(Key.REPORT_FILE)
    if file is None:
        return pasted_article(text)
    article = uploaded_article(file.getvalue(), file.name)
    # the hash belongs to the record only if the file is kept
    fields = {key: item for key, item in article.fields.items() if key != "sha256"}
    return IncomingArticle(article.text, fields, article.page)


def _draw_text_or_file() -> None:
    """Draw the fields for the text of an article."""
    file = st.file_uploader(
        "Saved page (optional)",
        type=_ENDINGS,
        key=Key.REPORT_FILE,
        max_upload_size=LARGEST_UPLOAD.number() // _MEBIBYTE or 1,
        help="HTML, PDF, WACZ, MHTML or plain text. Its text is read, and what it says about "
        "itself fills in the citation.",
    )
    st.text_area(
        "Text of the article",
        key=Key.REPORT_TEXT,
        height=220,
        disabled=file is not None,
        placeholder="The text of the saved page is used." if file else "",
    )


def draw_article(current: Frame, report: Report, form: Form) -> None:
    """Draw the citation of the article, with articles of the data that it may be."""
    st.subheader("Article")
    cells = added_records(report.draft, "articles").get(report.article, {})
    published = current.current.dataset
    for found in known(cells, report.text, published):
        draw("known_article.html", title=published.articles["title"][found.article],
             reason=found.reason, article=found.article)  # fmt: skip
    draw_fields(form, "articles", report.article, CITATION)
    with st.expander("More about the article"):
        draw_fields(form, "articles", report.article, _OTHER)
    if report.page is not None and may(ARCHIVE):
        _draw_archive(report, report.page, cells)


def _draw_archive(report: Report, page: SavedPage, cells: Mapping[str, str]) -> None:
    """Draw the button that keeps the uploaded page, or that it is kept."""
    if cells.get("sha256") == page.sha256:
        st.markdown(":material/inventory_2: The saved page is in the archive.")
        return
    st.button(
        "Keep the page in the archive",
        key=Key.REPORT_KEEP,
        icon=":material/inventory_2:",
        disabled=not is_named(report),
        on_click=_keep,
        args=(report, page),
        help="Keeps the uploaded file where it is never served, and its hash with the article, so "
        "that its quotations can be checked later. Needs the publisher and the day.",
    )


def _keep(report: Report, page: SavedPage) -> None:
    try:
        keep_page(data_folder(), report.article, page)
    except (PathError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        report.fault = f"the page is not in the archive: {reason}"
    else:
        put_cell(report, "articles", report.article, "sha256", page.sha256)


def draw_missing_text(report: Report) -> None:
    """Draw how to give the text of the article again, in a session that does not have it."""
    st.markdown(
        "This session does not have the text of the article. Give it again to mark more excerpts; "
        "what is in the draft stays."
    )
    _draw_text_or_file()
    st.button(
        "Read the text",
        icon=":material/article:",
        on_click=_read_again,
        args=(report,),
    )
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"Not read: {reason}."), icon=":material/error:")


def _read_again(report: Report) -> None:
    try:
        article = _article()
    except ArticleFileError as error:
        st.session_state[Key.REPORT_REFUSED] = str(error)
    else:
        report.text, report.page = article.text, article.page
