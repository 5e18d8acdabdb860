"""Settings are parsed strictly, and docs/operating.md lists them."""

from __future__ import annotations

import re

import pytest

from routemap.data.load import SHIPPED
from routemap.data.settings import FRAME_ANCESTORS, RATE_API, SETTINGS, frame_ancestors
from routemap.model.errors import SettingError

ROOT = SHIPPED.parent
OPERATING = ROOT / "docs" / "operating.md"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_the_table_says_what_a_setting_is_and_means(setting) -> None:  # type: ignore[no-untyped-def]
    default = f"`{setting.default}`" if setting.default else ""
    row = f"| `{setting.key}` | {default} | {setting.meaning} |"
    assert row in OPERATING.read_text(encoding="utf-8")


def test_the_table_names_every_variable_that_the_code_reads_and_no_other() -> None:
    name = re.compile(r"\bROUTEMAP_[A-Z_]+\b")
    sources = [*(ROOT / "src").rglob("*.py"), ROOT / "app.py"]
    read = {found for path in sources for found in name.findall(path.read_text(encoding="utf-8"))}
    section = OPERATING.read_text(encoding="utf-8").split("## Settings\n")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `(ROUTEMAP_[A-Z_]+)` \|", section, re.MULTILINE))
    assert read == listed


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "x", "٣", "0x10", "9" * 10, "1 2"])
def test_what_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(RATE_API.key, text)
    with pytest.raises(SettingError, match="whole number"):
        RATE_API.number()


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RATE_API.key, " ")
    assert RATE_API.number() == int(RATE_API.default)


def test_unset_everybody_may_embed_what_everybody_may_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(FRAME_ANCESTORS.key, raising=False)
    assert frame_ancestors(is_private=False) == "*"
    assert frame_ancestors(is_private=True) == "'self'"


@pytest.mark.parametrize(
    "text",
    ["'none'", "'self'", "*", "https://news.example", "https://*.news.example:8443 'self'",
     "http://localhost:*"],
)  # fmt: skip
def test_sites_that_may_embed_can_be_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(FRAME_ANCESTORS.key, f" {text} ")
    assert frame_ancestors(is_private=True) == text


@pytest.mark.parametrize(
    "text",
    ["news.example", "https://news.example; script-src *", "https://a.example, https://b.example",
     "self", "'none' https://a.example", "https://a.example/path", "javascript:x", "https://*",
     "https://a.example\r\nSet-Cookie: x"],
)  # fmt: skip
def test_what_is_no_site_stops_the_server(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(FRAME_ANCESTORS.key, text)
    with pytest.raises(SettingError, match="ROUTEMAP_FRAME_ANCESTORS"):
        frame_ancestors(is_private=False)
