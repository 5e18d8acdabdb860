"""Read ``case.toml``: the case of a data folder, and what is wrong with the file.

A value that cannot be used is reported and left out; the default is used instead. A faulty file
never prevents the records from being read. Source of the format: https://toml.io/en/v1.0.0.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Final

from routemap.data.case_reading import LONGEST, CaseReading
from routemap.data.checks.values import fault_of
from routemap.model.case import (
    CASE_FILE,
    EXTENDABLE,
    MOST_TERMS,
    NEUTRAL,
    Bounds,
    Case,
    Extendable,
    MapName,
)
from routemap.model.columns import Column, Kind
from routemap.model.findings import Effect
from routemap.model.problem import Problem
from routemap.model.terms import Term
from routemap.model.text import one_line, shown
from routemap.model.vocabulary import DATE_MEANINGS

_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_URL: Final = Column("url", "Address", "", Kind.URL)


def read_case(content: bytes) -> tuple[Case, tuple[Problem, ...], bool]:
    """Return the case that a file describes, the problems, and whether the file is valid TOML."""
    try:
        text = content.decode("utf-8-sig")
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        fault = f"the file is not valid TOML in UTF-8 ({shown(one_line(str(error)))}); correct it"
        return NEUTRAL, (unreadable(fault),), False
    reading = CaseReading()
    reading.unknown("", document, tuple(FIELDS))
    for key, reader in FIELDS.items():
        if key in document:
            reader(reading, key, document[key])
    return Case(**reading.values, text=text), tuple(reading.problems), True


def unreadable(fault: str) -> Problem:
    """Return the problem of a file that cannot be read; everything has its default then."""
    return Problem(
        CASE_FILE,
        None,
        "file",
        "",
        fault,
        code="case-unreadable",
        effect=Effect.FILE,
        outcome="title, region and terms have their defaults",
    )


Reader = Callable[[CaseReading, str, object], None]


def _text(longest: int) -> Reader:
    def read(reading: CaseReading, name: str, value: object) -> None:
        if text := reading.text(name, value, longest):
            reading.values[name] = text

    return read


def _contact(reading: CaseReading, name: str, value: object) -> None:
    text = reading.text(name, value)
    plain = text.replace("{title}", "").replace("{body}", "")
    if _MAIL.fullmatch(text) or (text and not fault_of(_URL, plain)):
        reading.values[name] = text
    elif text:
        reading.report(
            name,
            text,
            "write a mail address, or the address of an issue tracker that starts with https://",
        )


def _languages(reading: CaseReading, name: str, value: object) -> None:
    if not isinstance(value, dict):
        reading.report(name, value, 'write tags and names, such as { fr = "French" }')
        return
    found = []
    for tag, language in value.items():
        if not _LANGUAGE.fullmatch(tag) or tag == "en":
            fault = "write the tag (BCP 47) of another language than English, such as fr or pt-BR"
            reading.report(name, tag, fault)
        elif text := reading.text(f"{name} {tag}", language, 40):
            found.append((tag, text))
    reading.values[name] = tuple(found)


def _by(reading: CaseReading, name: str, value: object) -> None:
    if value in DATE_MEANINGS.keys:
        reading.values[name] = value
    else:
        reading.report(name, value, f"write one of {', '.join(DATE_MEANINGS.keys)}")


def _home(reading: CaseReading, name: str, value: object) -> None:
    bounds = _bounds(reading, value)
    if bounds:
        reading.values[name] = bounds
    else:
        reading.report(
            name, value, "write west, south, east and north in degrees, such as [5, 50, 9, 54]"
        )


def _bounds(reading: CaseReading, value: object) -> Bounds | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    numbers = [reading.number(number, limit) for number, limit in zip(value, _LIMITS, strict=True)]
    west, south, east, north = numbers
    if west is None or south is None or east is None or north is None:
        return None
    return (west, south, east, north) if west < east and south < north else None


_LIMITS: Final = (360.0, 85.0, 360.0, 85.0)  # east of 180° the longitudes continue


def _names(reading: CaseReading, name: str, value: object) -> None:
    found = []
    for number, entry in enumerate(reading.entries(name, value, dict, _NAME), 1):
        at = entry.get("at")
        pair = at if isinstance(at, list) and len(at) == 2 else (None, None)
        longitude, latitude = reading.number(pair[0], 360), reading.number(pair[1], 85)
        text = reading.text(f"{name} {number} text", entry.get("text", ""), 60)
        if longitude is None or latitude is None:
            fault = "write longitude and latitude in degrees, such as [7.5, 52.0]"
            reading.report(f"{name} {number} at", at, fault)
        elif text:
            found.append(MapName(text, latitude, longitude))
    reading.values[name] = tuple(found)


_NAME: Final = '{ text = "Norway", at = [9.0, 61.0] }'


def _licences(reading: CaseReading, name: str, value: object) -> None:
    found = []
    keys = ("name", "title", "path")
    for number, entry in enumerate(reading.entries(name, value, dict, _LICENCE), 1):
        reading.unknown(f"{name} {number} ", entry, keys)
        row = {key: reading.text(f"{name} {number} {key}", entry.get(key, "")) for key in keys}
        if fault := row["path"] and fault_of(_URL, row["path"]):
            reading.report(f"{name} {number} path", row["path"], fault.message)
        elif all(row.values()):
            found.append(row)
    reading.values[name] = tuple(found)


_LICENCE: Final = '{ name = "CC-BY-4.0", title = "…", path = "https://…" }'


def _credits(reading: CaseReading, name: str, value: object) -> None:
    entries = reading.entries(name, value, str, '["Coding: The Desk, CC BY 4.0"]')
    reading.values[name] = tuple(filter(None, (reading.text(name, entry) for entry in entries)))


def _terms(reading: CaseReading, name: str, value: object) -> None:
    if not isinstance(value, dict):
        reading.report(name, value, "write tables such as [[terms.cargo]]")
        return
    reading.unknown(f"{name}.", value, tuple(row.key for row in EXTENDABLE))
    added = {}
    for row in EXTENDABLE:
        own = f"{name}.{row.key}"
        entries = list(reading.entries(own, value.get(row.key, []), dict, f"[[{own}]]"))
        if len(entries) > MOST_TERMS:
            reading.report(own, len(entries), f"a case can add {MOST_TERMS} terms; delete some")
        found: dict[str, Term] = {}
        for number, entry in enumerate(entries[:MOST_TERMS], 1):
            if term := _term(reading, f"{own} {number}", entry, row, tuple(found)):
                found[term.key] = term
        if found:
            added[row.vocabulary.name] = tuple(found.values())
    reading.values["added"] = added


def _term(
    reading: CaseReading,
    name: str,
    entry: Mapping[str, object],
    row: Extendable,
    known: tuple[str, ...],
) -> Term | None:
    """Return a term that a case adds to a closed list, ``None`` after reporting its fault."""
    reading.unknown(f"{name} ", entry, _TERM_KEYS if row.icons else _TERM_KEYS[:-1])
    key = reading.text(f"{name} key", entry.get("key", ""), 40)
    label = reading.text(f"{name} label", entry.get("label", ""), 60)
    meaning = entry.get("meaning", "")
    meaning = reading.text(f"{name} meaning", meaning) if meaning else ""
    icon = entry.get("icon", row.icons[0]) if row.icons else ""
    if row.icons and icon not in row.icons:
        reading.report(f"{name} icon", icon, f"write one of {', '.join(row.icons)}")
        icon = row.icons[0]
    if not key or not label:
        return None
    if not re.fullmatch(row.pattern, key):
        reading.report(f"{name} key", key, f"use {row.rule}")
        return None
    if key in (*row.vocabulary.keys, *known):
        fault = f"{row.vocabulary.name} “{key}” is already in the list; write another key"
        reading.report(f"{name} key", key, fault)
        return None
    return Term(key, label, meaning, icon=str(icon))


def _review(reading: CaseReading, name: str, value: object) -> None:
    """Read whether somebody else than the author must publish a draft; if unclear, yes."""
    entries = value if isinstance(value, dict) else {}
    reading.unknown(f"{name} ", entries, ("required",))
    required = entries.get("required")
    if not isinstance(required, bool):
        reading.report(f"{name} required", required or value, "write true or false")
    reading.values["review_required"] = required is not False


_TERM_KEYS: Final = ("key", "label", "meaning", "icon")
FIELDS: Final[Mapping[str, Reader]] = {
    "title": _text(120),
    "description": _text(LONGEST),
    "contact": _contact,
    "languages": _languages,
    "home": _home,
    "by": _by,
    "examples": _text(80),
    "names": _names,
    "licences": _licences,
    "credits": _credits,
    "terms": _terms,
    "review": _review,
}
"""The readers of the fields of ``case.toml``, by name."""
