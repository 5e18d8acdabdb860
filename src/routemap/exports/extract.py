"""What an export holds: the claims of a query, every denial of what they allege, and where from.

All formats are made from one :class:`Extract`, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from routemap.codes import Ints
from routemap.dataset import CRS, Dataset
from routemap.dates import parse
from routemap.evidence import evidence, in_order, place_sentence, route_sentence
from routemap.exhibit import Exhibit, exhibits
from routemap.licences import CREDITS, EXCERPT_RULE, LICENCES, TITLE
from routemap.model import SEPARATOR
from routemap.query import PARAMETERS, Query
from routemap.selection import Selection, denials_of

# Called with the share that is done, 0 to 1; raises ExportCancelledError to end the export.
Watch = Callable[[float], None]
_CHUNK: Final = 2_000  # claims between two calls of the watch
_CLAIMS, _FEATURES = 0.4, 0.8  # shares that are done when claims and features are written out


def unwatched(_share: float) -> None:
    """Take no notice: the watch of an export that nobody waits for."""


@dataclass(frozen=True)
class Field:
    """One column of an exported table: its key in files, its label, and what it says."""

    key: str
    label: str
    meaning: str


CLAIM_FIELDS: Final = (
    Field("id", "Id", "Stable name of the claim."),
    Field("selected", "Selected", "yes: the query keeps it. no: it denies what is included."),
    Field("stance", "Stance", "How the source stands to the allegation."),
    Field("source", "Claim source", "Who says it."),
    Field("source_kind", "Kind of source", "What kind of source it is."),
    Field("relayed_by", "Relayed by", "Who passed it on, from the source towards the article."),
    Field("allegation", "Allegation", "The proposition that it is about; empty for background."),
    Field("said", "Said", "When the source said it (EDTF)."),
    Field("happened", "Happened", "When what it speaks of happened (EDTF)."),
    Field("cargo", "Cargo", "What is said to have moved."),
    Field("quantity", "Quantity", "How much, as reported."),
    Field("excerpt_kind", "Excerpt is", "quotation: verbatim. paraphrase: in our words."),
    Field("excerpt", "Excerpt", "The words that carry the claim."),
    Field("citation", "Citation", "The article as a citation."),
    Field("url", "Link", "Opens the article, at the quoted words where the browser can."),
    Field("publisher", "Publisher", "Who published the article."),
    Field("published", "Published", "Day of publication (EDTF)."),
    Field("note", "Editor's note", "What a reader must know to read the claim right."),
    Field("feature_names", "Places and routes", "Names of the places and routes it is about."),
    Field("source_id", "Claim source id", "Id in the table of sources."),
    Field("article_id", "Article id", "Id in the table of articles."),
    Field("allegation_id", "Allegation id", "Id in the table of allegations."),
    Field("feature_ids", "Place and route ids", "Ids in the tables of places and routes."),
)

FEATURE_FIELDS: Final = (
    Field("id", "Id", "Stable name of the place or route."),
    Field("type", "Type", "place or route."),
    Field("kind", "Kind", "What kind of place or route it is."),
    Field("name", "Name", "Name in English."),
    Field("name_ko", "Name (Korean)", "Name in Korean."),
    Field("name_ru", "Name (Russian)", "Name in Russian."),
    Field("aliases", "Also known as", "Other names and spellings."),
    Field("status", "Status", "asserted, disputed, denied or background, by the claims included."),
    Field("summary", "Summary", "The status in a sentence that counts claim sources by stance."),
    Field("where", "Where", "How a route runs, or how closely a place is known."),
    Field("mode", "Mode", "Means of transport of a route, as reported."),
    Field("drawn_as", "Drawn as", "What the line of a route rests on; schematic: no path known."),
    Field("geometry_source", "Geometry from", "Where the line or the coordinates come from."),
    Field("precision", "Precision", "How closely a place is known."),
    Field("uncertainty_km", "Uncertainty (km)", "A place lies within this distance of its point."),
    Field("claim_count", "Claims", "How many of the claims included speak of it."),
    Field("first_day", "First day", "First day on which what they speak of may have happened."),
    Field("last_day", "Last day", "Last day on which it may have happened."),
    Field("note", "Editor's note", "What a reader must know to read the record right."),
)


@dataclass(frozen=True, eq=False)
class Extract:
    """What leaves: a selection with every denial of what it alleges, and its provenance.

    Attributes
    ----------
    asked
        What the reader's query leaves.
    selection
        The same, widened by denials: see :func:`extract`. Statuses come from here.
    made
        When, in UTC.
    address
        Where the dashboard is; the link to the view is this and the query. May be empty.
    watch
        Is told how far the export is, and may end it.
    """

    asked: Selection
    selection: Selection
    made: datetime
    address: str
    watch: Watch = unwatched

    @property
    def dataset(self) -> Dataset:
        """The data that it comes from."""
        return self.selection.dataset

    @property
    def query(self) -> Query:
        """The reader's question."""
        return self.asked.query

    @cached_property
    def link(self) -> str:
        """The link to this view, with the data revision."""
        params = self.query.to_string()
        revision = f"rev={self.dataset.revision}"
        return f"{self.address}?{params}&{revision}" if params else f"{self.address}?{revision}"

    @cached_property
    def provenance(self) -> dict[str, str]:
        """What every export says of itself, as text by key."""
        asked = "; ".join(f"{label}: {value}" for label, value in in_words(self.asked))
        return {
            "title": TITLE,
            "query": self.query.to_string(),
            "query_in_words": asked or "Everything",
            "link": self.link,
            "revision": self.dataset.revision,
            "made": self.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "licences": "; ".join(f"{row['title']} {row['path']}" for row in LICENCES),
            "credits": "; ".join(CREDITS),
            "excerpts": EXCERPT_RULE,
        }

    @cached_property
    def positions(self) -> Ints:
        """Positions of the claims in the dataset, in the order in which they were said."""
        return in_order(self.dataset, self.selection.positions)

    @cached_property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The claims as readers see them, in the order of ``positions``."""
        found: list[Exhibit] = []
        for start in range(0, len(self.positions), _CHUNK):
            self.watch(_CLAIMS * start / len(self.positions))
            found += exhibits(self.dataset, self.positions[start : start + _CHUNK])
        return tuple(found)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims with source and article: one row each, text in the columns of CLAIM_FIELDS."""
        return self._claims(self.positions, self.exhibits)

    def claims_at(self, positions: Ints) -> pd.DataFrame:
        """Return the rows of ``claims`` for some positions in the dataset, in their order."""
        return self._claims(positions, exhibits(self.dataset, positions))

    def _claims(self, places: Ints, seen: Sequence[Exhibit]) -> pd.DataFrame:
        dataset = self.dataset
        claims = dataset.claims.iloc[places]
        articles = dataset.articles.iloc[dataset.codes.article[places]]
        columns = {
            "id": list(claims.index),
            "selected": np.where(self.asked.mask[places], "yes", "no"),
            "stance": list(claims["stance"]),
            "source": [item.source for item in seen],
            "source_kind": [item.source_kind for item in seen],
            "relayed_by": [item.relayed for item in seen],
            "allegation": [item.allegation for item in seen],
            "said": list(claims["said"]),
            "happened": list(claims["happened"]),
            "cargo": [SEPARATOR.join(cell) for cell in claims["cargo"]],
            "quantity": list(claims["quantity"]),
            "excerpt_kind": list(claims["excerpt_kind"]),
            "excerpt": list(claims["excerpt"]),
            "citation": [item.citation for item in seen],
            "url": [item.url for item in seen],
            "publisher": list(articles["publisher"]),
            "published": list(articles["published"]),
            "note": list(claims["note"]),
            "feature_names": ["; ".join(name for _, name, _ in item.features) for item in seen],
            "source_id": list(claims["source"]),
            "article_id": list(claims["article"]),
            "allegation_id": list(claims["allegation"]),
            "feature_ids": [SEPARATOR.join(cell) for cell in claims["features"]],
        }
        return pd.DataFrame(columns, columns=[field.key for field in CLAIM_FIELDS], dtype=object)

    @cached_property
    def features(self) -> gpd.GeoDataFrame:
        """The places and routes that the claims speak of, places first (EPSG:4326).

        Columns of FEATURE_FIELDS and the geometry, as text but for ``uncertainty_km`` (missing
        for routes) and ``claim_count``.
        """
        return self.features_at(self.selection.shown)

    def features_at(self, positions: Ints) -> gpd.GeoDataFrame:
        """Return the rows of ``features`` for some positions in ``dataset.features``."""
        keys = [str(key) for key in self.dataset.features.index[positions]]
        rows = []
        for number, key in enumerate(keys):
            self.watch(_CLAIMS + (_FEATURES - _CLAIMS) * number / len(keys))
            rows.append(self._feature(key))
        geometry = [self.dataset.feature(key)["geometry"] for key in keys]
        columns = [field.key for field in FEATURE_FIELDS]
        return gpd.GeoDataFrame(
            pd.DataFrame(rows, columns=columns).astype({"uncertainty_km": float}),
            geometry=geometry,
            crs=CRS,
        )

    def _feature(self, key: str) -> dict[str, Any]:
        found = evidence(self.selection, key, count=0)
        row = self.dataset.feature(key)
        route = found.type == "route"
        first, last = self._days(key)
        return {
            "id": key,
            "type": found.type,
            "kind": row["kind"],
            "name": found.name,
            "name_ko": row["name_ko"],
            "name_ru": row["name_ru"],
            "aliases": "; ".join(row["aliases"]),
            "status": found.status,
            "summary": found.sentence,
            "where": route_sentence(self.dataset, row) if route else place_sentence(row),
            "mode": row["mode"] if route else "",
            "drawn_as": row["geometry_basis"] if route else "",
            "geometry_source": row["geometry_source" if route else "coordinate_source"],
            "precision": "" if route else row["precision"],
            "uncertainty_km": None if route else row["uncertainty_km"],
            "claim_count": found.total,
            "first_day": first,
            "last_day": last,
            "note": row["note"],
        }

    def _days(self, key: str) -> tuple[str, str]:
        texts = self.dataset.claims["happened"].iloc[self.about(key)]
        dates = [parse(text) for text in texts if text]
        first = [date.first for date in dates if date.first]
        last = [date.last for date in dates if date.last]
        return (str(min(first)) if first else "", str(max(last)) if last else "")

    def about(self, feature: str) -> Ints:
        """Return positions of the claims included that speak of a feature, as they were said."""
        place = int(self.dataset.features.index.get_indexer(pd.Index([feature]))[0])
        about = self.dataset.codes.claims_of(place)
        return in_order(self.dataset, about[self.selection.mask[about]])

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that carry the claims, newest first."""
        return self.selection.articles

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Who says it, and who relayed it, in the order of the file."""
        claims = self.selection.claims
        wanted = {*claims["source"], *(key for cell in claims["relayed_by"] for key in cell)}
        return self.dataset.sources[self.dataset.sources.index.isin(wanted)]

    @cached_property
    def allegations(self) -> pd.DataFrame:
        """What it is about, and what that is part of, in the order of the file."""
        wanted = set(self.selection.claims["allegation"]) - {""}
        wanted |= {parent for key in wanted for parent in self.dataset.broader[key]}
        return self.dataset.allegations[self.dataset.allegations.index.isin(wanted)]

    def file_name(self, extension: str) -> str:
        """Return a name for a file of this extract."""
        day = self.made.strftime("%Y-%m-%d")
        return f"route-map_{day}_{self.dataset.revision}.{extension}"


