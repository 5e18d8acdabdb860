"""Self-contained SVG files: with embedded fonts, and a description for screen readers."""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape

from fontTools import subset
from fontTools.ttLib import TTFont

from routemap.exports.extract import Extract
from routemap.exports.picture.typesetting import FILES, KOREAN, letters


def finished(content: bytes, extract: Extract, texts: Iterable[tuple[str, str]]) -> bytes:
    """Return an SVG from matplotlib with embedded fonts and a description.

    ``texts`` are pairs of a font and a text that is written in it.
    """
    own = extract.provenance
    about = f"Map. {own['query_in_words']}. Data revision {own['revision']}. {own['credits']}."
    added = f"<desc>{escape(about)}</desc>\n  <style>{_faces(texts)}</style>\n  <metadata>"
    text = content.decode()
    drawing = text[text.index("<svg ") :]  # without the document type, which is an external address
    drawing = drawing.replace("<svg ", '<svg role="img" ', 1).replace("<metadata>", added, 1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{drawing}'.encode()


def _faces(texts: Iterable[tuple[str, str]]) -> str:
    used: dict[str, set[str]] = defaultdict(set)
    for face, words in texts:
        own = letters(face)
        used[face] |= {letter for letter in words if ord(letter) in own}
        used[KOREAN] |= {
            letter for letter in words if ord(letter) not in own and ord(letter) in letters(KOREAN)
        }
    return "".join(
        f"@font-face{{font-family:'{face}';src:url(data:font/woff;base64,{_cut(face, kept)})}}"
        for face, kept in ((face, "".join(sorted(used[face]))) for face in sorted(used))
        if kept
    )


@lru_cache(32)
def _cut(face: str, kept: str) -> str:
    """Return a font reduced to the given letters, as a WOFF file in Base64."""
    options = subset.Options(layout_features=["kern"], notdef_outline=True, hinting=False)
    with TTFont(FILES[face], recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=kept)
        subsetter.subset(font)
        font.flavor = "woff"
        written = io.BytesIO()
        font.save(written)
    return base64.b64encode(written.getvalue()).decode("ascii")
