"""A simple reference implementation of queries: pandas over the files, claim by claim.

It imports nothing from routemap. Dates are parsed by the ``edtf`` package only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from datetime import date
from functools import cache
from math import isinf
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs

import pandas as pd
from edtf import parse_edtf

AFFIRMS = {"asserts", "reports", "estimates"}


@cache
def bounds(text: str) -> tuple[date, date]:
    """First and last day of a date; an open or unknown end is the first or last day possible."""
    parsed = parse_edtf(text)
    days = []
    for end, value in ((date.min, parsed.lower_strict()), (date.max, parsed.upper_strict())):
        open_end = isinstance(value, float) and isinf(value)
        days.append(end if open_end else date(value.tm_year, value.tm_mon, value.tm_mday))
    start, slash, end_text = text.partition("/")
    return (
        date.min if slash and start == "" else days[0],
        date.max if slash and end_text == "" else days[1],
    )


# soft hyphen, joiners, Hangul fillers, direction marks, zero-width spaces, variation selectors,
# byte order mark, shorthand and music controls, tags
INVISIBLE = (
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
APOSTROPHES = "[`\xb4ʹʻ-ʿˈˊˋ՚׳‘-‛′‵‹›❛❜❟❮❯Ꞌꞌ]"
QUOTATION_MARKS = "[«»ʺˮ״“-‟″‶❝❞❠⹂「-』〝-〟🙶-🙸]"
DASHES = "[\u2010-\u2015\u2043\u2212˗֊־᐀᠆⸗⸚⸺⸻⹀⹝〜〰゠𐺭]"


@cache
def folded_character(character: str) -> str:
    """One character without differences that readers do not type."""
    for pattern, plain in ((APOSTROPHES, "'"), (QUOTATION_MARKS, '"'), (DASHES, "-")):
        if re.match(pattern, character):
            return plain
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    if letters != character:
        return folded(letters)
    unseen = unicodedata.combining(character) or re.match(INVISIBLE, character)
    return "" if unseen else character


def folded(text: str) -> str:
    """Text without case, accents, width and invisible characters, with plain quotes and dashes."""
    return "".join(map(folded_character, text))


def cells(text: str) -> list[str]:
    """The values of a cell."""
    return [part.strip() for part in text.split(";") if part.strip()]


def bare_words(text: str) -> list[str]:
    """The words of a text without punctuation around them."""
    bare = (re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in text.split())
    return [word for word in bare if word]


# words that the name of such a place can begin or end with, and that a search can omit or add
IN_NAMES = {
    "station": (
        *("railway station", "train station", "station", "железнодорожная станция", "станция"),
        *("вокзал", "기차역", "역"),
    ),
    "port": ("port of", "port", "harbour", "harbor", "порт", "항", "항구"),
    "naval_base": ("naval base", "база ВМФ", "해군기지"),
    "depot": ("depot", "склад", "арсенал"),
    "airport": ("airport", "air base", "airfield", "аэропорт", "аэродром", "공항"),
}


class Called(NamedTuple):
    """What a place or route is called, folded.

    As the data has it, the same without a word for its kind, and both with any word for its kind.
    """

    fully: frozenset[str]
    shortly: frozenset[str]
    with_kind: frozenset[str]


def names_of(feature: dict[str, str]) -> Called:
    """All names of a place or route."""
    written = [feature["name_en"], feature["name_ko"], feature["name_ru"]]
    names = {" ".join(bare_words(folded(name))) for name in written + cells(feature["aliases"])}
    names = {name for name in names if re.search(r"[^\W_]", name)}
    shorter, longer = set(), set()
    for word in map(folded, IN_NAMES.get(feature["kind"], ())):
        joint = "" if word >= folded("가") else " "  # Korean can write it as one word
        for name in names:
            shorter.add(name.removeprefix(f"{word} "))
            shorter |= {name.removesuffix(space + word).strip() for space in (joint, " ")}
    shorter = {name for name in shorter - names if len(name.replace(" ", "")) >= 3}
    for word in map(folded, IN_NAMES.get(feature["kind"], ())):
        joint = "" if word >= folded("가") else " "
        for name in names | shorter:
            longer |= {f"{word} {name}", f"{name} {word}", f"{name}{joint}{word}"}
    return Called(frozenset(names), frozenset(shorter), frozenset(longer))


def features_called(name: str, named: tuple[Called, ...]) -> list[Called]:
    """The places and routes that a name means: a full name wins over one with its kind or cut."""
    for kind in ("fully", "with_kind", "shortly"):
        if found := [called for called in named if name in getattr(called, kind)]:
            return found
    return []


def searched_words(words: list[str]) -> list[str]:
    """The words of a search before the thirteenth distinct one."""
    return [word for end, word in enumerate(words, 1) if len(set(words[:end])) <= 12]


@cache
def wordings(text: str, named: tuple[Called, ...]) -> list[frozenset[str]]:
    """The parts of a search, each as the set of names (or the one word) of which one must occur.

    Words at the beginning that form a name, as many as possible, then the words after them. A name
    of more than 20 places and routes is a plain word. A cut name is not one of a place if another
    place has it in full.
    """
    words = searched_words(bare_words(folded(text)))
    if not words:
        return []
    asked, either = words[0], frozenset(words[:1])
    for size in range(1, len(words) + 1):
        name = " ".join(words[:size])
        owner = name[:-2] if name.endswith("'s") else name
        meant = features_called(name, named)
        meant = meant if 0 < len(meant) <= 20 else features_called(owner, named)
        if 0 < len(meant) <= 20:
            full = frozenset().union(*(called.fully for called in named))
            asked = name
            either = frozenset().union(*(one.fully | (one.shortly - full) for one in meant))
    size = len(asked.split())
    return [either, *wordings(" ".join(words[size:]), named)]


def finds(text: str, named: tuple[Called, ...], written: list[str]) -> bool:
    """Whether a search finds texts: for each part, they contain all words of one name."""
    everything = folded("\n".join(written))
    return all(
        any(all(word in everything for word in name.split()) for name in names)
        for names in wordings(text, named)
    )


class Plain:
    """The files of a data folder, and the results of queries."""

    def __init__(self, folder: Path) -> None:
        def table(name: str) -> pd.DataFrame:
            path = folder / f"{name}.csv"
            return pd.read_csv(path, dtype=str, keep_default_na=False).set_index("id")

        self.claims = table("claims").to_dict("index")
        self.articles = table("articles").to_dict("index")
        self.sources = table("sources").to_dict("index")
        self.vessels = table("vessels").to_dict("index")
        self.part_of = table("allegations")["part_of"].to_dict()
        self.features = {
            feature["properties"]["id"]: feature["properties"]
            for name in ("places", "routes")
            for feature in json.loads((folder / f"{name}.geojson").read_text("utf-8"))["features"]
        }
        self.named = tuple(map(names_of, self.features.values()))

    def kept(self, query: str) -> set[str]:
        """The ids of the claims that match a query string.

        First the claims that pass every filter. Then each denial of the wanted sources, stances
        and allegations whose allegation, or a part of it, is affirmed by one of the claims kept so
        far. It can have any date, unless only what was known at the time is wanted.
        """
        asked = parse_qs(query)
        kept = {key for key in self.claims if self._passes(self.claims[key], asked)}
        as_known = asked.get("by") == ["known"]
        affirmed: set[str] = set()
        for claim in (self.claims[key] for key in kept):
            if self._affirms(claim) and claim["allegation"]:
                affirmed |= {claim["allegation"], *self._broader(claim["allegation"])}
        return kept | {
            key
            for key, claim in self.claims.items()
            if self._denies(claim)
            and claim["allegation"] in affirmed
            and self._is_of_a_wanted_side(claim, asked)
            and (not as_known or self._has_a_wanted_date(claim, asked))
        }

    def _is_of_a_wanted_side(self, claim: dict[str, str], asked: dict[str, list[str]]) -> bool:
        names = ("source", "allegation", "stance")
        return all(name not in asked or claim[name] in asked[name] for name in names)

    def _passes(self, claim: dict[str, str], asked: dict[str, list[str]]) -> bool:
        article = self.articles[claim["article"]]
        about = [self.features[key] for key in cells(claim["features"])]
        modes = {feature.get("mode") for feature in about}
        if named := set(cells(claim.get("mode", ""))):
            modes = (modes - {"unspecified"}) | named
        has = {
            "source": {claim["source"]},
            "allegation": {claim["allegation"]},
            "article": {claim["article"]},
            "publisher": {article["publisher"]},
            "stance": {claim["stance"]},
            "cargo": set(cells(claim["cargo"])),
            "mode": modes,
            "phase": {claim.get("phase") or "occurred"},
            "vessel": set(cells(claim.get("vessels", ""))),
            "evidence": set(cells(claim.get("evidence", ""))),
            "checked": {"yes" if claim.get("checked_by") else "no"},
            "about": set(cells(claim["features"])),
        }
        if any(name in asked and not own & set(asked[name]) for name, own in has.items()):
            return False
        texts = [claim["excerpt"], claim["note"], claim["quantity"], article["title"]]
        texts.append(self.sources[claim["source"]]["name"])
        texts += [claim.get("original", ""), claim.get("speaker", "")]
        for key in cells(claim.get("vessels", "")):
            ship = self.vessels[key]
            texts += [ship["name"], ship["name_ko"], ship["name_ru"], ship["imo"]]
            texts += cells(ship["aliases"])
        for feature in about:
            texts += [feature["name_en"], feature["name_ko"], feature["name_ru"]]
            texts += cells(feature["aliases"])
        if not finds(asked.get("q", [""])[0], self.named, texts):
            return False
        return self._has_a_wanted_date(claim, asked)

    def _has_a_wanted_date(self, claim: dict[str, str], asked: dict[str, list[str]]) -> bool:
        if "from" not in asked and "to" not in asked:
            return True
        article = self.articles[claim["article"]]
        happened, said, published = claim["happened"], claim["said"], article["published"]
        when = {
            "when": happened or said or published,
            "happened": happened,
            "said": said,
            "published": published,
            "known": said or published,
        }[asked.get("by", ["when"])[0]]
        if not when:
            return False
        first, last = bounds(when)
        after = "from" not in asked or last >= date.fromisoformat(asked["from"][0])
        return after and ("to" not in asked or first <= date.fromisoformat(asked["to"][0]))

    def statuses(self, query: str) -> dict[str, str]:
        """The status of every feature that the claims of a query string are about."""
        asked = parse_qs(query)
        keys = self.kept(query)
        kept = [claim for key, claim in self.claims.items() if key in keys]
        passing = [claim for claim in kept if self._passes(claim, asked)]
        denied = {claim["allegation"] for claim in kept if self._denies(claim)} - {""}
        claims_of: dict[str, list[dict[str, str]]] = defaultdict(list)
        for claim in passing:
            for feature in cells(claim["features"]):
                claims_of[feature].append(claim)
        # a denial outside the filters counts if an affirmed allegation is one that it denies
        affirmed: dict[str, set[str]] = {
            feature: {
                one
                for claim in claims
                if self._affirms(claim) and claim["allegation"]
                for one in (claim["allegation"], *self._broader(claim["allegation"]))
            }
            for feature, claims in claims_of.items()
        }
        for claim in kept:
            for feature in cells(claim["features"]):
                if claim not in passing and claim["allegation"] in affirmed.get(feature, ()):
                    claims_of[feature].append(claim)
        return {feature: self._status(own, denied) for feature, own in claims_of.items()}

    def _status(self, claims: list[dict[str, str]], denied: set[str]) -> str:
        affirmed = {claim["allegation"] for claim in claims if self._affirms(claim)}
        refused = {claim["allegation"] for claim in claims if self._denies(claim)}
        if affirmed & refused or any(self._broader(one) & denied for one in affirmed):
            return "disputed"
        if affirmed or refused:
            return "asserted" if affirmed else "denied"
        return "withdrawn" if all(map(self._is_withdrawn, claims)) else "background"

    def _is_withdrawn(self, claim: dict[str, str]) -> bool:
        return bool(self.articles[claim["article"]].get("retracted_on"))

    def _affirms(self, claim: dict[str, str]) -> bool:
        return claim["stance"] in AFFIRMS and not self._is_withdrawn(claim)

    def _denies(self, claim: dict[str, str]) -> bool:
        return claim["stance"] == "denies" and not self._is_withdrawn(claim)

    def _broader(self, allegation: str) -> set[str]:
        found: set[str] = set()
        while allegation := self.part_of.get(allegation, ""):
            found.add(allegation)
        return found
