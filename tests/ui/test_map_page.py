"""The Map page as Streamlit runs it, without a browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from benchmarks.page import facets_event
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from tests.conftest import WriteFolder, claim, small_rows, write_rows
from tests.filtering import choose, contents, counts, group, send, values
from tests.ui.parts import listed, part

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.data.repository import Repository
from routemap.model.comparisons import COMPARISONS
from routemap.questions.filter_sentences import kept_sentence
from routemap.questions.query import Query
from routemap.questions.selection import select

DASHBOARD = str(SHIPPED.parent / "src" / "routemap" / "ui" / "dashboard.py")


def open_map(**params: str | list[str]) -> AppTest:
    app = AppTest.from_file(DASHBOARD, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def widget(elements: list, label: str):
    return next(element for element in elements if element.label == label)


def test_what_is_shown_while_the_data_is_read_moves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def places(app: AppTest) -> list[str]:
        return [child.type for child in app.main.children.values()]

    patience = iter([False, False, False])  # one before the progress bar, two during it
    wait = Repository.wait
    monkeypatch.setattr(
        Repository, "wait", lambda *given: next(patience, None) is None and wait(*given)
    )
    app = open_map()
    assert not app.exception
    assert next(patience, None) is None
    first = places(app)
    assert "Select a route or a place" in html(app)
    assert places(app.run()) == first
    # also if the server was restarted under an open page and takes longer to read
    assert places(open_map()) == first


def test_a_plain_visit_shows_everything_and_how_to_begin() -> None:
    app = open_map()
    dataset = load(SHIPPED).dataset
    assert not app.exception
    assert not app.warning
    assert f"<b>{len(dataset.claims)}</b> claims" in html(app)
    assert "Select a route or a place" in html(app)
    assert len(listed(app)) == len(dataset.features)


def test_a_link_fills_filters_and_selection() -> None:
    app = open_map(
        source=["interfax", "ria-novosti"], to="2022-11", feature="khasan-tumen-river-horses"
    )
    assert values(app, "source") == ["interfax", "ria-novosti"]
    assert values(app, "to") == ["2022-11-30"]
    assert "a freight train carrying 30 horses left Russia’s Khasan Railway Station" in html(app)
    assert listed(app)
    assert part(app, "listing")["selected"] == "khasan-tumen-river-horses"


def test_a_change_is_applied_once_however_often_it_is_sent() -> None:
    app = open_map()
    change = {"number": 7, "set": {"stance": ["denies"]}, "find": {}}
    send(app, change)
    assert contents(app)["taken"] == 7
    assert dict(app.query_params) == {"stance": "denies"}
    widget(app.sidebar.button, "Reset filters").click().run()
    send(app, change)
    assert dict(app.query_params) == {}
    send(app, {**change, "number": 6})
    assert dict(app.query_params) == {}


def test_a_change_that_starts_a_session_is_applied() -> None:
    """After a restart, an open page can send a change with the first run of the new session."""
    component = contents(open_map())["id"]
    app = AppTest.from_file(DASHBOARD, default_timeout=60)
    app.query_params["q"] = "Khasan"
    states = WidgetStates()
    sent = {"number": 7, "set": {"stance": ["denies"]}, "find": {}}
    states.widgets.append(facets_event(component, sent))
    app._run(states)
    assert not app.exception
    assert dict(app.query_params) == {"q": "Khasan", "stance": "denies"}
    assert values(app, "stance") == ["denies"]


def test_going_back_wins_over_the_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    app = choose(open_map(q="Khasan"), stance=["denies"])
    app.query_params.clear()
    app.query_params["stance"] = "reports"
    with monkeypatch.context() as going_back:
        going_back.setattr("routemap.ui.url_state.address_wins", lambda: True)
        app.run()
    assert values(app, "stance") == ["reports"]
    assert values(app, "q") == []
    app.run()
    assert dict(app.query_params) == {"stance": "reports"}


HOSTILE = [
    None, 7, "x", [], {}, {"number": 1}, {"number": "2", "set": {"stance": ["denies"]}},
    {"number": float("inf"), "set": {"stance": ["denies"]}},
    {"number": 3, "set": [["stance", "denies"]], "find": 7},
    {"number": 4, "set": {"stance": "denies", "nothing": ["x"], "feature": [{}], "q": [None]}},
    {"number": 5, "set": {"from": ["soon"], "to": ["9999-99-99"], "by": ["never"], "mode": [7]}},
    {"number": 6, "set": {"source": ["<script>", "tass"], "about": ["atlantis"], "view": ["0"]}},
    {"number": 8, "set": {"compare": ["kremlin", "nobody"], "feature": ["x"], "claim": ["x"]}},
    {"number": 9, "set": {"stance": [["denies"], {"a": 1}]}, "find": {"source": [[]], "q": {}}},
]  # fmt: skip


def test_nothing_that_a_page_can_send_raises_or_filters_by_what_is_not_there() -> None:
    app = open_map()
    for sent in HOSTILE:
        send(app, sent)
        assert not app.exception, sent
        assert dict(app.query_params) == {}, sent
    assert contents(app)["taken"] == 9


def test_a_day_that_cannot_be_read_leaves_the_previous_one() -> None:
    app = choose(open_map(), **{"from": ["2022-09-01"], "to": ["2022-12-31"]})
    choose(app, **{"from": ["1066-10-14"], "to": ["2022-11-30"]})
    assert dict(app.query_params) == {"from": "2022-09-01", "to": "2022-11-30"}
    choose(app, **{"from": ["2023-01-01"]})
    assert dict(app.query_params) == {"from": "2022-11-30", "to": "2023-01-01"}


def test_a_long_search_says_what_is_not_searched() -> None:
    app = choose(open_map(), q=["a b c d e f g h i j k l m n"])
    assert "Not searched: “m n”" in contents(app)["unread"]
    choose(app, q=["horses"])
    assert contents(app)["unread"] == ""


def test_typing_suggests_records_and_choosing_one_selects_it() -> None:
    app = open_map()
    send(app, {"number": 1, "set": {}, "find": {"q": ["두만강"]}})
    typed, found = contents(app)["suggested"]
    assert typed == "두만강"
    assert ["feature", "tumen-river-station", "Tumen River Station", "Railway station"] in found
    assert dict(app.query_params) == {}
    send(app, {"number": 2, "set": {"feature": ["tumen-river-station"]}, "find": {}})
    assert dict(app.query_params) == {"feature": "tumen-river-station"}
    assert contents(app)["suggested"] == ["", []]


def test_counts_follow_the_other_filters() -> None:
    app = open_map(source="kremlin")
    dataset = load(SHIPPED).dataset
    for stance, count in counts(app, "stance").items():
        query = Query(source=("kremlin",), stance=(stance,))
        assert count == select(dataset, query).passing.sum()
    # of its own filter, every source keeps its count
    assert all([*counts(app, "source").values()][:3])


def test_a_long_list_has_its_most_frequent_options_and_those_chosen_or_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_rows()
    for number in range(250):
        extra = {**rows["sources"][0], "id": f"s{number:03}", "name": f"Agency {number:03}"}
        rows["sources"].append(extra)
        rows["claims"].append(claim(f"extra{number:03}", source=extra["id"]))
    monkeypatch.setenv(VARIABLE, str(write_rows(tmp_path, rows)))
    app = open_map(source="s249")
    facet = group(app, "source")
    always = {option[0] for option in facet["options"]}
    assert (facet["total"], len(always)) == (253, 200)
    assert not always & {"s240", "s249"}
    assert counts(app, "source").keys() - always == {"s249"}
    send(app, {"number": 1, "set": {}, "find": {"source": ["agency 240"]}})
    assert counts(app, "source").keys() - always == {"s249", "s240"}
    assert counts(app, "source")["s240"] == 1


def test_a_filter_sends_only_what_changes() -> None:
    """Streamlit sends everything again whose message differs in any byte."""

    def sent(app: AppTest) -> dict[str, bytes]:
        protos = [element.proto for element in app.get("bidi_component")]
        return {proto.component_name: proto.SerializeToString() for proto in protos}

    app = open_map()
    before = sent(app)
    after = sent(choose(app, stance=["denies"]))
    changed = {name: after[name] for name in after if before.get(name) != after[name]}
    assert changed.keys() == {"routemap.state"}
    assert sum(map(len, changed.values())) < 4_000


def test_records_of_one_name_can_be_chosen_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_rows()
    (paper,) = rows["articles"]
    rows["articles"] += [
        {**paper, "id": "reprint", "publisher": "The Reprint"},
        {**paper, "id": "late", "publisher": "The Reprint", "author": "Another"},
    ]
    for row, article in zip(rows["claims"], ["paper", "reprint", "late", "late"], strict=True):
        row["article"] = article
    monkeypatch.setenv(VARIABLE, str(write_rows(tmp_path, rows)))
    title = paper["title"]
    for article in ("paper", "reprint", "late"):
        app = open_map(article=article)
        assert sorted(name for _, name in group(app, "article")["options"]) == [
            f"{title} (The Paper)", f"{title} (The Reprint)", f"{title} (The Reprint) (2)"
        ]  # fmt: skip
        assert app.run().query_params["article"] in (article, [article])
        assert values(app, "article") == [article]


def test_the_address_is_written_again_if_a_run_brings_an_old_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The browser can begin a run before it has heard of the address that another has written."""
    app = choose(open_map(), stance=["denies"])
    written: list[object] = []
    monkeypatch.setattr(
        type(st.query_params), "from_dict", lambda _, params: written.append(dict(params))
    )
    app.query_params.clear()
    choose(app, stance=[])
    assert written == [{}]
    # once is enough, also if the map has written its view
    app.query_params["view"] = "42,130,9"
    app.run()
    assert written[1:] in ([], [{}])


