"""The operator's text in the data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from routemap.data.about import LONGEST, read_about
from routemap.data.load import SHIPPED


def test_the_shipped_text_says_what_is_unknown() -> None:
    text = read_about(SHIPPED)
    for heading in ("What this is", "Method", "Who runs it", "Contact and corrections"):
        assert f"## {heading}" in text


def test_a_folder_without_the_file_has_no_text(tmp_path: Path) -> None:
    assert read_about(tmp_path) == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a" * (LONGEST + 1), "more than 50,000 bytes"), (b"Caf\xe9", r"not UTF-8 \(byte 4\)")],
)
def test_a_text_that_cannot_be_shown_is_an_error_that_says_why(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "about.md").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_about(tmp_path)
