"""What reading and checking the data can find: one row per code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """Whether a finding has to be corrected."""

    PROBLEM = "problem"
    NOTICE = "notice"


class Effect(StrEnum):
    """What a finding did to the record, or to the file if no record is named.

    ``NONE``: everything was taken. ``VALUE``: the record was taken without a value, or with a
    changed one. ``RECORD``: the record was left out. ``FILE``: the whole file was left out.
    """

    NONE = "none"
    VALUE = "value"
    RECORD = "record"
    FILE = "file"


@dataclass(frozen=True)
class Finding:
    """One kind of finding: a stable key, its severity, and what it means."""

    code: str
    severity: Severity
    meaning: str


_PROBLEMS: Final = (
    ("file-unreadable", "A file is missing, empty, too large, or cannot be opened."),
    ("file-kind", "A file is not text at all, but a spreadsheet, a web page or a pointer."),
    ("file-encoding", "A file is not UTF-8 text."),
    ("file-json", "A GeoJSON file is not valid JSON, or not a FeatureCollection."),
    ("file-crs", "A GeoJSON file or feature has coordinates that are not WGS 84."),
    ("file-separator", "A CSV file separates its columns with something else than commas."),
    ("file-title", "A CSV file has lines above its header."),
    ("file-ending", "A CSV file does not end with a line break and may be half-written."),
    ("file-more", "A file has more problems than are listed."),
    ("column-missing", "A column is missing."),
    ("column-twice", "A column is in the header twice."),
    ("column-unnamed", "A column has values and no name."),
    ("column-name", "An own column has a name that cannot be kept."),
    ("column-many", "A file has more than 50 own columns."),
    ("row-unreadable", "A row cannot be read as CSV, or a feature not as GeoJSON."),
    ("row-cells", "A row has more or fewer cells than the header."),
    ("row-encoding", "A value is not UTF-8 text."),
    ("row-shifted", "A value looks as if the cells of its row were shifted."),
    ("member-twice", "A member is in a JSON object twice."),
    ("value-missing", "A required value is missing."),
    ("value-long", "A value is too long."),
    ("value-type", "A value of a feature is a list, an object, or not a number of JSON."),
    ("value-characters", "A value has characters that cannot be shown."),
    ("value-id", "An id has other characters than lower-case letters, digits and hyphens."),
    ("value-term", "A value is not in the closed list of its column."),
    ("value-commas", "A cell of several values separates them with commas."),
    ("value-date", "A date is not EDTF."),
    ("value-number", "A number cannot be read, or is out of range."),
    ("value-url", "A web address cannot be followed safely."),
    ("value-geometry", "A geometry is empty, invalid, or off the Earth."),
    ("value-formula", "A text begins like a formula, which a spreadsheet would run."),
    ("value-spreadsheet", "A spreadsheet has replaced a value by a date, an error or ####."),
    ("value-encoding", "A text was encoded twice, or its letters were replaced by ? or \ufffd."),
    ("id-twice", "Two records have the same id."),
    ("url-twice", "Two articles have the same address."),
    ("claim-twice", "Two claims say the same."),
    ("reference-unknown", "A reference names an id that does not exist."),
    ("reference-lost", "A reference names a record or a file that was left out."),
    ("allegation-chain", "An allegation is part of itself, or of more than 20 others."),
    ("allegation-missing", "A claim has a stance on an allegation and names none."),
    ("allegation-background", "A claim is background and names an allegation."),
    ("quotation-anchor", "A quotation has no words before or after it, or a paraphrase has some."),
    ("quotation-long", "A quotation is too long."),
    ("quotation-text", "A quotation is not in its article."),
    ("date-future", "A date is after today."),
    ("date-early", "A date is before 1900."),
    ("date-said", "A statement is dated after the article that carries it."),
    ("date-happened", "An event is dated after the statement that affirms it."),
    ("place-country", "A place is more than 5 km outside its country, its uncertainty added."),
    ("route-end", "A route ends more than 3 km from its place, its uncertainty added."),
    ("route-land", "A line by sea crosses more than 5 km of land."),
    ("route-track", "A line that is said to follow a track is straight for too long."),
    ("feature-unclaimed", "No claim names a place or route, so it is not drawn."),
)
_NOTICES: Final = (
    ("column-unknown", "A column is not known to Route Map; it is kept as an own column."),
    ("value-case", "A value had capital letters in the wrong places, and was taken."),
    ("route-land-schematic", "A schematic line by sea crosses more than 20 km of land."),
    ("quotation-side", "A quotation has words before it or after it, but not both."),
    ("claim-nowhere", "A claim names no place and no route, so it is on no map."),
    ("article-unused", "No claim was read in an article."),
    ("source-unused", "No claim names a claim source."),
    ("allegation-unused", "No claim is about an allegation or a part of it."),
)
FINDINGS: Final = {
    code: Finding(code, severity, meaning)
    for severity, rows in ((Severity.PROBLEM, _PROBLEMS), (Severity.NOTICE, _NOTICES))
    for code, meaning in rows
}
