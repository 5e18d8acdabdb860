"""Read citation formats with the libraries of reference managers."""

from __future__ import annotations

import json
import warnings

import bibtexparser
import rispy
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from tests.exports.found import Found

# macros of LaTeX that the decoder does not know
_MACROS = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">",
    "textasciicircum": "^", "textbar": "|",
}  # fmt: skip


def read_csl(content: bytes) -> Found:
    items = json.loads(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # citeproc warns about variables that CSL does not have
        parsed = CiteProcJSON(items)
    return Found(
        said=items[0]["note"] if items else "",
        articles={
            key: {
                "title": str(item["title"]),
                "publisher": str(item["container_title"]),
                "url": str(item["URL"]),
            }
            for key, item in parsed.items()
        },
    )


def read_ris(content: bytes) -> Found:
    records = rispy.loads(content.decode())
    return Found(
        said=records[0]["notes"][-1] if records else "",
        articles={
            record["id"]: {
                "title": record["title"],
                "publisher": record["secondary_title"],
                "url": record["urls"][0],
            }
            for record in records
        },
    )


def read_bibtex(content: bytes) -> Found:
    library, raw = decoded_bibtex(content), bibtexparser.parse_string(content.decode())
    return Found(
        said=library.comments[0].comment,
        articles={
            entry.key: {
                "title": entry["title"],
                "publisher": entry["journal"],
                "url": raw.entries_dict[entry.key]["url"],
            }
            for entry in library.entries
        },
    )


def decoded_bibtex(content: bytes) -> Library:
    """Return a library with LaTeX decoded to text; fail for blocks of invalid BibTeX."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, text) for name, text in _MACROS.items()]
    context.add_context_category("missing", macros=macros, prepend=True)
    decoder = LatexNodes2Text(latex_context=context, strict_latex_spaces=True)
    library = bibtexparser.parse_string(
        content.decode(), append_middleware=[LatexDecodingMiddleware(decoder=decoder)]
    )
    assert library.failed_blocks == []
    return library
