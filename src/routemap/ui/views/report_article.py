"""The article of a report: read from pasted text or a file, and its citation."""

from __future__ import annotations

from typing import Final

import streamlit as st

from routemap.data.drafts.draft_records import added_records
from routemap.data.incoming.article_upload import IncomingArticle, pasted_article
from routemap.data.incoming.known_articles import known
from routemap.data.incoming.new_ids import article_id
from routemap.data.incoming.references import read_references
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


def draw_beginning(current: Frame) -> None:
    """Draw how a report begins: paste the text of an article, or choose a file."""
    st.subheader("Begin with the article")
    st.markdown(
        "Paste its text. Its words stay in this session: only the excerpts that you mark become "
        "part of the data."
    )
    text = st.text_area("Text of the article", key=Key.REPORT_TEXT, height=260)
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
        disabled=not text.strip(),
        on_click=_begin,
        args=(current.current.dataset.revision,),
    )
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"{reason[:1].upper()}{reason[1:]}."), icon=":material/error:")


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
    """Return the article whose text was pasted, with the fields of its reference.

    Raises
    ------
    ArticleFileError
        If it cannot be read.
    """
    article = pasted_article(st.session_state.get(Key.REPORT_TEXT, ""))
    reference = st.session_state.get(Key.REPORT_REFERENCE, "").strip()
    if not reference:
        return article
    found = read_references(reference.encode(), "the reference")
    if len(found) > 1:
        raise ArticleFileError(
            f"there are {len(found):,} references; paste only the one of the article"
        )
    return IncomingArticle(article.text, found[0])


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
