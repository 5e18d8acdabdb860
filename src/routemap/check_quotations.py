"""Whether quotations stand in their article word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from routemap.problem import Problem


def check_quotations(
    claims: pd.DataFrame, rows: Iterable[int], article: str, text: str
) -> list[Problem]:
    """Check that the quotations of one article stand verbatim at their anchors.

    Runs of white space count as one space, in the article as in the data.

    Parameters
    ----------
    claims
        Checked claims, of any article.
    rows
        The row of each claim in its file.
    article
        Id of the article whose quotations are checked.
    text
        The article as plain text.

    Returns
    -------
    list of Problem
        One per quotation that is not there, stands elsewhere than its prefix
        and suffix say, or could be several places.
    """
    page = _one_line(text)
    problems = []
    records = claims.reset_index().to_dict("records")
    for row, values in zip(map(int, rows), records, strict=True):
        if values["article"] != article or values["excerpt_kind"] != "quotation":
            continue
        excerpt = _one_line(values["excerpt"])
        pattern = (
            rf"{re.escape(_one_line(values['prefix']))}\s?{re.escape(excerpt)}"
            rf"\s?{re.escape(_one_line(values['suffix']))}"
        )
        found = len(re.findall(pattern, page))
        if excerpt not in page:
            problems.append(
                Problem(
                    "claims.csv",
                    row,
                    "excerpt",
                    excerpt,
                    f"not verbatim in {article}",
                    code="quotation-text",
                    record=values["id"],
                )
            )
        elif found != 1:
            fault = (
                "does not stand between its prefix and suffix"
                if not found
                else "stands there more than once"
            )
            problems.append(
                Problem(
                    "claims.csv",
                    row,
                    "prefix",
                    excerpt,
                    f"{fault} in {article}",
                    code="quotation-text",
                    record=values["id"],
                )
            )
    return problems


def _one_line(text: str) -> str:
    return " ".join(text.split())
