"""Free text: where it matches, for readers to see, and which claims match best."""

from __future__ import annotations

from routemap.dataset import fold
from routemap.selection import Selection

_WEIGHTS = (("names", 4), ("excerpt", 3), ("source", 2), ("note", 1))


def highlight(text: str, wanted: str) -> list[tuple[str, bool]]:
    """Split text into runs, each with whether it matches a word of ``wanted``.

    Case, accents and width do not count, as in the search itself.

    Examples
    --------
    >>> highlight("Tumangang Station", "tumang")
    [('Tumang', True), ('ang Station', False)]
    """
    folded, origin = [], []
    for position, character in enumerate(text):
        for part in fold(character):
            folded.append(part)
            origin.append(position)
    haystack = "".join(folded)
    hit = [False] * len(text)
    for word in fold(wanted).split():
        at = haystack.find(word)
        while at >= 0:
            for position in range(origin[at], origin[at + len(word) - 1] + 1):
                hit[position] = True
            at = haystack.find(word, at + len(word))
    runs: list[tuple[str, bool]] = []
    for character, matches in zip(text, hit, strict=True):
        if runs and runs[-1][1] == matches:
            runs[-1] = (runs[-1][0] + character, matches)
        else:
            runs.append((character, matches))
    return runs


def ranked(selection: Selection) -> list[int]:
    """Return positions of the claims of a selection, best match of its text first.

    A word in a place or route name counts most, then in the excerpt, the claim
    source and the note; each further time counts less. Equal ones keep file order.
    """
    dataset, words = selection.dataset, fold(selection.query.text).split()
    names = {
        key: fold(" ".join([row["name_en"], row["name_ko"], row["name_ru"], *row["aliases"]]))
        for key, row in dataset.features.to_dict("index").items()
    }
    sources = {key: fold(name) for key, name in dataset.sources["name"].items()}

    def score(position: int) -> float:
        claim = dataset.claims.iloc[position]
        fields = {
            "names": " ".join(names[key] for key in claim["features"]),
            "excerpt": fold(claim["excerpt"]),
            "source": sources[claim["source"]],
            "note": fold(claim["note"]),
        }
        return sum(
            weight * (2 - 0.5 ** fields[field].count(word))
            for field, weight in _WEIGHTS
            for word in words
            if word in fields[field]
        )

    positions = [position for position, kept in enumerate(selection.mask) if kept]
    return sorted(positions, key=score, reverse=True)
