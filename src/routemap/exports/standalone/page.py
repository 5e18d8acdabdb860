"""The page of a map in one file: inline scripts and styles, and data that cannot become code.

Data is in blocks of type ``application/json``, escaped so that no text can end the block, and in
the markup, escaped by Jinja2. Only our own files and the results of :func:`embedded` are marked
as safe in the template. A Content Security Policy lists our scripts and styles by their SHA-256
hash, so that browsers run no other code and make no network requests
(https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import xstatic.pkg.leaflet
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from routemap.data.basemap import DRAWN, Basemap
from routemap.exports.extract import Extract
from routemap.exports.standalone.content import content, groups, offered_meanings
from routemap.map.scripts import ASSETS, offline_script
from routemap.map.style import STANCE_STYLES, STATUS_STYLES
from routemap.map.themes import THEMES
from routemap.model.credits import BRAND
from routemap.model.dates import days_in_words
from routemap.model.errors import ExportTooLargeError
from routemap.model.vocabulary import STATUSES
from routemap.questions.parameter_values import FIRST_DAY, LAST_DAY
from routemap.questions.shared_sentences import KEPT_DENIAL
from routemap.questions.view import query_in_words

MOST_CLAIMS: Final = 5_000
_HERE: Final = Path(__file__).parent
_LEAFLET: Final = Path(xstatic.pkg.leaflet.BASE_DIR)
_MARK: Final = BRAND / "mark.svg"
_FIRST_SCRIPT: Final = 'document.documentElement.className = "live";'
# characters that could end a script, begin a comment or an entity, or break a line of JavaScript
_ESCAPES: Final = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def to_html(extract: Extract) -> bytes:
    """Return the map as one self-contained HTML file.

    Raises
    ------
    ExportTooLargeError
        If the extract has more than MOST_CLAIMS claims.
    """
    count = len(extract.positions)
    if count > MOST_CLAIMS:
        raise ExportTooLargeError(
            f"a map in one file can contain up to {MOST_CLAIMS:,} claims, this query has "
            f"{count:,}; choose fewer dates, sources or allegations, or another format"
        )
    known = content(extract)
    script, style = _script(), _style()
    added = count - int(extract.matching.passing[extract.positions].sum())
    rows = extract.features.drop(columns="geometry").to_dict("records")
    number = {row["id"]: at for at, row in enumerate(known["features"])}
    page = (
        _environment()
        .get_template("page.html")
        .render(
            policy=_policy([_FIRST_SCRIPT, script], [style]),
            first_script=_FIRST_SCRIPT,
            script=script,
            style=style,
            mark=_MARK.read_text(encoding="utf-8"),
            data=embedded(known),
            basemap=embedded(_basemap(extract.dataset.basemap)),
            title=extract.dataset.case.title,
            provenance=extract.provenance,
            filters=query_in_words(extract.matching),
            made=f"{extract.made.day} {extract.made:%B %Y}, {extract.made:%H:%M} UTC",
            live=extract.link if web_link(extract.address) else "",
            licences=extract.dataset.case.licences,
            credits=extract.dataset.credits,
            count=count,
            claims=extract.writing(list(zip(extract.claim_details, known["claims"], strict=True))),
            added=added,
            kept_denial=KEPT_DENIAL,
            number=number,
            rows=[row for kind in ("route", "place") for row in rows if row["type"] == kind],
            places=extract.selection.count("place"),
            routes=extract.selection.count("route"),
            sources=int(np.unique(extract.dataset.codes.source[extract.positions]).size),
            groups=groups(extract),
            meanings=offered_meanings(),
            first_day=FIRST_DAY,
            last_day=LAST_DAY,
            statuses=STATUS_STYLES,
            labels={term.key: term.label for term in STATUSES.terms},
        )
    )
    return page.encode()


def embedded(value: object) -> str:
    r"""Return a value as JSON for a script block, escaped so that no text can end the block.

    Examples
    --------
    >>> print(embedded({"excerpt": "</script>"}))
    {"excerpt":"\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def web_link(url: str) -> bool:
    """Return whether an address is an HTTP or HTTPS URL; only these become links.

    Examples
    --------
    >>> web_link("https://a.example/x"), web_link("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"https?://", url, re.IGNORECASE) is not None


def contact_link(url: str) -> bool:
    """Return whether an address is an HTTP, HTTPS or mail URL, to which readers report errors.

    Examples
    --------
    >>> contact_link("mailto:desk@map.example"), contact_link("javascript:alert(1)")
    (True, False)
    """
    return web_link(url) or re.match(r"mailto:", url, re.IGNORECASE) is not None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {"web_link": web_link, "contact_link": contact_link}
    environment.filters["days"] = days_in_words
    return environment


@cache
def _script() -> str:
    licence = (ASSETS / "vendor" / "supercluster.LICENSE").read_text(encoding="utf-8")
    leaflet = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    parts = (
        f"/*! supercluster\n{licence}*/",
        # without the reference to Leaflet's source map, which this page does not have
        leaflet.partition("//# sourceMappingURL")[0],
        offline_script(_HERE / "one_file_main.js"),
    )
    return _checked("\n".join(parts), "script")


@cache
def _style() -> str:
    leaflet = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    parts = [
        re.sub(r"url\([^)]*\)", "none", leaflet),  # images of controls that are not used here
        (ASSETS / "map.css").read_text(encoding="utf-8"),
        _colours(),
        (_HERE / "page.css").read_text(encoding="utf-8"),
    ]
    return _checked("\n".join(parts), "style")


def _colours() -> str:
    """Return the style table as CSS custom properties, with dark colours for dark screens."""
    sheets = {}
    for ground in THEMES:
        values = {name: value for name, value in vars(ground).items() if name != "key"}
        for kind, styles in (("status", STATUS_STYLES), ("stance", STANCE_STYLES)):
            values |= {f"{kind}-{style.key}": vars(style)[ground.key] for style in styles}
        rules = "".join(f"--rm-{name}:{value};" for name, value in values.items())
        sheets[ground.key] = f":root{{{rules}}}"
    return f"{sheets['light']}\n@media screen and (prefers-color-scheme:dark){{{sheets['dark']}}}"


def _checked(text: str, element: str) -> str:
    """Return text with LF line ends, so that its hash matches what browsers read in an element.

    Raises
    ------
    AssertionError
        If the text would end the element too early.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(rf"</{element}|<!--", text, re.IGNORECASE):
        raise AssertionError(f"the {element} contains “</{element}” or “<!--” and would end early")
    return text


def _policy(scripts: list[str], styles: list[str]) -> str:
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": " ".join(map(_hash, styles)),
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest())
    return f"'sha256-{digest.decode('ascii')}'"


@cache
def _basemap(basemap: Basemap) -> dict[str, Any]:
    return {name: basemap.read(name) for name in DRAWN if basemap.has(name)}