def extract(
    selection: Selection, *, made: datetime, address: str = "", watch: Watch = unwatched
) -> Extract:
    """Return what leaves when a selection is exported.

    Parameters
    ----------
    selection
        What the reader's query leaves.
    made
        When the export is made, in UTC.
    address
        Where the dashboard is, for links back: scheme, host and path, without a query.
    watch
        Called with the share that is done; what it raises ends the export.

    Returns
    -------
    Extract
        The selection, and every denial of an allegation in it or of a broader one: a denial
        never stays behind when its allegation leaves.
    """
    mask = selection.mask | denials_of(selection.dataset, selection.positions)
    whole = Selection(selection.query, selection.dataset, mask, selection.undated)
    return Extract(selection, whole, made, address, watch)


def in_words(selection: Selection) -> tuple[tuple[str, str], ...]:
    """Return what a query asks, as pairs of label and value in words."""
    query, dataset = selection.query.filters(), selection.dataset
    names: Mapping[str, Mapping[Any, str]] = {
        "source": dataset.sources["name"].to_dict(),
        "compare": dataset.sources["name"].to_dict(),
        "allegation": dataset.allegations["statement"].to_dict(),
        "article": dataset.articles["title"].to_dict(),
    }
    default = Query()
    pairs = []
    for parameter in PARAMETERS:
        value = getattr(query, parameter.field)
        if value == getattr(default, parameter.field):
            continue
        values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
        known = names.get(parameter.field, {})
        pairs.append((parameter.label, ", ".join(str(known.get(item, item)) for item in values)))
    return tuple(pairs)
