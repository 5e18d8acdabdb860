"""Pictures show what the map shows, with their provenance, and contain nothing that runs."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from routemap.data.load import load
from routemap.exports.picture import KINDS, MOST, picture
from routemap.map.drawing_rules import LINE_RULE
from routemap.map.style import PENDING_STYLE, STATUS_STYLES
from routemap.map.themes import THEMES, ThemeColors
from routemap.model.errors import PictureError
from routemap.questions.matrix import allegation_summaries
from routemap.questions.parameter_values import MapView
from routemap.questions.query import Query
from routemap.questions.quoting import quoted
from routemap.questions.selection import select
from tests.comparing import compared_features
from tests.conftest import WriteFolder, small_rows
from tests.exports.drawings import (
    DATASET,
    EVERYWHERE,
    STATUSES,
    SVG,
    VERDICTS,
    WIDE,
    colors,
    drawing,
    features,
    groups,
    made,
    parsed,
    words,
)

PAIR = ("us-nsc", "russian-embassy-pyongyang")
ASKED = {
    "everything": Query(view=EVERYWHERE),
    "assertions": Query(view=EVERYWHERE, stance=("asserts",)),
    "words": Query(view=EVERYWHERE, text="두만강"),
    "nothing": Query(view=EVERYWHERE, text="nowhere to be found"),
}
FACE = re.compile(r"font-family:'([^']+)';src:url\(data:font/woff;base64,([^)]+)\)")
TUMEN = MapView(42.42, 130.65, 11)
every_kind = pytest.mark.parametrize("kind", KINDS)


def looks(group: Any, keys: Mapping[str, str] = STATUSES) -> str:
    """Return the key of the first colour of a feature that has one."""
    return next(keys[color] for color in colors(group) if color in keys)


@pytest.mark.parametrize(
    "name",
    [
        "everything",
        "words",
        *(pytest.param(name, marks=pytest.mark.thorough) for name in ("assertions", "nothing")),
    ],
)
def test_drawn_features_are_those_of_the_query(name: str) -> None:
    drawn = {key: looks(group) for key, group in features(drawing(ASKED[name], **WIDE)).items()}
    assert drawn == dict(select(DATASET, ASKED[name]).status)


def test_a_comparison_is_drawn_as_one() -> None:
    query = Query(view=EVERYWHERE, compare=PAIR)
    root = drawing(query, **WIDE)
    drawn = {key: looks(group, VERDICTS) for key, group in features(root).items()}
    assert drawn == compared_features(select(DATASET, query))
    assert {"first", "second", "contradicting"} <= set(drawn.values())
    said = words(root)
    for source in PAIR:
        assert f"Only {DATASET.sources['name'][source]}" in said


def test_features_outside_the_view_are_left_out_and_counted() -> None:
    drawn = features(drawing(Query(view=TUMEN)))
    shown = set(select(DATASET, Query()).status.index)
    assert set(drawn) < shown
    assert {"khasan-tumen-river-crossing", "khasan-station"} & set(drawn)
    left = shown - set(drawn)
    routes = len(left & set(DATASET.routes.index))
    assert f"Outside this view: {routes} routes and {len(left) - routes} places." in words(
        drawing(Query(view=TUMEN))
    )


def test_hidden_denials_are_marked_and_counted_in_words() -> None:
    query = ASKED["assertions"]
    root = drawing(query, **WIDE)
    selection = select(DATASET, query)
    hiding = set(DATASET.features.index[selection.hides_denials])
    assert hiding
    denied = next(color for color, key in STATUSES.items() if key == "denied")
    marked = {
        key
        for prefix in ("place", "badge")
        for key, group in groups(root, prefix)
        if denied in colors(group)
    }
    assert marked
    assert marked <= hiding
    said = words(root)
    assert f"who denies {len(hiding)} of the routes and places." in said
    assert "One side hidden by filters" in said


def test_the_selected_feature_and_no_other_is_emphasised() -> None:
    drawn = features(drawing(Query(feature="dprk-russia-artillery")))
    glowing = {
        key for key, group in drawn.items() if "opacity: 0.28" in etree.tostring(group).decode()
    }
    assert glowing == {"dprk-russia-artillery"}
    assert "Disputed: asserted by" in words(drawing(Query(feature="dprk-russia-artillery")))


def test_a_picture_about_one_allegation_names_it_and_both_sides() -> None:
    asked = Query(allegation=("dprk-arms-to-russia",))
    (about,) = (
        summary
        for summary in allegation_summaries(select(DATASET, asked))
        if summary.allegation == "dprk-arms-to-russia"
    )
    said = words(drawing(asked))
    for text in (quoted(about.statement), "Asserted by", "Denied by", *about.sides[-1][1]):
        assert text in said
    undenied = words(drawing(Query(allegation=("rail-trade-resumed",))))
    assert "No denial in view." in undenied
    assert "“" not in words(drawing(Query()))


def test_a_line_without_a_reported_path_is_thin_and_has_one_arrow() -> None:
    drawn = features(drawing(Query(view=EVERYWHERE), **WIDE))
    basis = DATASET.routes["geometry_basis"]
    schematic = {key for key in basis.index[basis == "schematic"] if key in drawn}
    texts = {key: etree.tostring(drawn[key]).decode() for key in schematic}
    assert len(texts) > 3
    assert {text.count("fill: #") for text in texts.values()} <= {0, 1}
    assert sum(text.count("fill: #") for text in texts.values()) > 3
    assert all(f"opacity: {LINE_RULE.faded}" in text for text in texts.values())
    assert "opacity: 0.85" not in etree.tostring(drawn["pyongyang-khasan-uniforms"]).decode()


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    everything = words(drawing(Query(), **WIDE))
    shown = ("Asserted", "Disputed", "Straight between named places", "Path not reported")
    for label in (*shown, "Somewhere within the outline", "Port", "Rail", "Sea"):
        assert label in everything
    assert "Denied" not in everything
    assert "One side hidden" not in everything
    close = words(drawing(Query(view=TUMEN)))
    assert "Port" not in close
    assert "Sea" not in close


@pytest.mark.parametrize("ground", THEMES, ids=lambda ground: ground.key)
def test_the_legend_shows_a_planned_line_as_it_is_drawn(
    ground: ThemeColors, write_folder: WriteFolder
) -> None:
    rows = small_rows()
    rows["claims"][2]["phase"] = "planned"
    (drawn,) = (style for style in STATUS_STYLES if style.key == "asserted")
    color = getattr(drawn, ground.key)
    found = drawing(Query(), load(write_folder(rows)).dataset, ground=ground.key)
    assert PENDING_STYLE.label in words(found)
    pale = f"opacity: {LINE_RULE.pending_opacity}"
    looks = [path.get("style") for path in found.iter(f"{SVG}path") if pale in path.get("style")]
    # the line itself is paler still, because its path was not reported
    (sample,) = looks
    assert f"stroke: {color}" in sample


@pytest.mark.parametrize("ground", [pytest.param("light", marks=pytest.mark.thorough), "dark"])
def test_credits_date_revision_and_link_can_be_read_in_it(ground: str) -> None:
    whole = made(Query(text="두만강"))
    root = parsed(picture(whole, kind="svg", ground=ground, width=1200, height=630))
    said = words(root)
    assert DATASET.case.title in said
    assert "Search: “두만강”" in said
    for credit in DATASET.credits:
        assert credit in said
    assert "Drawn on 24 November 2026" in said
    assert DATASET.revision in said
    link = "{http://www.w3.org/1999/xlink}href"
    assert [a.get(link) for a in root.iter(f"{SVG}a")] == [whole.link]


def test_names_in_korean_and_russian_have_letters_in_the_file() -> None:
    content = picture(made(Query(text="두만강 Туманган")), kind="svg")
    faces = dict(FACE.findall(content.decode()))
    assert set(faces) >= {"Route Map Sans", "Route Map Korean", "Route Map Serif"}

    def has(face: str, text: str) -> bool:
        font = TTFont(io.BytesIO(base64.b64decode(faces[face])))
        return set(map(ord, text)) <= set(font.getBestCmap())

    assert has("Route Map Korean", "두만강")
    assert has("Route Map Sans", "Туманган")
    text = pypdf.PdfReader(io.BytesIO(picture(made(Query(text="두만강")), kind="pdf")))
    assert "Search: “두만강”" in text.pages[0].extract_text()


def test_a_letter_that_no_font_has_is_spelled_out() -> None:
    assert "Search: “[U+1F682] 두만강”" in words(drawing(Query(text="🚂 두만강")))


@every_kind
def test_text_of_the_data_is_never_more_than_text(kind: str, write_folder: WriteFolder) -> None:
    rows = small_rows()
    evil = "$x^2$ </text><script>alert(1)</script> \\frac{1}{2} &amp;"
    rows["places"][0]["name_en"] = evil
    rows["routes"][0]["name_en"] = '"><image href="https://evil.example/x.png"/>'
    rows["sources"][1]["name"] = "]]><!-- %(x)s {0} -->"
    dataset = load(write_folder(rows)).dataset
    asked = Query(feature="north", source=("council",))
    content = picture(made(asked, dataset), kind=kind)
    if kind == "pdf":
        text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
        assert "$x^2$ </text><script>" in " ".join(text.split())
    if kind != "svg":
        return
    root = parsed(content)
    assert evil in words(root)
    assert "]]><!-- %(x)s {0} -->" in words(root)
    names = {etree.QName(node).localname for node in root.iter() if isinstance(node.tag, str)}
    assert not names & {"script", "image", "foreignObject", "iframe", "use"}


def test_an_svg_needs_no_other_files_and_has_a_description() -> None:
    content = picture(made(Query()), kind="svg").decode()
    assert "<!DOCTYPE" not in content
    targets = set(re.findall(r"(?:url\(|src=|href=)['\"]?([^\s)'\"]{1,20})", content))
    outside = {target for target in targets if not target.startswith(("#", "data:font/woff;"))}
    assert outside == {"https://map.example/"}  # the link back, which is not opened automatically
    root = parsed(content.encode())
    assert not [key for node in root.iter() for key in node.attrib if key.startswith("on")]
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == DATASET.case.title
    assert DATASET.revision in root.findtext(f"{SVG}desc")


@every_kind
def test_the_same_picture_has_the_same_bytes(kind: str) -> None:
    query = Query(text="두만강")
    assert picture(made(query), kind=kind) == picture(made(query), kind=kind)


def test_pictures_drawn_in_several_threads_are_the_same() -> None:
    queries = [Query(stance=("denies",)), Query(text="두만강")]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda query: picture(made(query), kind="svg"), queries * 2))
    assert together[:2] == together[2:] == [picture(made(query), kind="svg") for query in queries]


@pytest.mark.parametrize(
    ("width", "height"), [pytest.param(1200, 630, marks=pytest.mark.thorough), (1001, 999)]
)
def test_pictures_have_the_requested_size(width: int, height: int) -> None:
    with Image.open(io.BytesIO(picture(made(Query()), width=width, height=height))) as image:
        assert image.size == (width, height)
        assert len(image.getcolors(1 << 24) or []) > 100


def test_a_page_for_print_is_a4() -> None:
    page = pypdf.PdfReader(io.BytesIO(picture(made(Query()), width=1123, height=794, kind="pdf")))
    width, height = (float(side) * 25.4 / 72 for side in page.pages[0].mediabox.upper_right)
    assert (round(width), round(height)) == (297, 210)


def test_a_long_query_leaves_room_for_the_legend_and_the_link() -> None:
    sources = tuple(sorted(DATASET.sources.index))[:25]
    query = Query(source=sources, feature="dprk-russia-artillery", text="Russia")
    root = drawing(query, width=1200, height=630)
    height = [
        (float(re.search(r"translate\(\S+ ([\d.]+)\)", text.get("transform"))[1]), text.text)
        for text in root.iter(f"{SVG}text")
    ]
    foot = next(y for y, text in height if text.startswith("Drawn on"))
    assert max(y for y, text in height if text in {"Rail", "Sea", "Path not reported"}) < foot
    assert "and 20 more" in words(root)
    assert made(query).link in "".join(text for _, text in height)  # in two lines of its own


@pytest.mark.parametrize(
    "wrong",
    [{"width": 100}, {"height": MOST + 1}, {"ground": "blue"}, {"kind": "gif"}],
    ids=str,
)
def test_invalid_options_are_refused_with_the_valid_ones(wrong: dict[str, Any]) -> None:
    with pytest.raises(PictureError, match="choose"):
        picture(made(Query()), **wrong)
