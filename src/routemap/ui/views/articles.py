"""The content of the Articles page: articles with their claims in the order of the text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from routemap.data.text_search import phrases
from routemap.model.dates import in_words
from routemap.questions.article import bracketed, details_of_articles
from routemap.questions.claim import claim_details
from routemap.questions.links import link_to
from routemap.ui.frame import Frame
from routemap.ui.parts.pager import page_of
from routemap.ui.parts.templates import draw
from routemap.ui.session import Key
from routemap.ui.views.empty import draw_nothing_left

_PER_PAGE = 20
_CLAIMS = 40


def draw_articles(current: Frame) -> None:
    """Draw the articles of a selection, newest first, with reprints below their original.

    Articles that are shown only because they contain a denial that is kept from outside the
    filters follow after the others.
    """
    selection = current.selection
    articles = selection.articles
    passing = selection.dataset.codes.article[selection.passing]
    own = articles.index.isin(selection.dataset.articles.index[np.unique(passing)])
    ordered = [*articles.index[own], *articles.index[~own]]
    added = int((~own).sum())
    number = len(articles)
    if not number:
        draw_nothing_left(current.selection, "article")
        return
    st.markdown(_counted(number - added, added))
    body = st.container()
    page = page_of(number, _PER_PAGE, Key.ARTICLES_PAGE, of=current.selection.query)
    with body:
        for place in range(number)[page]:
            _draw_article(current, str(ordered[place]), added=place >= number - added)


def _counted(own: int, added: int) -> str:
    words = f"**{own:,}** article{'' if own == 1 else 's'} with claims that match the filters"
    if added:
        words += f", then **{added:,}** with denials of these claims"
    return words


def _draw_article(current: Frame, key: str, *, added: bool) -> None:
    selection, query = current.selection, current.query
    dataset = selection.dataset
    article = dataset.articles.loc[key].to_dict()
    original = article["reprint_of"]
    place = dataset.articles.index.get_indexer(pd.Index([key]))[0]
    positions = selection.positions[dataset.codes.article[selection.positions] == place]
    body = st.container()
    page = page_of(len(positions), _CLAIMS, f"{Key.ARTICLE}.{key}", of=selection.query)
    with body:
        draw(
            "article.html",
            article=article,
            translated=bracketed(article["title"]),
            details=details_of_articles(dataset)(article),
            published=in_words(article["published"]),
            retrieved=in_words(article["retrieved_on"]) if article["retrieved_on"] else "",
            reprint=dataset.articles["title"][original] if original else "",
            address=link_to(replace(query, article=(key,), feature="")).to_string(),
            claim_details=claim_details(dataset, positions[page], selection.kept_denials),
            added=added,
            text=phrases(dataset, query.text),
        )
