"""What a selection says about one feature, in the words that screens and exports show.

The evidence panel, the map's popups and the exports read the same
:class:`Evidence`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from routemap.dataset import Bools, Dataset, Ints
from routemap.dates import in_words
from routemap.selection import Selection
from routemap.vocabulary import (
    CARGO,
    COUNTRIES,
    DENYING,
    EXCERPT_KINDS,
    GEOMETRY_BASES,
    MODES,
    PLACE_KINDS,
    PRECISIONS,
    ROUTE_KINDS,
    SOURCE_KINDS,
    STANCES,
    STATUSES,
    Status,
)

_FRAGMENT_WORDS = 5
_PARTICIPLES = {
    "asserts": "asserted",
    "denies": "denied",
    "reports": "reported",
    "estimates": "estimated",
}


@dataclass(frozen=True)
class Exhibit:
    """One claim as a reader sees it. Texts are plain; whoever draws them escapes them.

    ``features`` are id, name, and all other names of the places and routes it is about.
    """

    claim: str
    stance: str
    stance_label: str
    source: str
    source_kind: str
    relayed: str
    said: str
    happened: str
    allegation: str
    cargo: str
    quantity: str
    excerpt: str
    quotation: bool
    excerpt_label: str
    citation: str
    url: str
    note: str
    features: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Broader:
    """A broader allegation, and the names of the claim sources that deny it."""

    allegation: str
    statement: str
    deniers: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """One feature with the claims about it that a selection leaves, in date order.

    ``broader`` are denials of broader allegations, which deny what is affirmed here
    too. ``facts`` are pairs of label and text; ``hidden`` says what the filters
    hide, ``""`` where they hide nothing.
    """

    feature: str
    type: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...]
    status: str
    status_label: str
    sentence: str
    broader: tuple[Broader, ...]
    hidden: str
    facts: tuple[tuple[str, str], ...]
    note: str
    exhibits: tuple[Exhibit, ...]


def evidence(selection: Selection, feature: str) -> Evidence:
    """Return what ``selection`` says about a feature.

    Raises
    ------
    UnknownFeatureError
        Where the dataset has no such place or route.
    """
    dataset = selection.dataset
    row = dataset.feature(feature)
    of_feature = _claims_about(dataset, feature)
    shown = of_feature & selection.mask
    claims = dataset.claims[shown]
    status = str(selection.status.get(feature, ""))
    return Evidence(
        feature=feature,
        type="place" if feature in dataset.places.index else "route",
        kind=(PLACE_KINDS if feature in dataset.places.index else ROUTE_KINDS).label(row["kind"]),
        name=row["name_en"],
        names=_other_names(row),
        status=status,
        status_label=STATUSES.label(status) if status else "Hidden",
        sentence=status_sentence(status, claims),
        broader=broader_denials(selection, claims[~claims["stance"].isin(DENYING)]["allegation"]),
        hidden=_hidden_sentence(dataset.claims[of_feature & ~selection.mask]),
        facts=_facts(dataset, feature, row),
        note=row["note"],
        exhibits=exhibits(dataset, np.flatnonzero(shown)[by_date(dataset, shown)]),
    )


def broader_denials(selection: Selection, allegations: Iterable[str]) -> tuple[Broader, ...]:
    """Return who denies, in this selection, what some allegations are part of."""
    dataset = selection.dataset
    chains = (dataset.broader.get(key, ()) for key in dict.fromkeys(allegations))
    found = []
    for key in dict.fromkeys(parent for chain in chains for parent in chain):
        claims = selection.claims
        denials = claims[(claims["allegation"] == key) & claims["stance"].isin(DENYING)]
        if len(denials):
            names = [dataset.sources["name"][source] for source in dict.fromkeys(denials["source"])]
            found.append(Broader(key, dataset.allegations["statement"][key], tuple(names)))
    return tuple(found)


def exhibits(dataset: Dataset, positions: Iterable[int]) -> tuple[Exhibit, ...]:
    """Return claims, by their positions in the dataset, as a reader sees them."""
    chosen = dataset.claims.iloc[list(positions)]
    return tuple(_exhibit(dataset, claim) for claim in chosen.itertuples())


def by_date(dataset: Dataset, mask: Bools) -> Ints:
    """Return the order of the claims of ``mask`` by the day on which they were said."""
    return np.argsort(dataset.bounds["said"].first[mask], kind="stable")


def status_sentence(status: str, claims: pd.DataFrame) -> str:
    """Return the status as a sentence that counts distinct claim sources by stance.

    Where the status is disputed only the allegations in dispute count; sources on
    other allegations are told apart.

    Examples
    --------
    >>> claims = pd.DataFrame(
    ...     {"stance": ["asserts", "denies"], "source": ["a", "b"], "allegation": ["x", "x"]}
    ... )
    >>> status_sentence("disputed", claims)
    'Disputed: asserted by 1 source, denied by 1.'
    """
    if not status:
        return "Your filters hide every claim about it."
    label = STATUSES.label(status)
    at_issue = claims[claims["stance"] != "background"]
    if at_issue.empty:
        return f"{label}: context only, nobody here claims a movement."
    if status != Status.DISPUTED:
        missing = "assertion" if status == Status.DENIED else "denial"
        elsewhere = status != Status.DENIED and (at_issue["stance"] == "denies").any()
        same = " of the same allegation" if elsewhere else ""
        counts = _counts(at_issue)
        return f"{counts[0].upper()}{counts[1:]}; no {missing}{same} in view."
    denied = at_issue.loc[at_issue["stance"] == "denies", "allegation"]
    affirmed = at_issue.loc[at_issue["stance"] != "denies", "allegation"]
    contested = at_issue["allegation"].isin(set(denied) & set(affirmed))
    if not contested.any():
        return f"{label}: {_counts(at_issue)}, and denied as part of a broader allegation."
    others = at_issue[~contested]
    beside = f" On other allegations: {_counts(others)}." if len(others) else ""
    return f"{label}: {_counts(at_issue[contested])}.{beside}"


def _counts(claims: pd.DataFrame) -> str:
    numbers = claims.groupby("stance")["source"].nunique()
    parts = [
        f"{word} by {numbers[stance]}" for stance, word in _PARTICIPLES.items() if stance in numbers
    ]
    first = parts[0]
    parts[0] = f"{first} source" if first.endswith(" 1") else f"{first} sources"
    return ", ".join(parts)


def route_sentence(dataset: Dataset, row: Mapping[str, Any]) -> str:
    """Return how a route runs: mode, ends, and stations on the way."""
    names = dataset.places["name_en"]
    via = f" via {', '.join(names[place] for place in row['via'])}" if row["via"] else ""
    mode = (
        "Means of transport not reported"
        if row["mode"] == "unspecified"
        else MODES.label(row["mode"])
    )
    return f"{mode}, {names[row['from']]} to {names[row['to']]}{via}"


def place_sentence(row: Mapping[str, Any]) -> str:
    """Return how closely a place is known."""
    country = COUNTRIES.label(row["country"])
    if row["kind"] == "country":
        return f"{PRECISIONS.label(row['precision'])}; the label marks no location"
    if row["precision"] == "exact":
        return f"{country}, known to about {row['uncertainty_km']:g} km"
    precision = PRECISIONS.label(row["precision"]).lower()
    return f"{country}, {precision}, within {row['uncertainty_km']:g} km"


def text_fragment(url: str, excerpt: str, prefix: str, suffix: str) -> str:
    """Return a link that opens a page at quoted words.

    Source: URL Fragment Text Directives, WICG
    (https://wicg.github.io/scroll-to-text-fragment/). Long quotations are named
    by their first and last words.

    Examples
    --------
    >>> text_fragment("https://a.example/x", "not true", "calling it", "at all")
    'https://a.example/x#:~:text=calling%20it-,not%20true,-at%20all'
    """
    words = excerpt.split()
    if len(words) > 2 * _FRAGMENT_WORDS:
        start, end = " ".join(words[:_FRAGMENT_WORDS]), " ".join(words[-_FRAGMENT_WORDS:])
        target = f"{_directive(start)},{_directive(end)}"
    else:
        target = _directive(" ".join(words))
    before = f"{_directive(prefix)}-," if prefix else ""
    after = f",-{_directive(suffix)}" if suffix else ""
    return f"{url.partition('#')[0]}#:~:text={before}{target}{after}"


def _directive(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def citation(article: Mapping[str, Any]) -> str:
    """Return an article as a citation: author, title, publisher, date of publication.

    A title in square brackets is ours, for want of a known one, and not quoted.
    """
    author = f"{' and '.join(article['author'])}, " if article["author"] else ""
    published = in_words(article["published"])
    title = article["title"]
    quoted = title if title.startswith("[") else f"“{title}”"
    return f"{author}{quoted}, {article['publisher']}, published {published}"


def _mention(dataset: Dataset, feature: str) -> tuple[str, str, str]:
    row = dataset.feature(feature)
    return feature, row["name_en"], ", ".join(name for _, name in _other_names(row))


def _claims_about(dataset: Dataset, feature: str) -> Bools:
    claim, mentioned = dataset.about
    mask = np.zeros(len(dataset.claims), dtype=bool)
    mask[claim[mentioned == dataset.features.index.get_loc(feature)]] = True
    return mask


def _hidden_sentence(hidden: pd.DataFrame) -> str:
    if hidden.empty:
        return ""
    denials = int((hidden["stance"] == "denies").sum())
    claims = f"{len(hidden)} more claim{'s' if len(hidden) > 1 else ''}"
    of_which = (
        f", {denials} of them denials"
        if denials > 1
        else ", one of them a denial"
        if denials
        else ""
    )
    return f"Your filters hide {claims} about it{of_which}."


def _other_names(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    named = (
        ("ko", row["name_ko"]),
        ("ru", row["name_ru"]),
        *(("en", alias) for alias in row["aliases"]),
    )
    return tuple((language, name) for language, name in named if name)


def _facts(dataset: Dataset, feature: str, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if feature in dataset.places.index:
        return (("Location", place_sentence(row)), ("Coordinates from", row["coordinate_source"]))
    return (
        ("Moved by", route_sentence(dataset, row)),
        ("Drawn as", GEOMETRY_BASES.label(row["geometry_basis"])),
        ("Line from", row["geometry_source"]),
    )


def _exhibit(dataset: Dataset, claim: Any) -> Exhibit:
    article = dict(dataset.articles.loc[claim.article])
    source = dict(dataset.sources.loc[claim.source])
    quotation = claim.excerpt_kind == "quotation"
    allegation = claim.allegation
    return Exhibit(
        claim=str(claim.Index),
        stance=claim.stance,
        stance_label=STANCES.label(claim.stance),
        source=source["name"],
        source_kind=SOURCE_KINDS.label(source["kind"]),
        relayed=", ".join(dataset.sources["name"][relay] for relay in claim.relayed_by),
        said=in_words(claim.said) if claim.said else "",
        happened=in_words(claim.happened) if claim.happened else "",
        allegation=dataset.allegations["statement"][allegation] if allegation else "",
        cargo=", ".join(CARGO.label(cargo) for cargo in claim.cargo),
        quantity=claim.quantity,
        excerpt=claim.excerpt,
        quotation=quotation,
        excerpt_label=EXCERPT_KINDS.label(claim.excerpt_kind),
        citation=citation(article),
        url=text_fragment(article["url"], claim.excerpt, claim.prefix, claim.suffix)
        if quotation
        else article["url"],
        note=claim.note,
        features=tuple(_mention(dataset, key) for key in claim.features),
    )
