"""Words that show which stance a source takes, one row per cue.

The stances follow the table “Stance” of ``docs/coding-guide.md``. A row says what the words mean if
nothing is known about the source; :data:`KIND_RULES` says what changes with its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """Where the source is named: before the cue, after it, or before it and else after it."""

    BEFORE = "before"
    AFTER = "after"
    EITHER = "either"


@dataclass(frozen=True)
class CueRule:
    """Words that propose a stance.

    Attributes
    ----------
    language
        Their language (BCP 47).
    forms
        The words in each form that is looked for. A Korean form can be continued by other letters
        and begins a word, unless it starts with a hyphen.
    stance
        Key of the stance.
    side
        Where the source is named.
    """

    language: str
    forms: tuple[str, ...]
    stance: str
    side: Side = Side.EITHER


@dataclass(frozen=True)
class KindRule:
    """How the kind of a source changes the stance of a cue.

    Attributes
    ----------
    stance
        The stance of the cue.
    kinds
        Kinds of sources to which the rule applies.
    becomes
        The stance of the claim, ``""`` if the guide leaves it open.
    """

    stance: str
    kinds: frozenset[str]
    becomes: str


_PARTIES: Final = frozenset({"government", "embassy", "company"})
_NOT_MEDIA: Final = _PARTIES | {"international", "analysts", "unnamed"}

KIND_RULES: Final = (
    # only news media report; all others speak for themselves
    KindRule("asserts", frozenset({"media"}), "reports"),
    KindRule("reports", _NOT_MEDIA, "asserts"),
    # a party that says “no proof” denies, and only a person can tell who is a party
    KindRule("finds_none", _PARTIES, ""),
)


def _row(language: str, forms: str, stance: str, side: Side = Side.EITHER) -> CueRule:
    return CueRule(language, tuple(forms.split("|")), stance, side)


CUES: Final = (
    _row("en", "says|said|say|saying", "asserts"),
    _row("en", "said by|claimed by|confirmed by|announced by", "asserts", Side.AFTER),
    _row("en", "according to", "asserts", Side.AFTER),
    _row("en", "stated|states", "asserts", Side.BEFORE),
    _row("en", "told", "asserts", Side.BEFORE),
    _row("en", "added|adds", "asserts"),
    _row("en", "announced|announces", "asserts"),
    _row("en", "confirmed|confirms|confirm", "asserts"),
    _row("en", "claimed|claims that", "asserts"),
    _row("en", "alleged|alleges|allege", "asserts"),
    _row("en", "accused|accuses|accuse", "asserts", Side.BEFORE),
    _row("en", "insisted|insists|insist", "asserts"),
    _row("en", "warned|warns|warn", "asserts"),
    _row("en", "disclosed|revealed", "asserts"),
    _row("en", "reported|reports that|report that", "reports"),
    _row("en", "reported by", "reports", Side.AFTER),
    _row("en", "estimated|estimates|estimate", "estimates"),
    _row("en", "estimated by", "estimates", Side.AFTER),
    _row("en", "assessed|assesses|assess", "estimates"),
    _row("en", "imagery shows|imagery showed|images show|images showed", "estimates"),
    _row("en", "denied|denies|deny|denying", "denies", Side.BEFORE),
    _row("en", "denied by|rejected by|dismissed by", "denies", Side.AFTER),
    _row("en", "rejected|rejects|reject", "denies", Side.BEFORE),
    _row("en", "dismissed|dismisses|dismiss", "denies", Side.BEFORE),
    _row("en", "refuted|refutes|refute", "denies", Side.BEFORE),
    _row("en", "not true|untrue|groundless|baseless|unfounded", "denies", Side.BEFORE),
    _row("en", "called it a lie|called it false|called it absurd|called it a fake", "denies"),
    _row(
        "en",
        "declined to comment|declines to comment|refused to comment|did not comment"
        "|would not comment|neither confirmed nor denied|neither confirms nor denies"
        "|did not confirm or deny|would not confirm or deny",
        "declines",
    ),
    _row(
        "en",
        "found no evidence|found no sign|found no signs|saw no sign|saw no signs|saw no evidence",
        "finds_none",
    ),
    _row("en", "speculated|speculates|speculate", "background"),
    _row("ko", "밝혔|밝힌|밝히며|밝히고", "asserts", Side.BEFORE),
    _row("ko", "말했|말한|말하며", "asserts", Side.BEFORE),
    _row("ko", "주장했|주장한|주장하며|주장하고", "asserts", Side.BEFORE),
    _row("ko", "발표했|발표한|발표하며", "asserts", Side.BEFORE),
    _row("ko", "확인했|확인한|확인하며", "asserts", Side.BEFORE),
    _row("ko", "강조했|강조하며|덧붙였", "asserts", Side.BEFORE),
    _row("ko", "-에 따르면|-에 의하면", "asserts", Side.BEFORE),
    _row("ko", "보도했|보도한|보도하며", "reports", Side.BEFORE),
    _row("ko", "전했|전하며", "reports", Side.BEFORE),
    _row("ko", "추정했|추정한|추정하고|추산했|추산한", "estimates", Side.BEFORE),
    _row("ko", "분석했|분석한|평가했", "estimates", Side.BEFORE),
    _row("ko", "부인했|부인한|부인하며|부인하고", "denies", Side.BEFORE),
    _row("ko", "일축했|일축한|일축하며", "denies", Side.BEFORE),
    _row("ko", "반박했|반박한|반박하며", "denies", Side.BEFORE),
    _row("ko", "사실이 아니|사실무근", "denies", Side.BEFORE),
    _row("ko", "언급을 거부했|답변을 거부했|논평을 거부했", "declines", Side.BEFORE),
    _row("ko", "확인도 부인도 하지 않", "declines", Side.BEFORE),
    _row("ru", "сказал|сказала|сказали|сказано", "asserts"),
    _row("ru", "заявил|заявила|заявили|заявило|заявляет", "asserts"),
    _row("ru", "сообщил|сообщила|сообщили|сообщило", "asserts"),
    _row("ru", "рассказал|рассказала|рассказали", "asserts"),
    _row("ru", "подтвердил|подтвердила|подтвердили|подтвердило", "asserts"),
    _row("ru", "утверждает|утверждают|утверждал|утверждала", "asserts"),
    _row("ru", "обвинил|обвинила|обвинили|обвинило", "asserts"),
    _row("ru", "по данным|по словам|по информации", "asserts", Side.AFTER),
    _row("ru", "сообщает|сообщают", "reports"),
    _row("ru", "передаёт|передает|пишет|пишут", "reports"),
    _row("ru", "по оценкам|по оценке", "estimates", Side.AFTER),
    _row("ru", "оценивает|оценивают|оценил|оценила|оценили", "estimates"),
    _row("ru", "опроверг|опровергла|опровергли|опровергло|опровергает", "denies"),
    _row("ru", "отверг|отвергла|отвергли|отвергло|отвергает", "denies"),
    _row("ru", "отрицает|отрицают|отрицал|отрицала|отрицали", "denies"),
    _row("ru", "не соответствует действительности|назвал ложью|назвала ложью", "denies"),
    _row(
        "ru",
        "отказался от комментариев|отказалась от комментариев|отказались от комментариев"
        "|отказался комментировать|отказалась комментировать|отказались комментировать",
        "declines",
    ),
    _row("ru", "не нашёл признаков|не нашла признаков|не нашли признаков", "finds_none"),
    _row("ru", "предположил|предположила|предположили", "background"),
)  # fmt: skip
