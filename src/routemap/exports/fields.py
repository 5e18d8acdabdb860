"""The columns of exported claims and features: key, label and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """One column of an exported table: its key in files, its label and its meaning.

    ``holds`` is the data type: ``text``, ``day`` (ISO 8601), ``number`` or ``count``.
    """

    key: str
    label: str
    meaning: str
    holds: str = "text"


CLAIM_FIELDS: Final = (
    Field("id", "Id", "Stable id of the claim."),
    Field(
        "selected",
        "Selected",
        "yes: matches the filters. no: added because it denies an exported allegation.",
    ),
    Field("stance", "Stance", "Position of the source on the allegation."),
    Field("source", "Claim source", "Who makes the claim."),
    Field("source_kind", "Kind of source", "Kind of claim source."),
    Field(
        "relayed_by",
        "Relayed by",
        "Who passed the claim on, in order from the source to the article.",
    ),
    Field(
        "allegation", "Allegation", "The proposition that the claim is about; empty for background."
    ),
    Field("said", "Said", "Date of the statement (EDTF)."),
    Field("happened", "Happened", "Date of the event (EDTF)."),
    Field(
        "first_day",
        "First day",
        "First possible day of the event; empty if open or undated.",
        "day",
    ),
    Field(
        "last_day", "Last day", "Last possible day of the event; empty if open or undated.", "day"
    ),
    Field("cargo", "Cargo", "What was reportedly moved."),
    Field("quantity", "Quantity", "Reported quantity."),
    Field(
        "excerpt_kind", "Excerpt is", "quotation: verbatim. paraphrase: reworded by the editors."
    ),
    Field("excerpt", "Excerpt", "Text of the article that contains the claim."),
    Field("citation", "Citation", "The article as a citation."),
    Field("url", "Link", "Opens the article, at the quoted words if the browser supports it."),
    Field("publisher", "Publisher", "Publisher of the article."),
    Field("published", "Published", "Date of publication (EDTF)."),
    Field("note", "Editor's note", "Information that readers need to understand the claim."),
    Field(
        "feature_names",
        "Places and routes",
        "Names of the places and routes that the claim is about.",
    ),
    Field("source_id", "Claim source id", "Id in the table of sources."),
    Field("article_id", "Article id", "Id in the table of articles."),
    Field("allegation_id", "Allegation id", "Id in the table of allegations."),
    Field("feature_ids", "Place and route ids", "Ids in the tables of places and routes."),
)

FEATURE_FIELDS: Final = (
    Field("id", "Id", "Stable id of the place or route."),
    Field("type", "Type", "place or route."),
    Field("kind", "Kind", "Kind of place or route."),
    Field("name", "Name", "Name in English."),
    Field("name_ko", "Name (Korean)", "Name in Korean."),
    Field("name_ru", "Name (Russian)", "Name in Russian."),
    Field("aliases", "Also known as", "Other names and spellings."),
    Field(
        "status", "Status", "asserted, disputed, denied or background, from the exported claims."
    ),
    Field(
        "summary", "Summary", "The status as a sentence with the number of claim sources by stance."
    ),
    Field("location", "Location", "The course of a route, or how precisely a place is known."),
    Field("mode", "Mode", "Reported means of transport of a route."),
    Field("drawn_as", "Drawn as", "Basis of the line of a route; schematic: no path was reported."),
    Field("geometry_source", "Geometry from", "Source of the line or of the coordinates."),
    Field("precision", "Precision", "How precisely a place is known."),
    Field(
        "uncertainty_km",
        "Uncertainty (km)",
        "The place is within this distance of its point.",
        "number",
    ),
    Field("claim_count", "Claims", "Number of exported claims about it.", "count"),
    Field(
        "first_day",
        "First day",
        "First day of the claimed events; empty if open or undated.",
        "day",
    ),
    Field(
        "last_day", "Last day", "Last day of the claimed events; empty if open or undated.", "day"
    ),
    Field("note", "Editor's note", "Information that readers need to understand the record."),
)
