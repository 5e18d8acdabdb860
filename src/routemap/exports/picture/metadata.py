"""The metadata of picture files, under the keys of their file format."""

from __future__ import annotations

from typing import Any

from routemap.exports.extract import Extract
from routemap.exports.provenance import HELD_BACK
from routemap.questions.citation import SITE


def _tidy(text: str) -> str:
    """Return text with non-printable characters replaced by spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def metadata(extract: Extract, kind: str) -> dict[str, Any]:
    """Return title, query, link, data revision, date, licences and credits by metadata key."""
    own = {key: _tidy(value) for key, value in extract.provenance.items()}
    rights = f"{own['credits']}; {own['licences']}"
    about = f"{own['query_in_words']}. Data revision {own['revision']}, made {own['made']}."
    if HELD_BACK in own:
        about += f" {own[HELD_BACK]}."
    match kind:
        case "png":  # keywords of https://www.w3.org/TR/png-3/#11keywords
            return {
                "Title": own["title"],
                "Description": about,
                "Copyright": rights,
                "Source": own["link"],
                "Creation Time": own["made"],
                "Software": SITE,
            }
        case "svg":  # Dublin Core
            return {
                "Title": own["title"],
                "Description": about,
                "Rights": rights,
                "Source": own["link"],
                "Identifier": own["revision"],
                "Date": own["made"],
                "Creator": SITE,
                "Language": "en",
            }
        case _:
            return {
                "Title": own["title"],
                "Author": SITE,
                "Subject": f"{about} {own['link']}",
                "Keywords": rights,
                "Creator": SITE,
                "Producer": SITE,
                "CreationDate": extract.made,
                "ModDate": extract.made,
            }
