"""Line numbers of the features of a GeoJSON file."""

from __future__ import annotations

from routemap.data.reading.json_spans import Span, items, members


def feature_lines(content: bytes) -> list[int]:
    """Return the line of each feature, counted from 1.

    This is called only if there is a problem to report, so files without problems take no extra
    time.

    Parameters
    ----------
    content
        A FeatureCollection that was parsed before and therefore is valid JSON.
    """
    text = content.decode("utf-8-sig", "surrogateescape")
    lines: list[int] = []
    line, seen = 1, 0
    try:
        spans = feature_spans(text)
    except RecursionError:  # nested almost too deeply to be parsed at all
        return lines
    for start, _end in spans:
        line += text.count("\n", seen, start)
        seen = start
        lines.append(line)
    return lines


def feature_spans(text: str) -> list[Span]:
    """Return where each feature of a FeatureCollection begins and ends."""
    spans: list[Span] = []
    for key, (start, _end) in members(text):
        if key == "features":  # if the key appears twice, the last one counts
            spans = list(items(text, start)) if text[start] == "[" else []
    return spans
