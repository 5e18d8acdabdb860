"""The checked data of one revision: built once, never changed, shared by all readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from routemap.data.basemap import Basemap, basemap_of
from routemap.data.codes import Bools, Codes, Ints, encode
from routemap.data.frames import dates_frame, frame_of, geo_frame, own_frame, wholes
from routemap.data.memo import Memo
from routemap.data.paths import SHIPPED
from routemap.data.searched_texts import SEARCHED, later_words, searched_texts
from routemap.data.tables import DATES, EARLIEST, LATEST
from routemap.data.word_index import WordIndex, index_words
from routemap.model.case import NEUTRAL, Case, MapName
from routemap.model.credits import EXCERPT_CREDIT
from routemap.model.errors import UnknownFeatureError
from routemap.model.feature_tables import AREAS, PLACES, ROUTES
from routemap.model.vocabulary import DATE_MEANINGS, date_meaning

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class DateBounds:
    """First and last day (proleptic ordinals) per record; ``known`` is false without a date."""

    first: Ints
    last: Ints
    known: Bools


@dataclass(frozen=True)
class Dataset:
    """Places, routes, and the claims, articles, sources and allegations about them.

    Attributes
    ----------
    revision
        Short hash of the data files.
    places, routes, areas
        GeoDataFrames in WGS 84 longitude, latitude (EPSG:4326), indexed by id. The id of an
        area, which is a Polygon or MultiPolygon, is that of its place.
    sources, articles, vessels, allegations, claims, media
        DataFrames of text indexed by id. Columns with several values contain
        tuples; unknown values are ``""``.
    dates
        ``first`` and ``last`` day (proleptic ordinals) of every date in the data, by its text.
    own
        The team's own columns by table name: DataFrames of text with the index of the table,
        in the order of the file. A frame has no columns if the table has no own columns.
    case
        What the data is about.
    basemap
        The offline basemap of the folder.
    """

    revision: str
    places: gpd.GeoDataFrame
    routes: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    sources: pd.DataFrame
    articles: pd.DataFrame
    vessels: pd.DataFrame
    allegations: pd.DataFrame
    claims: pd.DataFrame
    media: pd.DataFrame
    dates: pd.DataFrame
    own: Mapping[str, pd.DataFrame]
    case: Case
    basemap: Basemap

    @cached_property
    def own_columns(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the team's own columns, by name of the tables that have some."""
        return {
            name: tuple(frame.columns) for name, frame in self.own.items() if len(frame.columns)
        }

    @cached_property
    def features(self) -> pd.DataFrame:
        """Places followed by routes; positions of features refer to this order."""
        shared = ["kind", *self.name_columns, "aliases", "note"]
        places = self.places[shared].assign(type="place", mode="")
        routes = self.routes[shared].assign(type="route", mode=self.routes["mode"])
        return pd.concat([pd.DataFrame(places), pd.DataFrame(routes)])

    @cached_property
    def about(self) -> tuple[Ints, Ints]:
        """Pairs of claim position and feature position, one per mention."""
        return self._pairs("features", self.features.index)

    @cached_property
    def aboard(self) -> tuple[Ints, Ints]:
        """Pairs of claim position and vessel position, one per vessel that a claim names."""
        return self._pairs("vessels", self.vessels.index)

    def _pairs(self, column: str, records: pd.Index) -> tuple[Ints, Ints]:
        """Return pairs of claim position and record position, one per id in a column of claims."""
        cells = self.claims[column]
        claim = np.repeat(np.arange(len(cells)), [len(cell) for cell in cells])
        named = pd.Index(list(chain.from_iterable(cells)), dtype=object)
        return claim, np.asarray(records.get_indexer(named), dtype=np.int64)

    @property
    def name_columns(self) -> tuple[str, ...]:
        """The columns for the names of places and routes, English first."""
        return ("name_en", *(key for _, key in self.case.names_by_language))

    @cached_property
    def vessel_names(self) -> tuple[str, ...]:
        """Per vessel, all its names and its IMO number in one text."""
        languages = (key for _, key in self.case.names_by_language)
        columns = (self.vessels[key] for key in ("name", *languages, "aliases", "imo"))
        rows = zip(*columns, strict=True)
        return tuple(" ".join([*names, *also, imo]).strip() for *names, also, imo in rows)

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom to credit: for the case, the basemap and the excerpts."""
        return (*self.case.credits, self.basemap.credit, EXCERPT_CREDIT)

    @property
    def map_names(self) -> tuple[MapName, ...]:
        """The names on the offline basemap: those of the case, else of the basemap."""
        return self.case.names or self.basemap.names

    @cached_property
    def source_names(self) -> tuple[str, ...]:
        """Names of the claim sources, in the order of the file."""
        return tuple(self.sources["name"])

    @cached_property
    def source_bodies(self) -> tuple[tuple[int, bool], ...]:
        """Per claim source: the position of the largest body that it belongs to, or its own.

        The second value says whether that body is a government.
        """
        place = {str(key): position for position, key in enumerate(self.sources.index)}
        kinds = self.sources["kind"].tolist()
        roots = (place[(self.bodies[key] or (key,))[-1]] for key in place)
        return tuple((root, kinds[root] == "government") for root in roots)

    @cached_property
    def memo(self) -> Memo:
        """Recently computed results for this data."""
        return Memo()

    @cached_property
    def codes(self) -> Codes:
        """The claims as numbers, for filters and statuses."""
        return encode(self)

    @cached_property
    def broader(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the broader allegations by allegation id, nearest first."""
        return wholes(self.allegations)

    @cached_property
    def bodies(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the bodies that a claim source belongs to, by its id, nearest first."""
        return wholes(self.sources)

    @cached_property
    def bounds(self) -> Mapping[str, DateBounds]:
        """Date bounds of the claims, by key of :data:`routemap.model.vocabulary.DATE_MEANINGS`."""
        return {key: self.days(texts) for key, texts in self.date_texts.items()}

    @cached_property
    def date_texts(self) -> Mapping[str, Texts]:
        """The date (EDTF) of every claim, ``""`` if unknown, by key of the date meanings."""
        columns = {
            "happened": self.claims["happened"].to_numpy(dtype=object),
            "said": self.claims["said"].to_numpy(dtype=object),
            "published": self.articles["published"].to_numpy(dtype=object)[self.codes.article],
        }
        found = {}
        for term in DATE_MEANINGS.terms:
            texts, *others = (columns[column] for column in date_meaning(term.key).columns)
            for other in others:
                texts = np.where(texts == "", other, texts)
            found[term.key] = texts
        return found

    def falls_back(self, by: str) -> Bools:
        """Return, per claim, whether its date is from another column than the first one of ``by``.

        ``by`` is a key of :data:`routemap.model.vocabulary.DATE_MEANINGS`.
        """
        first = date_meaning(by).columns[0]
        falls_back: Bools = ~self.bounds[first].known & self.bounds[by].known
        return falls_back

    def days(self, texts: Iterable[str]) -> DateBounds:
        """Return the bounds of dates of the data; ``""`` means no date."""
        place = self.dates.index.get_indexer(pd.Index(texts, dtype=object))
        first = np.append(self.dates["first"].to_numpy(), EARLIEST)
        last = np.append(self.dates["last"].to_numpy(), LATEST)
        return DateBounds(first[place], last[place], place >= 0)

    @cached_property
    def words(self) -> Mapping[str, WordIndex]:
        """Index of the words of all searchable texts, by field.

        Searched columns of claims are per claim; ``source``, ``title``, ``names`` (all names of a
        place or route) and ``vessels`` are per source, article, feature and vessel.
        """
        return {field: index_words(texts) for field, texts in searched_texts(self).items()}

    def take_words(self, earlier: Dataset) -> None:
        """Make :attr:`words` from those of an earlier state, if both are not computed yet.

        Only texts that the earlier state does not have are read.
        """
        if "words" in vars(self) or "words" not in vars(earlier):
            return
        vars(self)["words"] = later_words(
            searched_texts(self), searched_texts(earlier), earlier.words
        )

    def counts(self, field: str, word: str) -> Ints:
        """Return, per claim, how often a folded word occurs in a field of :attr:`words`."""
        found: Ints = self.words[field].counts(word)
        if field == "source":
            return found[self.codes.source]
        if field == "title":
            return found[self.codes.article]
        if field in ("names", "vessels"):
            claim, record = self.about if field == "names" else self.aboard
            return np.bincount(claim, weights=found[record], minlength=len(self.claims)).astype(
                np.int64
            )
        return found

    def mentions(self, word: str) -> Bools:
        """Return, per claim, whether a search for a folded word without white space finds it."""
        return self.memo.get("mentions", word, lambda: self._mentions(word))

    def _mentions(self, word: str) -> Bools:
        holds = {field: words.holds(word) for field, words in self.words.items()}
        found: Bools = np.logical_or.reduce([holds[key] for key in SEARCHED])
        found |= holds["source"][self.codes.source] | holds["title"][self.codes.article]
        for field, (claim, record) in (("names", self.about), ("vessels", self.aboard)):
            if holds[field].any():
                found[claim[holds[field][record]]] = True
        return found

    def feature(self, key: str) -> dict[str, Any]:
        """Return a place or route as a mapping of its columns.

        Raises
        ------
        UnknownFeatureError
            If no feature has this id.
        """
        if key in self.places.index:
            return dict(self.places.loc[key])
        if key in self.routes.index:
            return dict(self.routes.loc[key])
        raise UnknownFeatureError(f"“{key}” is neither a place nor a route of this data")


def build(
    revision: str,
    tables: Mapping[str, pa.Table],
    case: Case = NEUTRAL,
    basemap: Basemap | None = None,
) -> Dataset:
    """Return the dataset of checked tables by name, including the table :data:`DATES`."""
    frames = {table.name: frame_of(table, tables[table.name]) for table in case.tables}
    return Dataset(
        revision=revision,
        places=geo_frame(frames[PLACES.name], tables[PLACES.name]),
        routes=geo_frame(frames[ROUTES.name], tables[ROUTES.name]),
        areas=geo_frame(frames[AREAS.name], tables[AREAS.name]),
        sources=frames["sources"],
        articles=frames["articles"],
        vessels=frames["vessels"],
        allegations=frames["allegations"],
        claims=frames["claims"],
        media=frames["media"],
        dates=dates_frame(tables[DATES]),
        own={name: own_frame(frame.index, tables[name]) for name, frame in frames.items()},
        case=case,
        basemap=basemap or basemap_of(SHIPPED),
    )
