"""The parts of KML that Google Earth displays: folders, styles, balloons, times, rings."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.etree
import pytest
from pyproj import Geod

from routemap.data.load import load
from routemap.exports import Extract, extract, format_named
from routemap.map.style import AREA_STYLE, STATUS_STYLES
from routemap.model.vocabulary import STATUSES
from routemap.questions.query import Query
from routemap.questions.selection import select
from tests.conftest import WriteFolder, shipped, small_rows
from tests.exports.reading_spatial import KML

DATASET = shipped().dataset
Element = lxml.etree._Element


def made(query: Query) -> Extract:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return extract(select(DATASET, query), made=at, address="https://map.example/")


WHOLE = made(Query())


def read(whole: Extract) -> Element:
    return lxml.etree.fromstring(format_named("kml").make(whole))


def text(element: Element, path: str) -> str:
    return element.findtext(path, "", KML)


@pytest.fixture(scope="module")
def document() -> Element:
    return read(WHOLE)


@pytest.fixture(scope="module")
def placemarks(document: Element) -> dict[str, Element]:
    return {item.get("id"): item for item in document.iterfind(".//kml:Placemark", KML)}


def test_folders_are_the_statuses_in_the_order_of_the_legend(document: Element) -> None:
    folders = {
        text(folder, "kml:name"): {item.get("id") for item in folder.iterfind("kml:Placemark", KML)}
        for folder in document.iterfind(".//kml:Folder", KML)
    }
    features = WHOLE.features
    expected = {
        term.label: {f"feature-{key}" for key in features["id"][features["status"] == term.key]}
        for term in STATUSES.terms
    }
    rings = folders.pop(AREA_STYLE.label)
    assert all(key.startswith("ring-") for key in rings)
    assert folders == {label: keys for label, keys in expected.items() if keys}
    assert list(folders) == [label for label, keys in expected.items() if keys]


def test_every_placemark_is_drawn_by_the_style_of_its_status(
    document: Element, placemarks: dict[str, Element]
) -> None:
    styles = {f"#{style.get('id')}": style for style in document.iterfind(".//kml:Style", KML)}
    status = {row.key: row for row in STATUS_STYLES}
    for row in WHOLE.features.to_dict("records"):
        style = styles[text(placemarks[f"feature-{row['id']}"], "kml:styleUrl")]
        colour = text(style, "kml:LineStyle/kml:color")
        light = status[row["status"]].light
        assert colour[2:] == light[5:7] + light[3:5] + light[1:3]
        unreported = row["drawn_as"] == "schematic"
        assert (colour[:2] != "ff") == unreported
        snippet = text(placemarks[f"feature-{row['id']}"], "kml:Snippet")
        assert ("Path not reported" in snippet) == unreported
        has_marker = row["type"] == "place" and row["kind"] != "country"
        assert (text(style, "kml:IconStyle/kml:scale") != "0") == has_marker


def test_no_style_fetches_an_image_or_shows_a_name_as_html(document: Element) -> None:
    assert document.find(".//kml:Icon", KML) is None
    assert {item.text for item in document.iterfind(".//kml:BalloonStyle/kml:text", KML)} == {
        "$[description]"
    }


def test_the_time_of_a_placemark_is_from_the_days_of_its_claims(
    placemarks: dict[str, Element],
) -> None:
    spans = 0
    for row in WHOLE.features.to_dict("records"):
        item = placemarks[f"feature-{row['id']}"]
        when, begin, end = (
            text(item, f"kml:{path}")
            for path in ("TimeStamp/kml:when", "TimeSpan/kml:begin", "TimeSpan/kml:end")
        )
        if row["first_day"] and row["first_day"] == row["last_day"]:
            assert (when, begin, end) == (row["first_day"], "", "")
        else:
            assert (when, begin, end) == ("", row["first_day"], row["last_day"])
            spans += 1
    assert spans > 5


def test_every_inexact_place_has_a_ring(
    placemarks: dict[str, Element],
) -> None:
    features = WHOLE.features.set_index("id")
    rough = ~features["precision"].isin(["", "exact"]) & (features["kind"] != "country")
    rings = {key.removeprefix("ring-") for key in placemarks if key.startswith("ring-")}
    assert rings == set(features.index[rough])
    geod = Geod(ellps="WGS84")
    for key in rings:
        line = text(placemarks[f"ring-{key}"], "kml:LineString/kml:coordinates").split()
        assert line[0] == line[-1]
        at = features.geometry[key]
        for corner in line[::9]:
            x, y = map(float, corner.split(","))
            distance = geod.inv(at.x, at.y, x, y)[2] / 1000
            assert distance == pytest.approx(features["uncertainty_km"][key], rel=1e-3)


def test_added_denials_are_marked_in_balloons() -> None:
    whole = made(Query(stance=("asserts",)))
    balloons = " ".join(
        item.text for item in read(whole).iterfind(".//kml:Placemark/kml:description", KML)
    )
    said = balloons.count("Outside the filters, kept with what it denies.")
    outside = whole.claims[whole.claims["selected"] == "no"]
    added = set(whole.dataset.claims.index.get_indexer(outside["id"]))
    about = sum(len(added & set(claims.tolist())) for claims in whole.about)
    unplaced = int(whole.unplaced["id"].isin(outside["id"]).sum())
    assert said == about + unplaced > 0


def test_lines_of_several_parts_keep_them(write_folder: WriteFolder) -> None:
    rows = small_rows()
    parts = [[[130.6, 42.4], [130.5, 42.3]], [[130.4, 42.3], [130.3, 42.2]]]
    rows["routes"][0]["geometry"] = {"type": "MultiLineString", "coordinates": parts}
    at = datetime(2026, 11, 24, tzinfo=UTC)
    document = read(extract(select(load(write_folder(rows)).dataset, Query()), made=at))
    assert [
        item.text for item in document.iterfind(".//kml:MultiGeometry//kml:coordinates", KML)
    ] == [
        "130.6,42.4 130.5,42.3",
        "130.4,42.3 130.3,42.2",
    ]


def test_the_link_needs_an_address() -> None:
    atom = "{http://www.w3.org/2005/Atom}link"
    nowhere = extract(WHOLE.matching, made=WHOLE.made)
    assert [item.get("href") for item in read(WHOLE).iter(atom)] == [WHOLE.link]
    assert list(read(nowhere).iter(atom)) == []
