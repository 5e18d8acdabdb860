"""What a feature's balloon says in Google Earth: its claims, as HTML in which nothing runs.

Texts are escaped here, at the one place where they become HTML.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from routemap.model.columns import Row
from routemap.model.dates import in_words
from routemap.model.vocabulary import STANCES, STATUSES


def feature_balloon(feature: Row, claims: Iterable[Row]) -> str:
    """Return what a feature is and every claim about it, with stance, source and citation."""
    names = "; ".join(filter(None, (feature[key] for key in ("name_ko", "name_ru", "aliases"))))
    parts = [
        f"<h3>{_safe(feature['name'])}</h3>",
        _paragraph(names),
        f"<p><b>{STATUSES.label(feature['status'])}.</b> {_safe(feature['summary'])}</p>",
        _paragraph(feature["location"]),
        _paragraph(feature["note"]),
        *map(claim_balloon, claims),
    ]
    return "".join(parts)


def claim_balloon(claim: Row) -> str:
    """Return one claim with stance, source and citation."""
    stance = STANCES.label(claim["stance"])
    relayed = f", relayed by {_safe(claim['relayed_by'])}" if claim["relayed_by"] else ""
    said = f", said {in_words(claim['said'])}" if claim["said"] else ""
    quoted = claim["excerpt_kind"] == "quotation"
    excerpt = f"<span>{_safe(claim['excerpt'])}</span>"
    words = f"“{excerpt}”" if quoted else f"In our words: {excerpt}"
    beside = "" if claim["selected"] == "yes" else "<p>Outside the query, a denial of it.</p>"
    return (
        f'<div id="claim-{claim["id"]}"><hr>'
        f"<p><b>{stance}</b>: <i>{_safe(claim['source'])}</i>{relayed}{said}</p>"
        f"<blockquote>{words}</blockquote>"
        f'<p><a href="{_safe(claim["url"])}">{_safe(claim["citation"])}</a></p>'
        f"{_paragraph(claim['note'])}{beside}</div>"
    )


def provenance_balloon(provenance: Mapping[str, str]) -> str:
    """Return what an export says of itself."""
    return "".join(_paragraph(text) for text in provenance.values())


def _paragraph(text: str) -> str:
    return f"<p>{_safe(text)}</p>" if text else ""


def _safe(text: str) -> str:
    # $[…] would be replaced by Google Earth with other parts of the placemark
    return html.escape(text).replace("$[", "&#36;[")
