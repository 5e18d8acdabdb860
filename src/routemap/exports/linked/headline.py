"""One line that says who takes which side on what."""

from __future__ import annotations

from routemap.model.text import one_line
from routemap.questions.claim import ClaimDetails


def headline(claim: ClaimDetails) -> str:
    """Return claim source, stance and allegation in one line, such as a label of a list.

    It always names the source, so that no allegation is read as a fact, and says if the claim is
    withdrawn, because its article was retracted.
    """
    stance = f"{claim.stance_label.lower()}{', withdrawn' if claim.withdrawn else ''}"
    said = f"{claim.source} ({stance})"
    return one_line(f"{said}: {claim.allegation}" if claim.allegation else said)
