"""The balloons of features in Google Earth: claims as HTML without scripts.

This is the only module in which the texts of a KML file become HTML, so it escapes all of them.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from routemap.model.columns import Row
from routemap.model.dates import in_words
from routemap.model.vocabulary import STANCES, STATUSES
from routemap.questions.article import retraction
from routemap.questions.shared_sentences import KEPT_DENIAL


def feature_balloon(feature: Row, claims: Iterable[Row], names: Iterable[str]) -> str:
    """Return the description of a feature and all claims about it, as HTML.

    ``names`` are the columns with its names in other languages.
    """
    also = "; ".join(filter(None, (feature[key] for key in (*names, "aliases"))))
    parts = [
        f"<h3>{_safe(feature['name'])}</h3>",
        _paragraph(also),
        f"<p><b>{STATUSES.label(feature['status'])}.</b> {_safe(feature['summary'])}</p>",
        _paragraph(feature["location"]),
        _paragraph(feature["note"]),
        *map(claim_balloon, claims),
    ]
    return "".join(parts)


def claim_balloon(claim: Row) -> str:
    """Return one claim with its stance, source and citation, as HTML."""
    stance = STANCES.label(claim["stance"])
    relayed = f", relayed by {_safe(claim['relayed_by'])}" if claim["relayed_by"] else ""
    said = f", said {in_words(claim['said'])}" if claim["said"] else ""
    quoted = claim["excerpt_kind"] == "quotation"
    excerpt = f"<span>{_safe(claim['excerpt'])}</span>"
    words = f"“{excerpt}”" if quoted else f"Paraphrase: {excerpt}"
    kept = "" if claim["selected"] == "yes" else _paragraph(f"{KEPT_DENIAL}.")
    return (
        f'<div id="claim-{claim["id"]}"><hr>'
        f"<p><b>{stance}</b>: <i>{_safe(claim['source'])}</i>{relayed}{said}</p>"
        f"<blockquote>{words}</blockquote>"
        f'<p><a href="{_safe(claim["url"])}">{_safe(claim["citation"])}</a></p>'
        f"{_article(claim)}{_paragraph(claim['note'])}{kept}</div>"
    )


def _article(claim: Row) -> str:
    retracted = retraction(claim)
    url = _safe(claim["archived_url"])
    return (
        (f'<p><a href="{url}">Archived copy</a></p>' if url else "")
        + _paragraph(f"Withdrawn: {retracted}. It counts for neither side." if retracted else "")
        + _paragraph(f"Corrected by {claim['corrected_by']}" if claim["corrected_by"] else "")
    )


def provenance_balloon(provenance: Mapping[str, str]) -> str:
    """Return the provenance of an export, as HTML."""
    return "".join(_paragraph(text) for text in provenance.values())


def _paragraph(text: str) -> str:
    return f"<p>{_safe(text)}</p>" if text else ""


def _safe(text: str) -> str:
    # Google Earth would replace $[…] with other parts of the placemark
    return html.escape(text).replace("$[", "&#36;[")
