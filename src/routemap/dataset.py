"""The checked data of one revision: built once, never changed, shared by all readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from routemap.check import split_cell
from routemap.codes import Bools, Codes, Ints, encode
from routemap.dates import parse
from routemap.errors import UnknownFeatureError
from routemap.model import ARTICLES, CLAIMS, PLACES, ROUTES, TABLES, Kind, Table
from routemap.read import Record
from routemap.recent import Recent
from routemap.words import Words, index_words

CRS = "EPSG:4326"
_EARLIEST, _LATEST = 0, 10**7  # ordinals of days that stand for an open bound


@dataclass(frozen=True)
class DateBounds:
    """First and last day (proleptic ordinals) per claim; ``known`` is false where undated."""

    first: Ints
    last: Ints
    known: Bools


@dataclass(frozen=True)
class Dataset:
    """Places, routes and who says what about them.

    Attributes
    ----------
    revision
        Short hash of the files that the data was read from.
    places, routes
        GeoDataFrames in WGS 84 longitude, latitude (EPSG:4326), indexed by id.
    sources, articles, allegations, claims
        DataFrames of text indexed by id. Columns that hold several values hold
        tuples; unknown values are ``""``.
    """

    revision: str
    places: gpd.GeoDataFrame
    routes: gpd.GeoDataFrame
    sources: pd.DataFrame
    articles: pd.DataFrame
    allegations: pd.DataFrame
    claims: pd.DataFrame

    @cached_property
    def features(self) -> pd.DataFrame:
        """Places, then routes: the order in which the map counts features."""
        shared = ["kind", "name_en", "name_ko", "name_ru", "aliases", "note"]
        places = self.places[shared].assign(type="place", mode="")
        routes = self.routes[shared].assign(type="route", mode=self.routes["mode"])
        return pd.concat([pd.DataFrame(places), pd.DataFrame(routes)])

    @cached_property
    def about(self) -> tuple[Ints, Ints]:
        """Pairs of claim position and feature position, one per mention."""
        position = {key: index for index, key in enumerate(self.features.index)}
        pairs = [
            (claim, position[feature])
            for claim, features in enumerate(self.claims["features"])
            for feature in features
        ]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    @cached_property
    def recent(self) -> Recent:
        """What was computed from this data lately."""
        return Recent()

    @cached_property
    def codes(self) -> Codes:
        """The claims as numbers, for filters and statuses."""
        return encode(self)

    @cached_property
    def broader(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the broader allegations by allegation id, nearest first."""
        parents = self.allegations["part_of"].to_dict()
        chains = {}
        for key in parents:
            chain: list[str] = []
            while parent := parents[chain[-1] if chain else key]:
                chain.append(parent)
            chains[str(key)] = tuple(chain)
        return chains

    @cached_property
    def bounds(self) -> Mapping[str, DateBounds]:
        """Date bounds of the claims by what the date means: happened, said, published."""
        published = self.claims["article"].map(self.articles["published"])
        return {
            "happened": _bounds(list(self.claims["happened"])),
            "said": _bounds(list(self.claims["said"])),
            "published": _bounds(list(published)),
        }

    @cached_property
    def words(self) -> Mapping[str, Words]:
        """Every word by which free text finds a claim, by field.

        ``excerpt``, ``note`` and ``quantity`` are per claim; ``source``, ``title`` and ``names``
        (all names of a place or route) per source, article and feature.
        """
        names = zip(
            self.features["name_en"],
            self.features["name_ko"],
            self.features["name_ru"],
            self.features["aliases"],
            strict=True,
        )
        return {
            "excerpt": index_words(self.claims["excerpt"]),
            "note": index_words(self.claims["note"]),
            "quantity": index_words(self.claims["quantity"]),
            "source": index_words(self.sources["name"]),
            "title": index_words(self.articles["title"]),
            "names": index_words(" ".join([*own, *aliases]) for *own, aliases in names),
        }

    def counts(self, field: str, word: str) -> Ints:
        """Return, per claim, how often a folded word stands in a field of :attr:`words`."""
        found = self.words[field].counts(word)
        if field == "source":
            return found[self.codes.source]
        if field == "title":
            return found[self.codes.article]
        if field == "names":
            claim, feature = self.about
            return np.bincount(claim, weights=found[feature], minlength=len(self.claims)).astype(
                np.int64
            )
        return found

    def mentions(self, word: str) -> Bools:
        """Return, per claim, whether free text finds it by a folded word without white space."""
        found = np.zeros(len(self.claims), dtype=bool)
        for field in self.words:
            found |= self.counts(field, word) > 0
        return found

    def feature(self, key: str) -> dict[str, Any]:
        """Return a place or route as a mapping of its columns.

        Raises
        ------
        UnknownFeatureError
            Where no feature has this id.
        """
        if key in self.places.index:
            return dict(self.places.loc[key])
        if key in self.routes.index:
            return dict(self.routes.loc[key])
        raise UnknownFeatureError(f"“{key}” is neither a place nor a route of this data")


def build(revision: str, records: Mapping[str, Sequence[Record]]) -> Dataset:
    """Build a dataset from checked records, one list per table name."""
    frames = {table.name: _frame(table, records[table.name]) for table in TABLES}
    claims, articles = frames[CLAIMS.name], frames[ARTICLES.name]
    return Dataset(
        revision=revision,
        places=_geo_frame(PLACES, frames, records),
        routes=_geo_frame(ROUTES, frames, records),
        sources=frames["sources"],
        articles=articles,
        allegations=frames["allegations"],
        claims=claims,
    )


def _frame(table: Table, records: Sequence[Record]) -> pd.DataFrame:
    columns: dict[str, list[object]] = {}
    for column in table.columns:
        texts = [record.values[column.key] for record in records]
        if column.many:
            columns[column.key] = [split_cell(text) for text in texts]
        elif column.kind is Kind.NUMBER:
            columns[column.key] = [float(text) for text in texts]
        else:
            columns[column.key] = list(texts)
    frame = pd.DataFrame(columns, columns=list(table.keys), dtype=object)
    numbers = {c.key: float for c in table.columns if c.kind is Kind.NUMBER}
    return frame.astype(numbers).set_index("id")


def _geo_frame(
    table: Table, frames: Mapping[str, pd.DataFrame], records: Mapping[str, Sequence[Record]]
) -> gpd.GeoDataFrame:
    geometry = [record.geometry for record in records[table.name]]
    return gpd.GeoDataFrame(frames[table.name], geometry=geometry, crs=CRS)


def _bounds(texts: Sequence[str]) -> DateBounds:
    first = np.full(len(texts), _EARLIEST, dtype=np.int64)
    last = np.full(len(texts), _LATEST, dtype=np.int64)
    known = np.array([bool(text) for text in texts], dtype=bool)
    for position, text in enumerate(texts):
        if text:
            parsed = parse(text)
            if parsed.first:
                first[position] = parsed.first.toordinal()
            if parsed.last:
                last[position] = parsed.last.toordinal()
    return DateBounds(first, last, known)
