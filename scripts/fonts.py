"""Create the fonts of pictures from the original fonts: ``python scripts/fonts.py FOLDER``.

FOLDER contains the wheels of :data:`PACKAGES` from ``pip download --no-deps``. Each font is reduced
to one weight and to the scripts that pictures need, and renamed, because its licence (SIL Open Font
License 1.1) reserves the name for the original.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

PACKAGES = ("fontpkg-source-sans-3==3.52", "fontpkg-source-serif-4==4.4", "pylopdf-fonts-ko==0.1.1")
TARGET = Path(__file__).resolve().parents[1] / "src/routemap/exports/picture/fonts"

# Latin of western and central Europe, Russian, punctuation, currencies, arrows; other letters use
# the fallback, because kerning of many letters makes fonts slow to embed
EUROPE = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2C6, 0x2DD), (0x400, 0x45F), (0x490, 0x491),
    (0x2010, 0x2044), (0x20A9, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2199), (0x2212, 0x2265),
)  # fmt: skip
# Hangul with its letters, punctuation, full-width forms
KOREA = ((0x20, 0x20), (0x1100, 0x11FF), (0x3000, 0x303F), (0x3130, 0x318F), (0xAC00, 0xD7A3),
         (0xFF00, 0xFFEF))  # fmt: skip


@dataclass(frozen=True)
class Cut:
    """One font of pictures, and its original."""

    file: str
    family: str
    wheel: str
    member: str
    axes: dict[str, float]
    characters: frozenset[int]


def spread(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return all numbers of some ranges, ends included."""
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


SANS, SANS_FILES = "fontpkg_source_sans_3", "fontpkg_source_sans_3/files/SourceSans3"
CUTS = (
    Cut("sans.ttf", "Route Map Sans", SANS, f"{SANS_FILES}[wght].ttf",
        {"wght": 400}, spread(EUROPE)),
    Cut("sans-semibold.ttf", "Route Map Sans Semibold", SANS, f"{SANS_FILES}[wght].ttf",
        {"wght": 600}, spread(EUROPE)),
    Cut("sans-italic.ttf", "Route Map Sans Italic", SANS, f"{SANS_FILES}-Italic[wght].ttf",
        {"wght": 400}, spread(EUROPE)),
    Cut("serif-semibold.ttf", "Route Map Serif", "fontpkg_source_serif_4",
        "fontpkg_source_serif_4/files/SourceSerif4[opsz,wght].ttf",
        {"wght": 600, "opsz": 24}, spread(EUROPE)),
    Cut("korean.ttf", "Route Map Korean", "pylopdf_fonts_ko",
        "pylopdf_fonts_ko/NotoSansKR-Regular.otf", {}, spread(KOREA)),
)  # fmt: skip
DROPPED = ["BASE", "STAT", "meta", "DSIG", "VORG", "vhea", "vmtx"]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "ljmo", "vjmo", "tjmo"]


def make(cut: Cut, folder: Path) -> TTFont:
    """Return a font in the form that pictures need."""
    (wheel,) = folder.glob(f"{cut.wheel}-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        font = TTFont(io.BytesIO(packed.read(cut.member)), recalcTimestamp=False)
    if cut.axes:
        font = instancer.instantiateVariableFont(font, cut.axes)
    options = subset.Options()
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=cut.characters)
    subsetter.subset(font)
    plain = cut.family.replace(" ", "")
    names = {1: cut.family, 2: "Regular", 3: cut.family, 4: cut.family, 6: plain}
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    for record in [row for row in font["name"].names if row.platformID != 3]:
        font["name"].removeNames(platformID=record.platformID)
    if "CFF " in font:
        quadratic(font)
    # a separate family for each font, so that no weight or slant is searched in a fallback
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 1 << 6
    font["head"].macStyle = 0
    return font


def quadratic(font: TTFont) -> None:
    """Replace cubic outlines with quadratic ones: some PDF readers warn about cubic ones."""
    shapes, glyphs = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["glyf"] = newTable("glyf")
    font.sfntVersion = "\0\1\0\0"
    builder = FontBuilder(font=font)
    builder.setupGlyf(glyphs)
    builder.setupMaxp()
    builder.setupPost(keepGlyphNames=False)


def main() -> None:
    """Write every font into the package."""
    folder = Path(sys.argv[1])
    for cut in CUTS:
        make(cut, folder).save(TARGET / cut.file)


if __name__ == "__main__":
    main()