def test_values_of_a_link_that_the_data_does_not_have_are_named() -> None:
    app = open_map(source="tass", feature="atlantis", view="north", rev="000000000000")
    told = "\n".join(warning.value for warning in app.warning).replace("\\", "")
    for name in ("“tass”", "“atlantis”", "“north”"):
        assert name in told
    band = "\n".join(element.proto.body for element in app.get("html"))
    assert "The data has changed since this link was made" in band
    assert "that state is no longer kept" in band
    assert not app.exception
    choose(app, stance=["denies"])
    assert not app.warning


def test_filters_reach_the_counts_the_list_and_the_address() -> None:
    app = open_map()
    choose(app, stance=["denies"])
    selection = select(load(SHIPPED).dataset, Query(stance=("denies",)))
    assert f"<b>{len(selection.claims)}</b> of" in html(app)
    assert app.query_params["stance"] == "denies"
    assert len(listed(app)) == len(selection.status)


def test_reset_clears_every_filter_and_keeps_the_selection() -> None:
    app = open_map(stance="denies", q="shells", feature="russia")
    widget(app.sidebar.button, "Reset filters").click()
    app.run()
    assert dict(app.query_params) == {"feature": "russia"}
    assert widget(app.sidebar.button, "Reset filters").disabled


def test_filters_that_leave_nothing_offer_a_way_back() -> None:
    app = open_map(q="no such words anywhere")
    said = app.info[0].value
    assert "No claim matches all filters. Search" in said
    assert "“no such words anywhere”" in said
    widget(app.main.button, "Reset filters").click()
    app.run()
    assert listed(app)


