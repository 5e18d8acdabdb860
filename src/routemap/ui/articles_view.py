"""What the Articles page shows: every article with its claims in the order of the text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from routemap.dates import in_words
from routemap.exhibit import exhibits
from routemap.selection import Selection
from routemap.ui.frame import reset
from routemap.ui.templates import draw

_PER_PAGE = 20


def draw_articles(selection: Selection) -> None:
    """Draw the articles of a selection, newest first, reprints under their original."""
    articles = selection.articles
    if articles.empty:
        st.info("No article is left by these filters.", icon=":material/filter_alt_off:")
        st.button("Reset filters", key="reset.articles", on_click=reset)
        return
    number = len(articles)
    st.markdown(f"**{number}** article{'s' if number > 1 else ''} with claims in view")
    pages = -(-number // _PER_PAGE)
    page = st.pagination(pages, key="articles.page") if pages > 1 else 1
    for key in articles.index[(page - 1) * _PER_PAGE : page * _PER_PAGE]:
        _draw_article(selection, str(key))


def _draw_article(selection: Selection, key: str) -> None:
    dataset, query = selection.dataset, selection.query
    article = dataset.articles.loc[key].to_dict()
    original = article["reprint_of"]
    positions = np.flatnonzero(selection.mask & np.asarray(dataset.claims["article"] == key))
    draw(
        "article.html",
        article=article,
        published=in_words(article["published"]),
        reprint=dataset.articles["title"][original] if original else "",
        address=replace(query, article=(key,), feature="").to_string(),
        exhibits=exhibits(dataset, positions),
        text=query.text,
    )
