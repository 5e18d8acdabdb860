"""What the Articles page shows: every article with its claims in the order of the text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from routemap.dates import in_words
from routemap.exhibit import exhibits
from routemap.links import link_to
from routemap.text_search import phrases
from routemap.ui.frame import Frame, reset
from routemap.ui.pager import page_of
from routemap.ui.templates import draw

_PER_PAGE = 20
_CLAIMS = 40


def draw_articles(current: Frame) -> None:
    """Draw the articles of a selection, newest first, reprints under their original."""
    articles = current.selection.articles
    number = len(articles)
    if not number:
        st.info("No article is left by these filters.", icon=":material/filter_alt_off:")
        st.button("Reset filters", key="reset.articles", on_click=reset)
        return
    st.markdown(f"**{number:,}** article{'s' if number > 1 else ''} with claims in view")
    body = st.container()
    page = page_of(number, _PER_PAGE, "articles.page", of=current.selection.query)
    with body:
        for key in articles.index[page]:
            _draw_article(current, str(key))


def _draw_article(current: Frame, key: str) -> None:
    selection, query = current.selection, current.query
    dataset = selection.dataset
    article = dataset.articles.loc[key].to_dict()
    original = article["reprint_of"]
    place = dataset.articles.index.get_indexer(pd.Index([key]))[0]
    positions = selection.positions[dataset.codes.article[selection.positions] == place]
    body = st.container()
    page = page_of(len(positions), _CLAIMS, f"article.{key}", of=selection.query)
    with body:
        draw(
            "article.html",
            article=article,
            published=in_words(article["published"]),
            reprint=dataset.articles["title"][original] if original else "",
            address=link_to(replace(query, article=(key,), feature="")).to_string(),
            exhibits=exhibits(dataset, positions[page]),
            text=phrases(dataset, query.text),
        )
