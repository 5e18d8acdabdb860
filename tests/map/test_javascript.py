"""The scripts of the map: the joining of modules, and their shared state."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from routemap.exports import standalone
from routemap.map import map_script
from routemap.map.join_modules import join_modules
from routemap.map.scripts import ASSETS, offline_script

ONE_FILE = Path(standalone.__file__).parent
SOURCES = [path for folder in (ASSETS, ONE_FILE) for path in folder.glob("*.js")]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write modules, ``name="text"`` for ``name.js``, and return the path of ``main.js``."""

    def written(**texts: str) -> Path:
        for name, text in texts.items():
            path = tmp_path.joinpath(*name.split("__")).with_suffix(".js")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "main.js"

    return written


def test_a_module_comes_after_what_it_imports_and_only_once(write: Write) -> None:
    first = write(
        main='import { a } from "./a.js";\nimport { b } from "./b.js";\na(b);\n',
        a='import { b } from "./b.js";\nexport function a() {\n  return b;\n}\n',
        b="export const b = 1;\n",
    )
    script = join_modules(first)
    assert re.findall(r'^routemap\.modules\["(\w+)\.js"\] =', script, re.MULTILINE) == [
        "b", "a", "main",
    ]  # fmt: skip
    assert 'const { b } = routemap.modules["b.js"];' in script
    assert "return { a };" in script
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)


@pytest.mark.parametrize(
    "text",
    [
        "export async function a() {}\n",
        "export class a {}\n",
        "const a = 1;\nexport { a };\n",
        'import { a } from "./b.js";\nexport { a };\n',
    ],
)
def test_every_form_of_export_is_known(write: Write, text: str) -> None:
    first = write(main='import { a } from "./a.js";\na;\n', a=text, b="export const a = 1;\n")
    assert "return { a };" in join_modules(first)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {"a": 'import { b } from "./b.js";\nexport const a = b;\n',
             "b": 'import { a } from "./a.js";\nexport const b = a;\n'},
            "circle: a.js → b.js → a.js",
        ),
        ({"a": "const a = 1;\n"}, "main.js imports “a”, which a.js does not export"),
        (
            {"a": 'import { b } from "./deeper/a.js";\nexport const a = b;\n',
             "deeper__a": "export const b = 1;\n"},
            "two modules have the name a.js",
        ),
        ({"a": "export default function a() {}\n"}, "export: export default"),
        ({"a": 'import * as b from "./b.js";\nexport const a = b;\n'}, "export: import *"),
        ({"a": "export let a = 1;\n"}, "export: export let"),
    ],
    ids=["circle", "missing", "same name", "default", "namespace", "variable"],
)  # fmt: skip
def test_what_cannot_be_joined_is_an_error(
    write: Write, texts: dict[str, str], message: str
) -> None:
    first = write(main='import { a } from "./a.js";\na;\n', **texts)
    with pytest.raises(ValueError, match=re.escape(message)) as raised:
        join_modules(first)
    assert message in str(raised.value)


def test_every_file_is_part_of_a_script() -> None:
    one_file = offline_script(ONE_FILE / "one_file_main.js")
    joined = set(re.findall(r'^routemap\.modules\["(.+)"\] =', map_script() + one_file, re.M))
    assert {path.name for path in SOURCES} - joined == {"types.js"}


def test_only_the_file_that_reads_the_constants_uses_the_global() -> None:
    reaching = {
        path.name
        for path in SOURCES
        if re.search(r"(?<![\w.:-])routemap\.|window\.routemap", without_comments(path))
    }
    assert reaching == {"constants.js"}


def without_comments(path: Path) -> str:
    return re.sub(r"/\*(?s:.*?)\*/|//.*", "", path.read_text(encoding="utf-8"))


# patterns of the variables that contain the state, and the types that describe it
STATE = {
    r"context|(?:\w+\.)*map\.routemap": ("Constants", "MapParts"),
    r"(?:\w+\.)*entry": ("Entry",),
    r"(?:\w+\.)*state": ("MapState",),
}


def described(kinds: tuple[str, ...]) -> set[str]:
    """Return the names of the properties of some types."""
    text = (ASSETS / "types.js").read_text(encoding="utf-8")
    comments = re.findall(r"/\*\*(?s:.*?)\*/", text)
    names: set[str] = set()
    for kind in kinds:
        (comment,) = (one for one in comments if re.search(rf"@typedef \{{object\}} {kind}\n", one))
        names |= set(re.findall(r"@property \{.*\} \[?(\w+)\]?", comment))
    return names


@pytest.mark.parametrize("names", STATE)
def test_every_property_of_the_state_is_described(names: str) -> None:
    used: set[str] = set()
    for path in ASSETS.glob("*.js"):
        text = without_comments(path)
        used |= set(re.findall(rf"(?<![\w.])(?:{names})\.(\w+)\b", text))
        for unpacked in re.findall(rf"const \{{ ([^}}]+) \}} = (?:{names});", text):
            used |= {name.partition(":")[0] for name in unpacked.split(", ")}
    assert len(used) > 5
    assert used <= described(STATE[names])
