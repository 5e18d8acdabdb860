"""Which stance a statement gets: the decision table of the coding guide.

docs/coding-guide.md has the same table, with examples; a test fails if they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class StanceRule:
    """A row of the decision table.

    Attributes
    ----------
    when
        What the claim source does.
    stance
        Its stance: a value of :data:`routemap.model.vocabulary.STANCES`.
    more
        What else is recorded, beginning with punctuation. Columns are between backquotes.
    """

    when: str
    stance: str
    more: str = ""


STANCE_RULES: Final = (
    StanceRule(
        "says in its own name that it is so; speaks about its own acts, wishes or area of work",
        "asserts",
    ),
    StanceRule(
        "is an unnamed person whom a medium relays",
        "asserts",
        ", and the medium is in `relayed_by`",
    ),
    StanceRule(
        "takes it as given in a statement about something else",
        "asserts",
        ", and the note says so",
    ),
    StanceRule(
        "is a news medium that states it in its own voice, or as somebody else's news, and shows "
        "no evidence of its own",
        "reports",
    ),
    StanceRule("infers it from imagery, ship data or counts", "estimates"),
    StanceRule("computes an amount from evidence", "estimates"),
    StanceRule(
        "says that it is false, or calls it absurd, a lie, a fake, a rumour or gossip", "denies"
    ),
    StanceRule(
        "is a party to the matter and answers the accusation by saying that there is no proof",
        "denies",
        ", and the note says so",
    ),
    StanceRule(
        "is no party, and says that it looked and found no evidence or saw nothing",
        "finds_none",
        ", on the allegation that it looked for signs of: not seen is not denied",
    ),
    StanceRule("says that something may be so, without evidence", "background"),
    StanceRule(
        "was asked, or spoke about it, and does not comment or does not confirm",
        "declines",
        ", on the allegation in question. If the report that says so is not in the data, there is "
        "no claim, and the note of the claim in question may say so",
    ),
    StanceRule(
        "gives context: law, infrastructure, history, motives, payment",
        "background",
        ", without an allegation",
    ),
)
