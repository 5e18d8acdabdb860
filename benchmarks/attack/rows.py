"""The attacks: one row each, with a description and the size of the attack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.attack.answers import metrics, pages
from benchmarks.attack.downloads import downloads, left_files
from benchmarks.attack.forwarded import forwarded
from benchmarks.attack.ground import Dose, Found, Ground
from benchmarks.attack.half_sent import half_sent
from benchmarks.attack.messages import frames, messages
from benchmarks.attack.pictures import pictures
from benchmarks.attack.searches import searches


@dataclass(frozen=True)
class Row:
    """An attack.

    Attributes
    ----------
    key, meaning
        A name for the command line, and a description for readers.
    run
        Starts servers, attacks them, and returns the measurements.
    full, short
        Size of the attack, as measured for the documentation and as run with the tests.
    claims
        Number of claims that the tests generate for it; 0 if the shipped data is sufficient.
    """

    key: str
    meaning: str
    run: Callable[[Ground, Dose], Found]
    full: Dose
    short: Dose
    claims: int = 0


ROWS: Final = (
    Row(
        "searches",
        "30 searches at once, each with 99 words or with a sign that expands to hundreds, for "
        "evidence and for views, in addresses and in bodies; another reader opens a page.",
        searches,
        Dose(30),
        Dose(90, is_short=True),
        claims=20_000,
    ),
    Row(
        "messages",
        "A message of 190 kB on the socket of a page that unpacks to 190 MB, from somebody who "
        "never signed in; then six at once.",
        messages,
        Dose(190),
        Dose(190, is_short=True),
    ),
    Row(
        "pictures",
        "15 previews at once and one a second from then on, each closed at once; another reader "
        "asks for one.",
        pictures,
        Dose(15),
        Dose(15, readers=4, is_short=True),
    ),
    Row(
        "downloads",
        "60 downloads of the Export page that nobody waits for; another reader downloads a CSV.",
        downloads,
        Dose(60),
        Dose(60, is_short=True),
    ),
    Row(
        "forwarded",
        "9 requests that give X-Forwarded-For twice, where 8 a minute and 2 at once are allowed.",
        forwarded,
        Dose(9),
        Dose(9, is_short=True),
    ),
    Row(
        "frames",
        "Text frames of one byte, each on a socket of its own, which write the log.",
        frames,
        Dose(600),
        Dose(300, is_short=True),
    ),
    Row(
        "half-sent",
        "300 requests whose head or body never ends, silent or byte by byte.",
        half_sent,
        Dose(300, seconds=30),
        Dose(100, seconds=20, is_short=True),
    ),
    Row(
        "left-files",
        "A server is killed after it has prepared a file, and another is started.",
        left_files,
        Dose(1),
        Dose(1, is_short=True),
    ),
    Row(
        "metrics",
        "The metrics of the server, asked for by a stranger.",
        metrics,
        Dose(1),
        Dose(1, is_short=True),
    ),
    Row(
        "pages",
        "The longest page of every list of the API: a thousand records.",
        pages,
        Dose(1000),
        Dose(1000, is_short=True),
        claims=5_000,
    ),
)