def test_a_selected_feature_that_the_filters_hide_says_so() -> None:
    app = open_map(source="interfax", feature="dprk-russia-artillery")
    assert "The filters hide every claim about it." in html(app)
    assert "Hidden by the filters:" in html(app)


def test_the_selection_can_be_cleared() -> None:
    app = open_map(feature="rason-port")
    widget(app.main.button, "Clear selection").click()
    app.run()
    assert "feature" not in app.query_params


def test_only_the_claims_about_the_selected_route_can_be_kept_and_exported() -> None:
    route = "khasan-tumen-river-crossing"
    app = open_map(feature=route, stance="denies")
    assert f'href="./export?about={route}"' in html(app)
    widget(app.main.button, "Only this route").click()
    app.run()
    assert dict(app.query_params) == {"feature": route, "stance": "denies", "about": route}
    assert "Only this route" not in [button.label for button in app.main.button]


def test_a_selected_claim_is_shown_whether_or_not_it_passes_the_filters() -> None:
    dataset = load(SHIPPED).dataset
    claim = dataset.claims.index[dataset.claims["stance"] == "denies"][0]
    app = open_map(claim=claim, stance="asserts")
    assert "Selected claim" in html(app)
    assert f'data-claim="{claim}"' in html(app)
    widget(app.main.button, "Clear selection").click()
    app.run()
    assert "claim" not in app.query_params


