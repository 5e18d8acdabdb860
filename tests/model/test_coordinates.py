"""Coordinates are read in the forms that people write, and what is ambiguous is refused."""

from __future__ import annotations

from typing import Any

import mgrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Proj

from routemap.model.coordinates import LONGEST, read_position
from routemap.model.errors import CoordinateError, RoutemapError
from routemap.model.position import COORDINATE_FORMS, Position

_GEOD = Geod(ellps="WGS84")
# every text is 42.41 N, 130.64 E; the form, the digits, and the km of the last digit
HERE = (130.64, 42.41)
WRITTEN = {
    ("degrees", 2, 1.1): (
        "42.41, 130.64", "42.41,130.64", "42.41 130.64", "42,41 130,64", "42,41; 130,64",
        "42,41, 130,64", "42.41/130.64", "(42.41, 130.64)", "[42.41 130.64]", "+42.41+130.64/",
        "42.41\n130.64", "42.41\t130.64", "42.41N 130.64E", "130.64E 42.41N", "N42.41 E130.64",
        "N 42.41, E 130.64", "42.41° N, 130.64° E", "42.41°n,130.64°e", "lat 42.41 lon 130.64",
        "Lat: 42.41, Long: 130.64", "lat 42.41 N lon 130.64 E", "42.41 north, 130.64 east",
        "longitude=130.64 latitude=42.41", "북위 42.41도, 동경 130.64도",
        "42,41 с.ш. 130,64 в.д.", "４２．４１， １３０．６４", "geo:42.41,130.64;u=35",
    ),
    ("minutes", 1, 0.19): (
        "42°24.6'N 130°38.4'E", "42°24,6'N 130°38,4'E", "N42°24.6 E130°38.4",
        "42-24.6N 130-38.4E", "42 24.6 130 38.4", "4224.6N13038.4E", "42d24.6m 130d38.4m",
    ),
    ("seconds", 0, 0.031): (
        "42°24′36″N 130°38′24″E", "42° 24' 36\" N, 130° 38' 24\" E", "42°24'36''N 130°38'24''E",
        "42º24’36”N 130º38’24”E", "42 24 36 N 130 38 24 E", "42 24 36 130 38 24",
        "42:24:36N 130:38:24E", "42-24-36N 130-38-24E", "42d24m36s N 130d38m24s E",
        "42d24m36sN 130d38m24sE", "42 deg 24 min 36 sec N 130 deg 38 min 24 sec E",
        "422436N 1303824E", "422436N1303824E", "N42°24'36\" E130°38'24\"",
        "북위 42도 24분 36초 동경 130도 38분 24초", "42°24′36″ с. ш. 130°38′24″ в. д.",
    ),
    ("minutes", 0, 1.9): ("42°24′N 130°38′24″E",),
    ("mgrs", 2, 1.0): ("52T FM 34 96", "52TFM3496", "MGRS: 52t fm 34 96"),
    ("mgrs", 5, 0.001): ("52T FM 34947 96602", "52TFM3494796602"),
    ("utm", 0, 0.001): (
        "52T 634947 4696602", "52 N 634947 4696602", "UTM zone 52 north 634947E 4696602N",
        "52T 634947mE, 4696602mN",
    ),
    ("utm", 1, 0.0001): ("52 North 634947.1 mE 4696602.1 mN",),
    ("plus", 10, 0.014): ("8QJGCJ6R+22", "8qjgcj6r+22"),
    ("plus", 6, 5.6): ("8QJGCJ00+",),
}  # fmt: skip
REFUSED = {
    "": "no coordinates are given",
    "42.41": "has one number",
    "42,130": "a space after the comma",
    "42,41,130,64": "several ways; write decimals with a point",
    "42.41-130.64": "can be a minus sign",
    "42°24 30 15": "several ways",
    "130.64, 42.41": "write the latitude first: 42.41, 130.64",
    "42.41N 130.64": "the longitude has no letter; write E or W",
    "42.41 130.64E": "the latitude has no letter; write N or S",
    "42.41N 95.64N": "both numbers are a latitude",
    "N 42.41 E 130.64 W": "“E” and “W” belong to one number",
    "-42.41S 130E": "has a sign and a letter",
    "42 -24 36 N 130 38 24 E": "only degrees have a sign",
    "91N 130E": "latitude 91 is outside -90 to 90",
    "42N 181E": "longitude 181 is outside -180 to 180",
    "42°61'N 130°E": "61 minutes are not less than 60",
    "42°24'60\"N 130°E": "60 seconds are not less than 60",
    "42.5°24'N 130°E": "only the last unit can have decimals",
    "1 2 3": "is not a pair of coordinates",
    "42.41, 130.64, 12": "is not a pair of coordinates",
    "42.41 O 130.64 E": "“o” is not part of coordinates",
    "٤٢ ١٣٠": "is not part of coordinates",
    "42.41 \u202e130.64": "“�” is not part of coordinates",
    "nan nan": "“nan” is not part of coordinates",
    "52S 322000 4158000": "write “52 north” or “52 south”",
    "52 634885 4696606": "UTM zone 52 has no hemisphere",
    "52I 634885 4696606": "no latitude band I",
    "52U 634885 4696606": "is at latitude 42.4, outside band U",
    "61N 634885 4696606": "zones 1 to 60, not 61",
    "52N 634885 9696606": "is outside UTM",
    "52N 634885 14696606": "more than 10,000,000 m",
    "52T FM 349 97": "as many digits",
    "52T FM": "as many digits",
    "52T FM 123456 123456": "more than 10 digits",
    "52S FM 349 971": "MGRS has no square 52S FM",
    "01T AA 12 12": "MGRS has no square 01T AA",
    "CJJV+2X Khasan": "is shortened, and its town is not looked up",
    "8QJGCJJV+2": "is invalid; copy it again",
}
LONGITUDES = st.integers(-179_999, 179_999).map(lambda value: value / 1000)
LATITUDES = st.integers(-89_999, 89_999).map(lambda value: value / 1000)
IN_GRID = st.integers(-79_900, 83_900).map(lambda value: value / 1000)


