"""What an export holds: the claims of a query, every denial of what they allege, and where from.

All formats are made from one :class:`Extract`, so they cannot disagree.
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
from routemap.exports.feature_fields import FEATURE_FIELDS
from routemap.exports.fields import Field
from routemap.exports.own_columns import claim_keys, feature_keys, own_fields
from routemap.exports.progress import CLAIMS_DONE, FEATURES_DONE, Item, Watch, unwatched, watched
from routemap.exports.provenance import KEPT_BESIDE_ROWS, provenance
from routemap.exports.rows import claims_table, features_table
from routemap.questions.claim import ClaimDetails, claim_details
from routemap.questions.links import link_to
from routemap.questions.query import Query
from routemap.questions.selection import Selection, articles_of
from routemap.questions.sentences import in_order
from routemap.questions.statuses import AFFIRMS, denials_of

_CHUNK: Final = 500  # claims between two calls of the watch
_SEEN: Final = 0.35  # share at which the claims are as readers see them


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
    held_back
        What is in the data files but is not shown, and why; ``""`` where everything is.
    """

    asked: Selection
    selection: Selection
    made: datetime
    address: str
    watch: Watch = unwatched
    held_back: str = ""

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
        """The link to this view, with the data revision.

        See :func:`routemap.questions.links.link_to`.
        """
        return f"{self.address}?{link_to(self.query).to_string(rev=self.dataset.revision)}"

    @cached_property
    def provenance(self) -> dict[str, str]:
        """What every export says of itself, as text by key."""
        return provenance(self.asked, self.made, self.link, self.held_back)

    @cached_property
    def beside(self) -> dict[str, str]:
        """The provenance that stays with every row where rows get parted from their file."""
        own = self.provenance
        return {key: own[key] for key in KEPT_BESIDE_ROWS if key in own}

    @cached_property
    def positions(self) -> Ints:
        """Positions of the claims in the dataset, in the order in which they were said."""
        return in_order(self.dataset, self.selection.positions)

    @property
    def claim_fields(self) -> tuple[Field, ...]:
        """The columns of ``claims``: those of CLAIM_FIELDS, and the team's own."""
        return (*CLAIM_FIELDS, *own_fields(claim_keys(self.dataset)))

    @property
    def feature_fields(self) -> tuple[Field, ...]:
        """The columns of ``features``: those of FEATURE_FIELDS, and the team's own."""
        return (*FEATURE_FIELDS, *own_fields(feature_keys(self.dataset)))

    @cached_property
    def claim_details(self) -> tuple[ClaimDetails, ...]:
        """The claims as readers see them, in the order of ``positions``."""
        found: list[ClaimDetails] = []
        for start in range(0, len(self.positions), _CHUNK):
            self.watch(_SEEN * start / len(self.positions))
            chunk = self.positions[start : start + _CHUNK]
            found += claim_details(self.dataset, chunk, self.selection.kept_denials)
        return tuple(found)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims with source and article: one row each, text in ``claim_fields``."""
        seen, places = self.claim_details, self.positions
        # at least one part, so that an empty table has its columns
        parts = [slice(start, start + _CHUNK) for start in range(0, max(1, len(places)), _CHUNK)]
        tables = [
            self._claims(places[part], seen[part])
            for part in watched(parts, self.watch, _SEEN, CLAIMS_DONE)
        ]
        return pd.concat(tables, ignore_index=True)

    def claims_at(self, positions: Ints) -> pd.DataFrame:
        """Return the rows of ``claims`` for some positions in the dataset, in their order."""
        return self._claims(
            positions, claim_details(self.dataset, positions, self.selection.kept_denials)
        )

    def _claims(self, positions: Ints, seen: Sequence[ClaimDetails]) -> pd.DataFrame:
        return claims_table(self.selection, positions, self.asked.passing[positions], seen)

    @cached_property
    def features(self) -> gpd.GeoDataFrame:
        """The places and routes that the claims speak of, places first (EPSG:4326).

        Columns ``feature_fields`` and the geometry, as text but for ``uncertainty_km`` (missing
        for routes) and ``claim_count``.
        """
        return self.features_at(self.selection.shown)

    def features_at(self, positions: Ints) -> gpd.GeoDataFrame:
        """Return the rows of ``features`` for some of ``selection.shown``, in their order."""
        return features_table(self.selection, positions, self.about_at(positions), self.watch)

    def about_at(self, positions: Ints) -> tuple[Ints, ...]:
        """Return what ``about`` holds for some of ``selection.shown``."""
        return tuple(self.about[at] for at in np.searchsorted(self.selection.shown, positions))

    @cached_property
    def about(self) -> tuple[Ints, ...]:
        """Per row of ``features``: positions of the claims about it, in the order of ``positions``.

        A position counts claims in the dataset.
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
        """The rows of ``claims`` that are about no place or route of ``features``."""
        placed = np.unique(self.dataset.about[0][self.selection.mentions])
        return self.claims[~np.isin(self.positions, placed)]

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles that carry the claims, and the originals of reprints, newest first."""
        codes = self.dataset.codes
        seen, found = {-1}, set(codes.article[self.selection.positions].tolist())
        while found:
            seen |= found
            found = set(codes.reprint_of[list(found)].tolist()) - seen
        positions = np.array(sorted(seen - {-1}), dtype=np.int64)
        return articles_of(self.dataset, positions)

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

    def writing(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield what is written out, and tell the watch how far that is."""
        return watched(items, self.watch, FEATURES_DONE, 1.0)

    def file_name(self, extension: str) -> str:
        """Return a name for a file of this extract."""
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
    held_back
        What is in the data files but is not shown, and why; ``""`` where everything is.

    Returns
    -------
    Extract
        The selection, and every denial of an allegation in it or of a broader one: a denial
        never stays behind when its allegation leaves.
    """
    affirming = AFFIRMS[selection.dataset.codes.stance[selection.positions]]
    denials = denials_of(selection.dataset, selection.positions[affirming])
    # what nothing is hidden from: for what was known at a time, no denial that was made later
    mask = selection.mask | (denials & selection.reference.mask)
    added = mask & ~selection.passing
    whole = Selection(selection.query, selection.dataset, mask, added, selection.undated)
    return Extract(selection, whole, made, address, watch, held_back)
