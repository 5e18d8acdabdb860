"""The content of an export: the claims of a query, all denials of their allegations, provenance.

All formats are written from one :class:`Extract`, so they cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from routemap.data.codes import Ints
from routemap.data.dataset import Dataset
from routemap.exports.claim_fields import CLAIM_FIELDS
from routemap.exports.feature_fields import feature_fields
from routemap.exports.fields import Field
from routemap.exports.own_columns import claim_keys, feature_keys, own_fields
from routemap.exports.progress import CLAIMS_DONE, FEATURES_DONE, Item, Watch, unwatched, watched
from routemap.exports.provenance import ROW_PROVENANCE, provenance
from routemap.exports.rows import claims_table, features_table
from routemap.questions.claim import ClaimDetails, claim_details
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.questions.selection import Selection, articles_of
from routemap.questions.sentences import in_order
from routemap.questions.statuses import denials_of

_CHUNK: Final = 500  # claims between two progress calls
_DETAILS_DONE: Final = 0.35  # progress when the details of all claims are ready


@dataclass(frozen=True, eq=False)
class Extract:
    """The data of one export: a selection, all denials of its allegations, and the provenance.

    Attributes
    ----------
    matching
        The claims that match the reader's query.
    selection
        The same claims with the added denials: see :func:`extract`. Statuses are computed from it.
    made
        Time of the export, in UTC.
    address
        URL of the dashboard, may be empty. The link to the view is this URL and the query.
    watch
        Called with the progress, 0 to 1; it raises an error to cancel the export.
    held_back
        Which edit of the data files is not shown, and why; ``""`` if all edits are shown.
    """

    matching: Selection
    selection: Selection
    made: datetime
    address: str
    watch: Watch = unwatched
    held_back: str = ""

    @property
    def dataset(self) -> Dataset:
        """The dataset that the extract is taken from."""
        return self.selection.dataset

    @property
    def query(self) -> Query:
        """The reader's query."""
        return self.matching.query

    @cached_property
    def link(self) -> str:
        """The link to this view, including the data revision.

        See :func:`routemap.questions.links.link_to`.
        """
        return f"{self.address}?{link_to(self.query).to_string(rev=self.dataset.revision)}"

    @cached_property
    def provenance(self) -> dict[str, str]:
        """The provenance of the export, as text by key."""
        return provenance(self.matching, self.made, self.link, self.held_back)

    @cached_property
    def row_provenance(self) -> dict[str, str]:
        """The part of the provenance that formats repeat in every row, because rows get copied."""
        own = self.provenance
        return {key: own[key] for key in ROW_PROVENANCE if key in own}

    @cached_property
    def positions(self) -> Ints:
        """Positions of the claims in the dataset, by the day of statement, else of publication."""
        return in_order(self.dataset, self.selection.positions)

    @property
    def claim_fields(self) -> tuple[Field, ...]:
        """The columns of ``claims``: CLAIM_FIELDS, then the team's own columns."""
        return (*CLAIM_FIELDS, *own_fields(claim_keys(self.dataset)))

    @property
    def feature_fields(self) -> tuple[Field, ...]:
        """The columns of ``features``: those of the case, then the team's own columns."""
        return (*feature_fields(self.dataset.case), *own_fields(feature_keys(self.dataset)))

    @cached_property
    def claim_details(self) -> tuple[ClaimDetails, ...]:
        """The claims as the dashboard displays them, in the order of ``positions``."""
        found: list[ClaimDetails] = []
        for start in range(0, len(self.positions), _CHUNK):
            self.watch(_DETAILS_DONE * start / len(self.positions))
            chunk = self.positions[start : start + _CHUNK]
            found += claim_details(self.dataset, chunk, self.selection.kept_denials)
        return tuple(found)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row per claim with its source and article: text in the columns ``claim_fields``."""
        seen, places = self.claim_details, self.positions
        # at least one part, so that an empty table has its columns
        parts = [slice(start, start + _CHUNK) for start in range(0, max(1, len(places)), _CHUNK)]
        tables = [
            self._claims(places[part], seen[part])
            for part in watched(parts, self.watch, _DETAILS_DONE, CLAIMS_DONE)
        ]
        return pd.concat(tables, ignore_index=True)

    def claims_at(self, positions: Ints) -> pd.DataFrame:
        """Return the rows of ``claims`` for given positions in the dataset, in the same order."""
        return self._claims(
            positions, claim_details(self.dataset, positions, self.selection.kept_denials)
        )

    def _claims(self, positions: Ints, seen: Sequence[ClaimDetails]) -> pd.DataFrame:
        return claims_table(self.selection, positions, self.matching.passing[positions], seen)

    @cached_property
    def features(self) -> gpd.GeoDataFrame:
        """The places and routes that the claims are about, places first (EPSG:4326).

        The columns are ``feature_fields`` and the geometry. All are text except
        ``uncertainty_km`` (missing for routes) and ``claim_count``.
        """
        return self.features_at(self.selection.shown)

    def features_at(self, positions: Ints) -> gpd.GeoDataFrame:
        """Return the rows of ``features`` for given members of ``selection.shown``, in order."""
        return features_table(self.selection, positions, self.about_at(positions), self.watch)

    def about_at(self, positions: Ints) -> tuple[Ints, ...]:
        """Return the entries of ``about`` for given members of ``selection.shown``."""
        return tuple(self.about[at] for at in np.searchsorted(self.selection.shown, positions))

    @cached_property
    def about(self) -> tuple[Ints, ...]:
        """For each row of ``features``, the positions of the claims about it in the dataset.

        They are in the order of ``positions``.
        """
        claim, feature = self.dataset.about
        kept = self.selection.mentions
        claim, feature = claim[kept], feature[kept]
        said = self.dataset.bounds["known"].first[claim]
        order = np.lexsort((claim, said, feature))
        ends = np.searchsorted(feature[order], self.selection.shown, side="right")
        return tuple(np.split(claim[order], ends)[:-1])

    @property
    def unplaced(self) -> pd.DataFrame:
        """The rows of ``claims`` that are not about any place or route of ``features``."""
        placed = np.unique(self.dataset.about[0][self.selection.mentions])
        return self.claims[~np.isin(self.positions, placed)]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that carry the claims, their originals and corrections; newest first."""
        codes = self.dataset.codes
        also = {key for cell in self.selection.claims["also_in"] for key in cell}
        seen, found = {-1}, set(codes.article[self.selection.positions].tolist())
        found |= set(self.dataset.articles.index.get_indexer(pd.Index(sorted(also))).tolist())
        while found:
            seen |= found
            others = np.concatenate(
                [of_article[list(found)] for of_article in (codes.reprint_of, codes.corrected_by)]
            )
            found = set(others.tolist()) - seen
        positions = np.array(sorted(seen - {-1}), dtype=np.int64)
        return articles_of(self.dataset, positions)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources that made or relayed the claims, and the bodies that they belong to.

        They are in the order of the data file.
        """
        claims = self.selection.claims
        wanted = {*claims["source"], *(key for cell in claims["relayed_by"] for key in cell)}
        wanted |= {body for key in wanted for body in self.dataset.bodies[key]}
        return self.dataset.sources[self.dataset.sources.index.isin(wanted)]

    @cached_property
    def vessels(self) -> pd.DataFrame:
        """The vessels that the claims name, in the order of the data file."""
        wanted = {key for cell in self.selection.claims["vessels"] for key in cell}
        return self.dataset.vessels[self.dataset.vessels.index.isin(wanted)]

    @cached_property
    def media(self) -> pd.DataFrame:
        """The media of the claims, in the order of the data file.

        Claims and articles that are not in the extract are left out of the columns ``claims`` and
        ``article``.
        """
        claims, articles = self.selection.claims.index, set(self.articles.index)
        own = self.dataset.media
        named = [tuple(key for key in cell if key in claims) for cell in own["claims"]]
        article = [key if key in articles else "" for key in own["article"]]
        media = own.assign(claims=pd.Series(named, own.index, dtype=object), article=article)
        kept = [bool(of or within) for of, within in zip(named, article, strict=True)]
        return media.loc[np.array(kept, dtype=bool)]

    @cached_property
    def allegations(self) -> pd.DataFrame:
        """The allegations of the claims and all broader ones, in the order of the data file."""
        wanted = set(self.selection.claims["allegation"]) - {""}
        wanted |= {parent for key in wanted for parent in self.dataset.broader[key]}
        return self.dataset.allegations[self.dataset.allegations.index.isin(wanted)]

    def writing(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield the items while they are written, and report the progress to the watch."""
        return watched(items, self.watch, FEATURES_DONE, 1.0)

    def file_name(self, extension: str) -> str:
        """Return a file name for this extract: date, data revision and extension."""
        day = self.made.strftime("%Y-%m-%d")
        return f"route-map_{day}_{self.dataset.revision}.{extension}"


def extract(
    selection: Selection,
    *,
    made: datetime,
    address: str = "",
    watch: Watch = unwatched,
    held_back: str = "",
) -> Extract:
    """Return the extract of a selection, with all denials of its allegations added.

    Parameters
    ----------
    selection
        The claims that match the reader's query.
    made
        Time of the export, in UTC.
    address
        URL of the dashboard, for links back: scheme, host and path, without a query.
    watch
        Called with the progress, 0 to 1; it raises an error to cancel the export.
    held_back
        Which edit of the data files is not shown, and why; ``""`` if all edits are shown.

    Returns
    -------
    Extract
        The selection and every denial of its allegations or of a broader allegation, so that no
        allegation is exported without its denials.
    """
    affirming = selection.dataset.codes.affirming[selection.positions]
    denials = denials_of(selection.dataset, selection.positions[affirming])
    # if the query asks what was known at a date, denials made later are not added
    mask = selection.mask | (denials & selection.reference.mask)
    added = mask & ~selection.passing
    complete = Selection(selection.query, selection.dataset, mask, added, selection.undated)
    return Extract(selection, complete, made, address, watch, held_back)
