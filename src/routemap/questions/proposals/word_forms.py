"""How names change in a text: endings of Russian names, Korean particles, and where words end.

Everything here works on text that was folded by :func:`routemap.data.word_index.fold`: it is in
lower case, “й” is “и”, “ё” is “е”, and Hangul is decomposed into its letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from routemap.data.word_index import fold

Forms = tuple[str, ...]

_CYRILLIC: Final = re.compile("[а-яѐ-ԯ]+")
_HANGUL: Final = re.compile("[\u1100-\u11ff]")
# scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# particles that can follow a Korean name, up to three together, as in “에서는”
_PARTICLES: Final = (
    "가 이 은 는 을 를 의 에 서 에서 에게 께서 와 과 도 만 로 으로 까지 부터 처럼 보다 "
    "라고 이라고 라는 이라는 "
    "이나 나 및 등 이며 이다 였다 이었다"
)  # fmt: skip
_AFTER_KOREAN: Final = re.compile(
    rf"(?:{'|'.join(map(fold, _PARTICLES.split()))}){{0,3}}(?![\u1100-\u11ff])"
)


@dataclass(frozen=True)
class Declension:
    """How Russian words with one ending are declined in the singular.

    Attributes
    ----------
    ending
        Regular expression for the end of the word.
    cut
        How many letters at the end change.
    forms
        What replaces them in the genitive, dative, accusative, instrumental and prepositional.
    """

    ending: re.Pattern[str]
    cut: int
    forms: Forms


# of the rows that match, those with the first matching ending are used
_DECLENSIONS: Final = (
    Declension(re.compile("ая$"), 2, ("ои", "ои", "ую", "ои", "ои")),
    Declension(re.compile("ыи$"), 2, ("ого", "ому", "ыи", "ым", "ом")),
    Declension(re.compile("[гкх]ии$"), 2, ("ого", "ому", "ии", "им", "ом")),
    Declension(re.compile("нии$"), 2, ("его", "ему", "ии", "им", "ем")),
    Declension(re.compile("[аеоу]и$"), 1, ("я", "ю", "и", "ем", "е")),
    Declension(re.compile("ия$"), 1, ("и", "и", "ю", "еи", "и")),
    Declension(re.compile("[аеоуь]я$"), 1, ("и", "е", "ю", "еи", "е")),
    Declension(re.compile("[гкхжчшщ]а$"), 1, ("и", "е", "у", "ои", "е")),
    Declension(re.compile("а$"), 1, ("ы", "е", "у", "ои", "е")),
    Declension(re.compile("ь$"), 1, ("я", "ю", "ь", "ем", "е")),
    Declension(re.compile("ь$"), 1, ("и", "и", "ь", "ью", "и")),
    Declension(re.compile("[бвгджзклмнпрстфхцчшщ]$"), 0, ("а", "у", "", "ом", "е")),
)
_CASES: Final = len(_DECLENSIONS[0].forms)
_SHORTEST: Final = 3  # letters; shorter words are prepositions


def stem(name: str) -> str:
    """Return the beginning that a folded name has in all cases.

    Examples
    --------
    >>> stem("новая велия"), stem("north ostby")
    ('нов', 'north ostby')
    """
    first = name.split(" ", 1)[0]
    if first.isascii() or not _CYRILLIC.fullmatch(first):
        return name
    return first[: len(first) - max((row.cut for row in _rows(first)), default=0)]


@lru_cache(maxsize=4_096)
def declined(name: str) -> tuple[str, ...]:
    """Return a folded Russian name in the other cases, by fixed rules for its endings.

    All words are declined, or only the first one: a name that follows the word for its kind can
    stay as it is. Names in other letters have no other forms. Irregular forms and plurals are not
    covered, and no vowel is dropped.

    Examples
    --------
    >>> declined("кордия")
    ('кордии', 'кордию', 'кордиеи')
    >>> "новои велии" in declined("новая велия"), "порта велм" in declined("порт велм")
    (True, True)
    """
    words = name.split()
    if not all(map(_CYRILLIC.fullmatch, words)):
        return ()
    all_words = [_cases(word) for word in words]
    first_word = [*all_words[:1], *(((word,) * _CASES,) for word in words[1:])]
    found = {
        " ".join(case): None
        for forms in (all_words, first_word)
        for chosen in product(*forms)
        for case in zip(*chosen, strict=True)
    }
    return tuple(form for form in found if form != name)


def _cases(word: str) -> tuple[Forms, ...]:
    """Return the forms of a word by case, several times if its ending is ambiguous."""
    return tuple(
        tuple(word[: len(word) - row.cut] + form for form in row.forms) for row in _rows(word)
    ) or ((word,) * _CASES,)


def _rows(word: str) -> list[Declension]:
    """Return the rows for the ending of a word, none if it does not change."""
    if len(word) < _SHORTEST:
        return []
    first = next((row for row in _DECLENSIONS if row.ending.search(word)), None)
    return [row for row in _DECLENSIONS if first and row.ending == first.ending]


def begins_word(text: str, at: int) -> bool:
    """Return whether a word of a folded text can begin at a position.

    In scripts that put no spaces between words it can begin anywhere.

    Examples
    --------
    >>> begins_word("north ostby", 6), begins_word("northostby", 5)
    (True, False)
    """
    if at == 0 or _UNSPACED.match(text[at]):
        return True
    before = text[at - 1]
    return not before.isalnum() or _UNSPACED.match(before) is not None


def ends_word(text: str, at: int) -> bool:
    """Return whether a word of a folded text can end before a position.

    Korean particles can follow it.

    Examples
    --------
    >>> ends_word("ostby's", 5), ends_word("ostbyer", 5)
    (True, False)
    >>> [ends_word(fold(words), len(fold("벨마"))) for words in ("벨마에서는", "벨마산")]
    [True, False]
    """
    after = text[at : at + 1]
    if _HANGUL.match(after):
        return _AFTER_KOREAN.match(text, at) is not None
    return not after.isalnum() or any(map(_UNSPACED.match, (after, text[at - 1])))


def is_distinctive(name: str, *, is_acronym: bool) -> bool:
    """Return whether a folded name has enough letters to be looked for in a text.

    Two are enough in Korean and in scripts without spaces, and for an acronym; else it takes
    three.
    """
    if name.isascii() and name[:_SHORTEST].isalnum() and len(name) >= _SHORTEST:
        return True  # the usual case, checked first
    letters = [letter for letter in name if letter.isalnum()]
    if not letters:
        return False
    if _HANGUL.match(letters[0]):
        return sum("\u1100" <= letter < "\u1160" for letter in letters) > 1
    least = 2 if is_acronym or _UNSPACED.match(letters[0]) else _SHORTEST
    return len(letters) >= least