@pytest.mark.parametrize(
    ("text", "form", "digits", "precision"),
    [(text, *row) for row, texts in WRITTEN.items() for text in texts],
)
def test_a_form_is_read(text: str, form: str, digits: int, precision: float) -> None:
    found = read_position(text)
    assert (found.form, found.digits, found.precision_km) == (form, digits, precision)
    assert away_km(found, *HERE) <= max(precision, 0.002)


def test_there_are_examples_of_every_form() -> None:
    assert {form for form, _, _ in WRITTEN} == set(COORDINATE_FORMS.keys)
    assert sum(map(len, WRITTEN.values())) >= 40
    for term in COORDINATE_FORMS.terms:
        example = term.meaning.partition("such as ")[2].removesuffix(".")
        found = read_position(example)
        assert found.form == term.key
        assert away_km(found, *HERE) < 1.0


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_anything_else_is_refused_with_advice(text: str, message: str) -> None:
    with pytest.raises(CoordinateError) as caught:
        read_position(text)
    assert message in str(caught.value)
    assert isinstance(caught.value, RoutemapError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # as outside of tests, where none is raised
def test_a_square_of_another_band_is_refused_although_the_library_only_warns() -> None:
    with pytest.raises(CoordinateError, match="MGRS has no square 01T AA"):
        read_position("01T AA 12 12")


def test_a_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(CoordinateError, match=f"at most {LONGEST} characters"):
        read_position("1" * 10_000_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42.41, 130.64", "Decimal degrees, latitude first: 42.41° N, 130.64° E, to 1.1 km."),
        ("130.64W 42.41S", "Decimal degrees: 42.41° S, 130.64° W, to 1.1 km."),
        ("-0°30' 0°30'", "Degrees and minutes, latitude first: 0.5° S, 0.5° E, to 1.9 km."),
        ("52T FM 349 966", "MGRS: 42.410432° N, 130.640051° E, to 100 m."),
        ("0 0", "Decimal degrees, latitude first: 0° N, 0° E, to 110 km."),
    ],
)
def test_the_result_says_how_it_was_read(text: str, expected: str) -> None:
    assert read_position(text).sentence == expected


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("7FG49Q00+", 20.375, 2.775),
        ("7FG49QCJ+2V", 20.3700625, 2.7821875),
        ("7FG49QCJ+2VX", 20.3701125, 2.782234375),
        ("7FG49QCJ+2VXGJ", 20.3701135, 2.78223535156),
        ("8FVC2222+22", 47.0000625, 8.0000625),
        ("4VCPPQGP+Q9", -41.2730625, 174.7859375),
        ("62G20000+", 0.5, -179.5),
    ],
)  # from the test data of https://github.com/google/open-location-code
def test_a_plus_code_is_read_as_its_specification_says(
    code: str, latitude: float, longitude: float
) -> None:
    found = read_position(code)
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-6)


