"""Closed lists of what a claim says about a movement: phase, unit, evidence."""

from __future__ import annotations

from typing import Final

from routemap.model.terms import Term, Vocabulary

PHASES: Final = Vocabulary(
    "phase",
    (
        Term(
            "planned",
            "Planned",
            "The claim says that it is intended, agreed or ordered.",
            clause="It is said to be planned, not to have happened.",
        ),
        Term(
            "expected",
            "Expected",
            "The claim says that it will or may happen.",
            clause="It is said to be expected, not to have happened.",
        ),
        Term(
            "attempted",
            "Attempted",
            "The claim says that it was tried, not that it succeeded.",
            clause="It is said to have been attempted, not to have succeeded.",
        ),
        Term("occurred", "Occurred", "The claim says that it happened or is happening."),
        Term("ended", "Ended", "The claim says that it happened and has stopped."),
    ),
)
"""From the least to the most that a claim says has happened."""
OCCURRED: Final = "occurred"
PENDING: Final = PHASES.keys[: PHASES.keys.index(OCCURRED)]
"""The phases of claims that do not say that something moved."""

UNITS: Final = Vocabulary(
    "unit",
    (
        Term("shells", "shells", "Artillery shells or rockets.", is_counted=True),
        Term("containers", "containers", "Shipping containers.", is_counted=True),
        Term("railcars", "railcars", "Railway wagons or carriages.", is_counted=True),
        Term("barrels", "barrels", "Barrels of oil or oil products."),
        Term("tonnes", "tonnes", "Metric tonnes."),
        Term("people", "people", "Soldiers, workers or other people.", is_counted=True),
        Term("animals", "animals", "Live animals.", is_counted=True),
        Term("voyages", "voyages", "Voyages, flights or train journeys.", is_counted=True),
        Term("ships", "ships", "Ships.", is_counted=True),
    ),
)

EVIDENCE: Final = Vocabulary(
    "evidence",
    (
        Term("statement", "Statement", "The source gives no evidence but its word."),
        Term("imagery", "Satellite or aerial images", "Images taken from above."),
        Term("documents", "Documents", "Papers, records or data that were shown or cited."),
        Term("tracking", "Tracking", "Positions of ships or aircraft, such as AIS."),
        Term("photographs", "Photographs and video", "Pictures or video taken on the ground."),
        Term("witnesses", "Witnesses", "People who saw or took part in it."),
        Term("intelligence", "Intelligence", "Information of an intelligence service."),
    ),
)

CHECKED: Final = Vocabulary(
    "second reader",
    (
        Term("yes", "Checked by a second reader", "A second person has compared it with the text."),
        Term("no", "Not checked", "No second reader is named."),
    ),
)
