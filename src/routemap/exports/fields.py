"""The columns of exported claims and features: key, label and what each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """One column of an exported table: its key in files, its label, and what it says.

    ``holds`` is ``text``, ``day`` (ISO 8601), ``number`` or ``count``.
    """

    key: str
    label: str
    meaning: str
    holds: str = "text"


CLAIM_FIELDS: Final = (
    Field("id", "Id", "Stable identifier of the claim."),
    Field(
        "selected",
        "Selected",
        "yes: it passes the filters. no: it denies what is included.",
    ),
    Field("stance", "Stance", "Position of the source on the allegation."),
    Field("source", "Claim source", "Who says it."),
    Field("source_kind", "Kind of source", "What kind of source it is."),
    Field("relayed_by", "Relayed by", "Who passed it on, from the source towards the article."),
    Field("allegation", "Allegation", "The proposition that it is about; empty for background."),
    Field("said", "Said", "When the source said it (EDTF)."),
    Field("happened", "Happened", "When the event happened (EDTF)."),
    Field(
        "first_day",
        "First day",
        "First day on which that may be; empty where open or undated.",
        "day",
    ),
    Field(
        "last_day", "Last day", "Last day on which that may be; empty where open or undated.", "day"
    ),
    Field("cargo", "Cargo", "What is said to have moved."),
    Field("quantity", "Quantity", "How much, as reported."),
    Field("excerpt_kind", "Excerpt is", "quotation: verbatim. paraphrase: in our words."),
    Field("excerpt", "Excerpt", "The words that state the claim."),
    Field("citation", "Citation", "The article as a citation."),
    Field("url", "Link", "Opens the article, at the quoted words where the browser can."),
    Field("publisher", "Publisher", "Who published the article."),
    Field("published", "Published", "Day of publication (EDTF)."),
    Field("note", "Editor's note", "What a reader must also know about the claim."),
    Field("feature_names", "Places and routes", "Names of the places and routes it is about."),
    Field("source_id", "Claim source id", "Id in the table of sources."),
    Field("article_id", "Article id", "Id in the table of articles."),
    Field("allegation_id", "Allegation id", "Id in the table of allegations."),
    Field("feature_ids", "Place and route ids", "Ids in the tables of places and routes."),
)

FEATURE_FIELDS: Final = (
    Field("id", "Id", "Stable identifier of the place or route."),
    Field("type", "Type", "place or route."),
    Field("kind", "Kind", "What kind of place or route it is."),
    Field("name", "Name", "Name in English."),
    Field("name_ko", "Name (Korean)", "Name in Korean."),
    Field("name_ru", "Name (Russian)", "Name in Russian."),
    Field("aliases", "Also known as", "Other names and spellings."),
    Field("status", "Status", "asserted, disputed, denied or background, by the claims included."),
    Field("summary", "Summary", "The status in a sentence that counts claim sources by stance."),
    Field("location", "Location", "How a route runs, or how closely a place is known."),
    Field("mode", "Mode", "Means of transport of a route, as reported."),
    Field("drawn_as", "Drawn as", "What the line of a route rests on; schematic: no path known."),
    Field("geometry_source", "Geometry from", "Where the line or the coordinates come from."),
    Field("precision", "Precision", "How closely a place is known."),
    Field(
        "uncertainty_km",
        "Uncertainty (km)",
        "A place lies within this distance of its point.",
        "number",
    ),
    Field("claim_count", "Claims", "How many of the claims included speak of it.", "count"),
    Field(
        "first_day",
        "First day",
        "First day of what is claimed; empty where open or undated.",
        "day",
    ),
    Field(
        "last_day", "Last day", "Last day of what is claimed; empty where open or undated.", "day"
    ),
    Field("note", "Editor's note", "What a reader must also know about the record."),
)
