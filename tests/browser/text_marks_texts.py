"""Invented texts for the text with marks, and what is found in them."""

from __future__ import annotations

from tests.corpora import ours

ENGLISH = """Strait ferries carried timber, harbour office says

The harbour office of Eastmark said on 2 May 2031 that two ferries had carried timber to \
Westhaven. “No timber left our quays,” the port ministry said.

According to the Strait Courier, the Grey Heron sailed last Wednesday. The ministry denied it.
A second ship was expected in June 2031.
"""
KOREAN = """동쪽 항만청은 5월 2일 나무를 실은 배 두 척이 떠났다고 밝혔다. 항구성은 이를 부인했다.

회색왜가리호는 지난 수요일 출항했다.
"""
# letters outside the Basic Multilingual Plane, joined emoji, jamo, and combining accents
EMOJI = (
    "🚂 The train 👩\u200d🚀 left 𝔈astmark. "
    "🛳\ufe0f It came to \u1112\u1161\u11ab Cafe\u0301 🇰🇷 again."
)
TEXTS = {
    "english": ENGLISH,
    "korean": KOREAN,
    "emoji": EMOJI,
    "hostile": "\n".join(" ".join(text.split()) for text in ours()),
    "long": (ENGLISH + "\n") * 300,
    "empty": " \n\u200b",
}
FOUND = (
    ("Eastmark", "name", "Place: Eastmark, a port"),
    ("Westhaven", "name", "Place: Westhaven, a port"),
    ("harbour office of Eastmark", "source", "Claim source: Eastmark harbour office"),
    ("port ministry", "source", "Claim source: port ministry"),
    ("Grey Heron", "vessel", "Vessel: Grey Heron"),
    ("2 May 2031", "day", "Date: 2031-05-02"),
    ("last Wednesday", "day", "Date: 2031-04-30, the Wednesday before publication"),
    ("June 2031", "day", "Date: 2031-06"),
    ("said", "cue", "Asserts"),
    ("According to", "cue", "Reports"),
    ("denied", "cue", "Denies"),
    ("5월 2일", "day", "Date: 2031-05-02"),
    ("부인했다", "cue", "Denies"),
    ("𝔈astmark", "name", "Place: 𝔈astmark"),
    ("Cafe\u0301", "name", "Place: Cafe\u0301 <b>bold</b>"),
)
