"""Properties of any link, any bytes and any data."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import claim, examples, small_rows, write_rows
from tests.plain import finds, names_of

from routemap.data.dataset import Dataset
from routemap.data.load import load
from routemap.model.arrangements import LAYOUTS, ORDERS
from routemap.model.dates import EdtfDate, parse
from routemap.model.tables import TABLES
from routemap.model.vocabulary import AFFIRMING, CARGO, DATE_MEANINGS, MODES, STANCES, Status
from routemap.questions.filters import PARAMETERS
from routemap.questions.parameter_values import FIRST_DAY, LAST_DAY, MapView
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile
from routemap.questions.selection import select

KEYS = st.text(string.ascii_lowercase + string.digits + "-&=;%+ é", min_size=1, max_size=12)
MANY = st.lists(KEYS.map(str.strip).filter(bool), max_size=3, unique=True).map(sorted).map(tuple)
PAIRS = st.lists(KEYS.map(str.strip).filter(bool), min_size=2, max_size=2, unique=True).map(tuple)
DAYS = st.none() | st.dates(FIRST_DAY, LAST_DAY)
VIEWS = st.none() | st.builds(
    MapView,
    st.floats(-90, 90).map(lambda value: round(value, 4) + 0.0),
    st.floats(-180, 180).map(lambda value: round(value, 4) + 0.0),
    st.integers(0, 22).map(float),
)
TEXTS = st.text(max_size=60).map(
    lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    first, last = draw(DAYS), draw(DAYS)
    if first and last and first > last:
        first, last = last, first
    several = {
        field: draw(MANY)
        for field in ("source", "allegation", "article", "publisher", "stance", "cargo", "mode")
    }
    return Query(
        first=first,
        last=last,
        by=draw(st.sampled_from(DATE_MEANINGS.keys)),
        text=draw(TEXTS),
        feature=draw(KEYS.map(str.strip) | st.just("")),
        claim=draw(KEYS.map(str.strip) | st.just("")),
        view=draw(VIEWS),
        basemap=draw(KEYS.map(str.strip).filter(bool)),
        show=draw(st.sampled_from(LAYOUTS.keys)),
        order=draw(st.sampled_from(ORDERS.keys)),
        compare=draw(st.just(()) | PAIRS),
        **several,
    )


@given(queries())
def test_a_query_survives_its_link(query: Query) -> None:
    again, notices = read_params(query.to_params())
    assert again == query
    assert notices == []


@given(
    st.dictionaries(
        st.sampled_from([p.key for p in PARAMETERS]) | st.text(max_size=8),
        st.lists(st.text(max_size=80), max_size=4),
        max_size=12,
    )
)
def test_any_link_can_be_read_and_its_canonical_form_is_stable(
    params: dict[str, list[str]],
) -> None:
    query, _ = read_params(params)
    again, notices = read_params(query.to_params())
    assert again == query
    assert notices == []
    assert again.to_string() == query.to_string()


@given(st.sampled_from(TABLES), st.binary(max_size=400))
@examples(16)
def test_any_bytes_in_any_file_give_problems_and_never_an_error(
    tmp_path_factory: Any, table: Any, content: bytes
) -> None:
    folder = write_rows(tmp_path_factory.mktemp("any"), small_rows())
    (folder / table.file).write_bytes(content)
    loaded = load(folder)
    assert loaded.problems
    reconcile(Query(feature="line"), loaded.dataset)
    assert select(loaded.dataset, Query()).mask.all()


EDTF = st.sampled_from(
    ["", "2013", "2022-09", "2022-11-02", "2022-11~", "2022-11-07/2022-11-08", "2022-11/.."]
)
SOURCES = st.sampled_from(["ministry", "council", "agency"])
EXCERPTS = ["Shells", "Thirty horses", "Café", "Russia’s war", "Russia's war", "Mos\u00adcow–Rason"]
EXCERPTS += ["Tumangang shells", "at Туман\u00adган", "near 두만강"]
WANTED = ["", "horses", "cafe", "두만강 shells", "nothing", "Russiaʼs", "“war", "moscow-rason"]
WANTED += ["Tumangang", "туманган", "north", "shells North", "두만강역"]
WANTED += ["두만강 역 shells", "станция Туманган", "north station's", "Station South", "north port"]


@st.composite
def claim_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(draw(st.integers(1, 12))):
        features = draw(
            st.lists(
                st.sampled_from(["north", "south", "area", "line", "lane"]), max_size=3, unique=True
            )
        )
        rows.append(
            claim(
                f"c{number}",
                source=draw(SOURCES),
                stance=draw(st.sampled_from(STANCES.keys)),
                allegation=draw(st.sampled_from(["shells", "horses"])),
                said=draw(EDTF),
                happened=draw(EDTF),
                cargo=";".join(
                    draw(st.lists(st.sampled_from(CARGO.keys), max_size=2, unique=True))
                ),
                features=";".join(features),
                excerpt=f"{draw(st.sampled_from(EXCERPTS))} {number}",
            )
        )
    return rows


@st.composite
def questions(draw: st.DrawFn) -> Query:
    def some(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(draw(st.sets(st.sampled_from(keys), max_size=2))))

    day = st.none() | st.dates(date(2012, 6, 1), date(2023, 6, 1))
    return Query(
        first=draw(day),
        last=draw(day),
        by=draw(st.sampled_from(DATE_MEANINGS.keys)),
        source=some(("ministry", "council", "agency")),
        stance=some(STANCES.keys),
        cargo=some(CARGO.keys),
        mode=some(MODES.keys),
        text=draw(st.sampled_from(WANTED)),
    )


def overlaps(when: EdtfDate, first: date | None, last: date | None) -> bool:
    """Return whether any day of a date is between two days, both inclusive."""
    begins = when.first or date.min
    ends = when.last or date.max
    return begins <= (last or date.max) and ends >= (first or date.min)


def plainly(dataset: Dataset, query: Query) -> list[str]:
    """Filter claim by claim, in the simplest way."""
    kept: list[str] = []
    affirmed: set[str] = set()
    denials = []
    table = dataset.features.assign(aliases=dataset.features["aliases"].str.join(";"))
    named = tuple(map(names_of, table.to_dict("records")))
    for key, row in dataset.claims.iterrows():
        article = dataset.articles.loc[row["article"]]
        when = {
            "when": row["happened"] or row["said"] or article["published"],
            "known": row["said"] or article["published"],
            "published": article["published"],
        }.get(query.by) or row.get(query.by, "")
        modes = {dataset.routes["mode"][f] for f in row["features"] if f in dataset.routes.index}
        words = [row["excerpt"], row["note"], row["quantity"], article["title"]]
        words.append(dataset.sources["name"][row["source"]])
        for feature in row["features"]:
            found = dataset.feature(feature)
            words += [found["name_en"], found["name_ko"], found["name_ru"], *found["aliases"]]
        is_dated = (query.first is None and query.last is None) or (
            when and overlaps(parse(when), query.first, query.last)
        )
        if (
            (not query.source or row["source"] in query.source)
            and (not query.stance or row["stance"] in query.stance)
            and (not query.cargo or set(query.cargo) & set(row["cargo"]))
            and (not query.mode or set(query.mode) & modes)
            and finds(query.text, named, words)
            and is_dated
        ):
            kept.append(str(key))
            if row["stance"] in ("asserts", "reports", "estimates"):
                affirmed.add(row["allegation"])
        if (
            row["stance"] == "denies"
            and (is_dated or query.by != "known")
            and (not query.source or row["source"] in query.source)
            and (not query.stance or row["stance"] in query.stance)
        ):
            denials.append((str(key), row["allegation"]))
    kept += [key for key, allegation in denials if allegation in affirmed and key not in kept]
    return [str(key) for key in dataset.claims.index if str(key) in kept]


@given(claim_rows(), questions())
@examples(20)
def test_selecting_equals_the_plain_filter_and_status_its_definition(
    tmp_path_factory: Any, rows: list[dict[str, Any]], query: Query
) -> None:
    small = small_rows()
    small["claims"] = rows
    dataset = load(write_rows(tmp_path_factory.mktemp("rows"), small)).dataset
    before = dataset.claims.copy(deep=True)
    selection = select(dataset, query)
    assert list(selection.claims.index) == plainly(dataset, query)
    assert set(selection.claims.index) <= set(selection.everything.claims.index)
    for feature, status in selection.status.items():
        about = dataset.claims[[feature in cell for cell in dataset.claims["features"]]]
        passing = about[about.index.isin(dataset.claims.index[selection.passing])]
        assert len(passing), "a kept denial adds no feature"
        affirmed = set(passing.loc[passing["stance"].isin(AFFIRMING), "allegation"])
        kept = about.index.isin(dataset.claims.index[selection.kept_denials])
        about = about[about.index.isin(passing.index) | (kept & about["allegation"].isin(affirmed))]
        sides = {
            allegation: set(group["stance"]) for allegation, group in about.groupby("allegation")
        }
        affirming = {"asserts", "reports", "estimates"}
        disputed = any("denies" in side and side & affirming for side in sides.values())
        stances = set(about["stance"])
        expected = (
            Status.DISPUTED if disputed
            else Status.ASSERTED if stances & affirming
            else Status.DENIED if "denies" in stances
            else Status.BACKGROUND
        )  # fmt: skip
        assert status == expected
    again = select(dataset, query)
    assert (again.mask == selection.mask).all()
    assert dataset.claims.equals(before)
