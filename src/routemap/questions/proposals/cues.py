"""Words in a text that propose the stance of a claim, and its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from routemap.data.dataset import Dataset
from routemap.questions.proposals.cue_table import CUES, KIND_RULES, CueRule, Side
from routemap.questions.proposals.names import Found
from routemap.questions.proposals.sentences import Sentence

_BEFORE: Final = 40  # characters before a cue in which a negation counts
_NEGATION: Final = re.compile(
    r"(?:\b(?:not|never|nor|neither|without|hardly|cannot|no)|n['’]t)\s{1,4}(?:\w{1,15}\s{1,4}){0,2}$"
    r"|\b(?:не|ни|без)\s{1,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cue:
    """Words that propose a stance.

    Attributes
    ----------
    start, end
        Their first position in the text, and the position after their last character, in code
        points.
    words
        The words in the text.
    stance
        Key of the proposed stance.
    source
        Id of the claim source that the sentence names for it, ``""`` if none or several.
    """

    start: int
    end: int
    words: str
    stance: str
    source: str


def cues_in(
    text: str, sentences: Iterable[Sentence], names: Iterable[Found], dataset: Dataset
) -> tuple[Cue, ...]:
    """Return the cues of a text in its order, with the source that each sentence names for them.

    The source is the nearest one that the sentence names on the side that the cue expects. Its kind
    can change the stance: only news media report. A negated cue, such as “did not deny”,
    proposes nothing.

    Parameters
    ----------
    text
        Plain text.
    sentences
        Its sentences.
    names
        The names in it.
    dataset
        The data, for the kinds of the sources.
    """
    kinds = dataset.sources["kind"]
    sources = _sources(names)
    cues = []
    for sentence in sentences:
        own = [name for name in sources if sentence.start <= name.start < sentence.end]
        for found, rule in _matches(text, sentence):
            source = _nearest(found, rule.side, own)
            stance = _stance(rule.stance, str(kinds[source]) if source else "")
            if stance:
                cues.append(Cue(*found.span(), found.group(), stance, source))
    return tuple(cues)


def _sources(names: Iterable[Found]) -> list[Found]:
    """Return the names of claim sources that only one source has."""
    sources = [name for name in names if name.table == "sources"]
    times = Counter(name.start for name in sources)
    return [name for name in sources if times[name.start] == 1]


def _matches(text: str, sentence: Sentence) -> Iterator[tuple[re.Match[str], CueRule]]:
    pattern, rules = _patterns()
    for found in pattern.finditer(text, sentence.start, sentence.end):
        before = text[max(sentence.start, found.start() - _BEFORE) : found.start()]
        if not _NEGATION.search(before):
            yield found, rules[" ".join(found.group().lower().split())]


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, CueRule]]:
    """Return one pattern for all cues, and the rule of each form."""
    rules = {form.removeprefix("-"): rule for rule in CUES for form in rule.forms}
    groups: dict[tuple[str, str], list[str]] = {}
    for rule in CUES:
        for form in rule.forms:
            before = "" if form.startswith("-") else r"(?<!\w)(?=\w)"
            after = "" if rule.language == "ko" else r"(?!\w)"
            groups.setdefault((before, after), []).append(form.removeprefix("-"))
    pattern = "|".join(
        f"{before}(?:{'|'.join(map(_expression, sorted(forms, key=len, reverse=True)))}){after}"
        for (before, after), forms in groups.items()
    )
    return re.compile(pattern, re.IGNORECASE), rules


def _expression(form: str) -> str:
    return r"\s{1,4}".join(map(re.escape, form.split()))


def _nearest(found: re.Match[str], side: Side, sources: Sequence[Found]) -> str:
    before = [name for name in sources if name.end <= found.start()]
    after = [name for name in sources if name.start >= found.end()]
    nearest = {
        Side.BEFORE: before[-1:],
        Side.AFTER: after[:1],
        Side.EITHER: before[-1:] or after[:1],
    }[side]
    return nearest[0].record if nearest else ""


def _stance(stance: str, kind: str) -> str:
    rules = (rule for rule in KIND_RULES if rule.stance == stance and kind in rule.kinds)
    return next((rule.becomes for rule in rules), stance)
