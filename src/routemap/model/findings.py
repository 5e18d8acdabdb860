"""Findings of reading and checking the data: one row per code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """Whether a finding must be corrected."""

    PROBLEM = "problem"
    NOTICE = "notice"


class Effect(StrEnum):
    """What a finding changed in the record, or in the file if no record is named.

    ``NONE``: nothing was changed. ``VALUE``: the record was kept without a value, or with a changed
    one. ``RECORD``: the record was left out. ``FILE``: the whole file was left out.
    """

    NONE = "none"
    VALUE = "value"
    RECORD = "record"
    FILE = "file"


@dataclass(frozen=True)
class Finding:
    """One kind of finding: a stable key, its severity, and its meaning."""

    code: str
    severity: Severity
    meaning: str


_PROBLEMS: Final = (
    ("file-unreadable", "A file is missing, empty, too large, or cannot be opened."),
    ("file-kind", "A file is not text, but a spreadsheet, a web page or a Git LFS pointer."),
    ("file-encoding", "A file is not UTF-8 text."),
    ("file-json", "A GeoJSON file is not valid JSON, or not a FeatureCollection."),
    ("file-crs", "A GeoJSON file or feature has coordinates in another system than WGS 84."),
    ("file-separator", "The columns of a CSV file are not separated by commas."),
    ("file-title", "A CSV file has lines above its header."),
    ("file-ending", "A CSV file does not end with a line break and may be half-written."),
    ("case-unreadable", "The file case.toml is not valid TOML, or cannot be opened."),
    ("case-field", "A name in case.toml is unknown."),
    ("case-value", "A value in case.toml cannot be used."),
    ("file-more", "A file has more problems than the list shows."),
    ("column-missing", "A column is missing from the header, or a property in all features."),
    ("column-twice", "A column appears twice in the header."),
    ("column-unnamed", "A column has values but no name."),
    ("column-name", "The name of an own column is invalid."),
    ("column-many", "A file has more than 50 own columns."),
    ("row-unreadable", "A row is not valid CSV, or a feature is not valid GeoJSON."),
    ("row-cells", "A row has more or fewer cells than the header."),
    ("row-encoding", "A value is not UTF-8 text."),
    ("row-shifted", "The cells of a row appear to be shifted."),
    ("member-twice", "A JSON object has the same member twice."),
    ("value-missing", "A required value is missing."),
    ("value-long", "A value is too long."),
    (
        "value-type",
        "A value of a feature is a list, an object, or a number that JSON does not allow.",
    ),
    ("value-characters", "A value has characters that cannot be shown."),
    ("value-id", "An id has characters other than lower-case letters, digits and hyphens."),
    ("value-term", "A value is not in the list of allowed values of its column."),
    ("value-commas", "The values in a cell are separated by commas instead of semicolons."),
    ("value-date", "A date is not a valid EDTF date."),
    ("value-number", "A number is invalid or out of range."),
    ("value-url", "A web address is invalid or unsafe."),
    ("value-direction", "A direction does not name two countries."),
    ("value-language", "A language is not a language tag."),
    ("value-imo", "An IMO number does not have seven digits, or its check digit is wrong."),
    ("value-mmsi", "An MMSI does not have nine digits."),
    ("value-hash", "A hash does not have 64 hexadecimal digits."),
    (
        "value-file",
        "The name of a media file has a folder, other characters than letters, digits, “.”, “_” "
        "and “-”, or an ending that is not supported.",
    ),
    ("value-geometry", "A geometry is empty, invalid, or has coordinates out of range."),
    ("value-formula", "A text begins like a formula, which a spreadsheet would execute."),
    ("value-spreadsheet", "A spreadsheet has replaced a value with a date, an error or ####."),
    ("value-encoding", "A text was encoded twice, or its letters were replaced with ? or \ufffd."),
    ("id-twice", "Two records have the same id."),
    ("url-twice", "Two articles have the same address."),
    ("claim-twice", "Two claims say the same."),
    ("reference-unknown", "A reference names an id that does not exist."),
    ("reference-lost", "A reference names a record or a file that was left out."),
    ("allegation-chain", "An allegation or claim source is part of itself, or of more than 20."),
    ("allegation-missing", "A claim has a stance on an allegation but names no allegation."),
    ("allegation-background", "A claim is background but names an allegation."),
    ("amount-order", "The least amount is larger than the most."),
    ("amount-whole", "An amount of things that are counted is not a whole number."),
    ("amount-unit", "An amount has no unit, or a unit has no amount."),
    ("original-language", "Original words have no language, or a language has no words."),
    ("also-in-itself", "A claim names its own article as a further one."),
    ("checked-by-coder", "The second reader of a claim is its coder."),
    ("vessel-twice", "Two ships have the same IMO number or MMSI."),
    ("inferred-empty", "A column is named as inferred, but it is empty."),
    ("passage-differs", "Claims with the same words of one article differ where they must not."),
    ("quotation-anchor", "A quotation has no prefix and no suffix, or a paraphrase has one."),
    ("quotation-long", "A quotation is too long."),
    ("quotation-text", "A quotation was not found in its article."),
    ("media-use", "A media item names no claim and no article."),
    ("media-source", "A media item has no file and no web address."),
    ("media-hash", "A media item has a file but no hash, or a hash but no file."),
    (
        "media-file",
        "A media file is missing, too large, changed, or not what its ending says (`check` and "
        "`verify`).",
    ),
    ("archive-page", "The saved page of an article is missing, changed or unreadable."),
    ("date-future", "A date is after today."),
    ("date-early", "A date is before 1900."),
    ("date-said", "A statement is dated after the article that contains it."),
    ("date-happened", "An event is dated after the statement that affirms it."),
    ("date-article", "An article was retrieved or retracted before it was published."),
    ("date-day", "A date that must be one day is a month, a year or an interval."),
    ("article-itself", "An article is the correction of itself."),
    ("place-country", "A place is more than 5 km plus its uncertainty outside its country."),
    ("place-area", "A place is outside its own area."),
    ("area-kind", "An area belongs to a place that is neither a region nor a country."),
    ("route-end", "A route ends more than 3 km plus the place's uncertainty from its place."),
    ("route-land", "A line by sea crosses more than 5 km of land."),
    ("route-track", "A line coded as following a track has a straight section that is too long."),
    ("observed-days", "An observed track has no days on which it was seen."),
    ("feature-unclaimed", "No claim names a place or route, so it is not drawn."),
)
_NOTICES: Final = (
    ("column-unknown", "A column is not known to Route Map; it is kept as an own column."),
    ("value-lost-word", "A text has ?? in place of a word, whose letters may have been lost."),
    (
        "value-thousands",
        "The point in an amount is read as a decimal sign, but may separate thousands.",
    ),
    ("value-case", "A value was accepted although its capital letters differ."),
    ("observed-other", "A line that is not an observed track has days on which it was seen."),
    ("route-land-schematic", "A schematic line by sea crosses more than 20 km of land."),
    ("quotation-side", "A quotation has a prefix or a suffix, but not both."),
    ("claim-nowhere", "A claim names no place and no route, so it is not shown on the map."),
    ("vessel-unused", "No claim names a ship."),
    ("link-broken", "An address of an article does not answer (`verify --links`)."),
    ("url-alike", "Two articles have addresses that may be those of one page."),
    ("article-unused", "No claim refers to an article."),
    ("source-unused", "No claim names a claim source."),
    ("allegation-unused", "No claim is about an allegation or a part of it."),
)
FINDINGS: Final = {
    code: Finding(code, severity, meaning)
    for severity, rows in ((Severity.PROBLEM, _PROBLEMS), (Severity.NOTICE, _NOTICES))
    for code, meaning in rows
}
