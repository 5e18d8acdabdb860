"""The kinds of changes between two states of the data: the values of the filter ``kind``."""

from __future__ import annotations

from typing import Final

from routemap.model.terms import Term, Vocabulary

CHANGE_KINDS: Final = Vocabulary(
    "kind of change",
    (
        Term("status", "Status changed", "A place or route is now asserted, disputed or denied."),
        Term("side", "Side changed", "An allegation or a claim source has gained or lost a side."),
        Term(
            "quotation",
            "Quotation not verified",
            "A quotation is not in the saved text of its article any more.",
        ),
        Term("denial", "New denial", "A claim that denies an allegation was added."),
        Term("claim", "New claim", "A claim that does not deny was added."),
        Term("feature", "New place or route", "A place or route was added."),
        Term("record", "Other new record", "A source, article, ship or allegation was added."),
        Term("correction", "Correction", "Something was changed that stood there before."),
        Term("removal", "Removal", "Something was removed."),
    ),
)