def test_each_filter_that_is_set_is_a_chip() -> None:
    app = open_map(stance=["asserts", "denies"], to="2022-11", q="horses")
    chips = [(chip["label"], chip["text"]) for chip in part(app, "state")[0]["chips"]["chips"]]
    assert chips == [
        ("To", "2022-11-30"),
        ("Stance", "Asserts"),
        ("Stance", "Denies"),
        ("Search", "horses"),
    ]


def test_the_list_of_a_comparison_shows_what_the_map_shows() -> None:
    app = open_map(compare=["kremlin", "us-state-department"])
    labels = {row[4] for row in listed(app)}
    assert labels
    assert labels <= {term.label for term in COMPARISONS.terms}


def test_a_date_filter_says_how_many_undated_claims_it_leaves_out() -> None:
    app = open_map(**{"from": "2022-11-01", "by": "happened"})
    query = Query(first=date(2022, 11, 1), by="happened")
    selection = select(load(SHIPPED).dataset, query)
    assert selection.undated
    assert f"{selection.undated} claims without a date of the event are left out" in html(app)
    assert kept_sentence(int(selection.kept_denials.sum())) in html(app)


def test_dates_in_the_wrong_order_are_swapped() -> None:
    app = open_map(**{"from": "2022-12-01", "to": "2022-01-01"})
    assert "swapped" in app.warning[0].value
    assert values(app, "from") == ["2022-01-01"]


def test_a_rerun_sends_no_geometry() -> None:
    app = open_map()
    arguments = json.loads(app.get("component_instance")[0].proto.json_args)
    sent = json.dumps([arguments, part(app, "state")])
    assert "coordinates" not in sent
    assert "130.6" not in sent
    (states,) = part(app, "state")
    assert len(states["map"]["shown"]) == len(load(SHIPPED).dataset.features)


def test_the_base_map_is_the_same_whatever_is_asked() -> None:
    plain, filtered = open_map(), open_map(stance="denies", feature="russia", view="42,130,9")
    first, second = (app.get("component_instance")[0].proto for app in (plain, filtered))
    assert first.json_args == second.json_args
    assert part(plain, "state")[0]["map"] != part(filtered, "state")[0]["map"]


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"from": "9999-99-99", "to": "1066"}, id="dates"),
        pytest.param({"q": "<script>alert(1)</script>" * 40}, id="script"),
        pytest.param({"q": "\x00\u202e'\"`${}"}, id="control", marks=pytest.mark.thorough),
        pytest.param({"view": "nan,inf,1e999", "basemap": "../../etc"}, id="view"),
        pytest.param({"source": [f"s{n}" for n in range(900)]}, id="many"),
        pytest.param(
            {"by": "never", "stance": "", "mode": "rocket", "cargo": "gold"},
            id="enums",
            marks=pytest.mark.thorough,
        ),
        pytest.param({"feature": "__proto__", "rev": "a" * 5000}, id="ids"),
    ],
)
def test_nothing_a_link_can_hold_raises(params: dict[str, str | list[str]]) -> None:
    app = open_map(**params)
    assert not app.exception
    assert not app.error


def test_a_ship_shows_its_claims_in_the_panel() -> None:
    shown = html(open_map(vessel="angara"))
    assert '<section class="rm-evidence" aria-label="Ship: Angara">' in shown
    assert "2 claims name it, in the order in which they were said." in shown
    assert shown.count('href="./?vessel=angara"') == 2


@pytest.mark.parametrize("more", [{"q": "containers"}, {"q": "nothing has these words"}])
def test_a_ship_that_the_search_finds_keeps_its_heading(more: dict[str, str]) -> None:
    shown = html(open_map(vessel="angara", **more))
    assert "<h2>Angara</h2>" in shown
    assert ("The filters hide every claim that names it." in shown) == ("nothing" in more["q"])
    assert "Claims that mention" not in shown


def test_a_ship_that_no_claim_names_has_a_heading(
    write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small_rows()
    rows["vessels"].append({"id": "other", "name": "The Other"})
    monkeypatch.setenv(VARIABLE, str(write_folder(rows)))
    shown = html(open_map(vessel=["other", "ship"]))
    assert "<h2>The Other</h2>" in shown
    assert "No claim names it." in shown
    assert "<h2>The Ship</h2>" in shown
    assert not open_map(vessel="unknown").exception