@given(LONGITUDES, LATITUDES, st.integers(0, 8), st.booleans())
def test_written_degrees_are_read_again(
    longitude: float, latitude: float, digits: int, comma: bool
) -> None:
    text = f"{latitude:.{digits}f}, {longitude:.{digits}f}"
    found = read_position(text.replace(".", ",").replace(",,", ",") if comma else text)
    assert (found.longitude, found.latitude) == pytest.approx(
        (float(f"{longitude:.{digits}f}"), float(f"{latitude:.{digits}f}")), abs=1e-6
    )
    assert found.digits == digits
    assert found.is_order_assumed


@given(LONGITUDES, LATITUDES, st.integers(2, 3), st.booleans(), st.booleans())
def test_written_minutes_and_seconds_are_read_again(
    longitude: float, latitude: float, units: int, prefix: bool, swap: bool
) -> None:
    texts = [
        sexagesimal(latitude, "NS", units, prefix=prefix),
        sexagesimal(longitude, "EW", units, prefix=prefix),
    ]
    found = read_position(" ".join(texts[::-1] if swap else texts))
    step = 1 / 60 ** (units - 1)
    assert (found.longitude, found.latitude) == pytest.approx(
        (longitude, latitude), abs=0.51 * step
    )
    assert not found.is_order_assumed


@given(LONGITUDES, IN_GRID, st.integers(1, 5))
def test_a_square_contains_what_it_was_written_for(
    longitude: float, latitude: float, digits: int
) -> None:
    text = mgrs.MGRS().toMGRS(latitude, longitude, MGRSPrecision=digits)
    found = read_position(text)
    assert found.digits == digits
    # the centre is at most half a diagonal away; the scale of UTM differs by 0.1 percent
    assert away_km(found, longitude, latitude) <= found.precision_km * 0.71 + 0.001


@given(LONGITUDES, IN_GRID)
def test_a_written_easting_and_northing_are_read_again(longitude: float, latitude: float) -> None:
    zone = int((longitude + 180) // 6) + 1
    half = "south" if latitude < 0 else "north"
    project: Any = Proj(proj="utm", zone=zone, south=half == "south", ellps="WGS84")
    easting, northing = project(longitude, latitude)
    found = read_position(f"{zone} {half} {easting:.1f} {northing:.1f}")
    assert away_km(found, longitude, latitude) < 0.001


@given(st.text("0123456789.,-+°'\"NSEWnse ;/dmg:ABT", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_position(text)
    except CoordinateError:
        return
    assert -180 <= found.longitude <= 180
    assert -90 <= found.latitude <= 90
    assert found.precision_km > 0


def away_km(found: Position, longitude: float, latitude: float) -> float:
    return float(_GEOD.inv(found.longitude, found.latitude, longitude, latitude)[2]) / 1000


def sexagesimal(value: float, letters: str, units: int, *, prefix: bool) -> str:
    letter = letters[value < 0]
    last = round(abs(value) * 60 ** (units - 1))
    parts = []
    for mark in ("″", "′")[3 - units :]:
        last, part = divmod(last, 60)
        parts.append(f"{part:02}{mark}")
    text = "".join([f"{last}°", *reversed(parts)])
    return f"{letter}{text}" if prefix else f"{text} {letter}"
