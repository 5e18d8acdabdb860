"""The article of a report: read from pasted text or a file, and its citation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from routemap.data.drafts.draft_records import added_records
from routemap.data.incoming.article_upload import (
    IncomingArticle,
    incoming_articles,
    pasted_article,
)
from routemap.data.incoming.known_articles import known
from routemap.data.incoming.new_ids import article_id
from routemap.data.load import data_folder
from routemap.data.repository import repository
from routemap.model.errors import ArticleFileError, DraftError
from routemap.ui.frame import Frame
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form, draw_fields
from routemap.ui.parts.templates import draw
from routemap.ui.report import Report, begin_report
from routemap.ui.session import Key
from routemap.ui.url_state import arrange

CITATION: Final = ("title", "publisher", "author", "published", "url", "language")
_OTHER: Final = ("original_title", "archived_url", "retrieved_on", "reprint_of", "note")
_TYPES: Final = ["html", "htm", "pdf", "wacz", "mhtml", "mht", "txt", "json", "ris", "bib"]


def draw_beginning(current: Frame) -> None:
    """Draw how a report begins: paste the text of an article, or choose a file."""
    st.subheader("Begin with the article")
    st.markdown(
        "Paste its text, or choose the page that you saved. Its words stay in this session: only "
        "the excerpts that you mark become part of the data."
    )
    text = st.text_area("Text of the article", key=Key.REPORT_TEXT, height=260)
    file = st.file_uploader(
        "Or a saved page, or a reference",
        type=_TYPES,
        key=Key.REPORT_FILE,
        help="HTML, PDF, WACZ, MHTML or text; a reference as CSL-JSON, RIS or BibTeX.",
    )
    st.button(
        "Read the article",
        type="primary",
        icon=":material/article:",
        disabled=not (text.strip() or file),
        on_click=_begin,
        args=(current.current.dataset.revision,),
    )
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"{reason[:1].upper()}{reason[1:]}."), icon=":material/error:")


def _begin(revision: str) -> None:
    """Read what was pasted or chosen, and begin a report with it."""
    dataset = repository(data_folder()).current().dataset
    try:
        article = _given()
        cells: Mapping[str, str] = article.cells
        report = begin_report(revision, article_id(cells, dataset), cells, article)
    except (ArticleFileError, DraftError) as error:
        st.session_state[Key.REPORT_REFUSED] = str(error)
        return
    arrange(draft=report.draft.id)


def _given() -> IncomingArticle:
    """Return the article that was pasted, uploaded, or both: text and its reference.

    Raises
    ------
    ArticleFileError
        If it cannot be read.
    """
    text = st.session_state.get(Key.REPORT_TEXT, "")
    file = st.session_state.get(Key.REPORT_FILE)
    if file is None:
        return pasted_article(text)
    articles = incoming_articles(file.getvalue(), file.name)
    if len(articles) > 1:
        raise ArticleFileError(
            f"{file.name}: the file has {len(articles):,} references; give the one of the article"
        )
    (article,) = articles
    if text.strip():
        return IncomingArticle(pasted_article(text).text, article.fields, article.page)
    return article


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


def draw_missing_text(report: Report) -> None:
    """Draw how to give the text of the article again, in a session that does not have it."""
    st.markdown(
        "This session does not have the text of the article. Paste it again to mark more excerpts; "
        "what is in the draft stays."
    )
    st.text_area("Text of the article", key=Key.REPORT_TEXT, height=220)
    st.button("Read the text", icon=":material/article:", on_click=_read_again, args=(report,))
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"{reason[:1].upper()}{reason[1:]}."), icon=":material/error:")


def _read_again(report: Report) -> None:
    try:
        report.text = pasted_article(st.session_state.get(Key.REPORT_TEXT, "")).text
    except ArticleFileError as error:
        st.session_state[Key.REPORT_REFUSED] = str(error)
