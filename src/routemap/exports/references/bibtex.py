"""Articles as BibTeX, for LaTeX and reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from routemap.exports.extract import Extract
from routemap.exports.references.article import PersonName, Reference, references
from routemap.exports.references.csl import date_parts
from routemap.model.text import one_line

_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX would count \{ as a brace
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)
_LIGATURE: Final = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=[`?!])(?=`)")
_VERBATIM: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


def to_bibtex(extract: Extract) -> bytes:
    """Return the articles as entries of type ``article``, in UTF-8.

    ``year`` and ``month`` are for BibTeX. ``date`` is EDTF, which biblatex reads with its
    precision (biblatex manual, section 2.3.8). Titles keep their capitals. Notes are in
    ``annote``, which no style prints. ``addendum`` has the retraction and the archived copy. A
    comment at the start contains the provenance.
    """
    said = "\n".join(f"{key}: {_comment(text)}" for key, text in extract.provenance.items())
    entries = [_entry(reference) for reference in references(extract)]
    return "\n".join([f"@comment{{\n{said}\n}}\n", *entries]).encode()


def _comment(text: str) -> str:
    return one_line(text).translate({ord("{"): "(", ord("}"): ")"})


def _entry(reference: Reference) -> str:
    fields = "".join(f"  {key} = {value},\n" for key, value in _fields(reference))
    return f"@article{{{reference.key},\n{fields}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{latex(reference.title)}}}}}"
    if reference.authors:
        yield "author", f"{{{' and '.join(map(_name, reference.authors))}}}"
    yield "journal", f"{{{latex(reference.publisher)}}}"
    start, _, end = reference.published.partition("/")
    parts = date_parts(start) or date_parts(end)
    if parts:
        yield "year", f"{{{parts[0]}}}"
    if len(parts) > 1 and parts[1] <= len(_MONTHS):
        yield "month", _MONTHS[parts[1] - 1]
    yield "date", f"{{{reference.published}}}"
    yield "url", f"{{{reference.url.translate(_VERBATIM)}}}"
    if reference.retrieved:
        yield "urldate", f"{{{reference.retrieved}}}"
    if reference.original_title:
        yield "origtitle", f"{{{{{latex(reference.original_title)}}}}}"
    if addendum := _addendum(reference):
        yield "addendum", f"{{{addendum}}}"
    yield "language", f"{{{latex(reference.language)}}}"
    yield "annote", f"{{{latex(reference.note)}}}"


def _addendum(reference: Reference) -> str:
    """Return what biblatex prints after the reference: the retraction, and the archived copy."""
    url = reference.archived_url.translate(_VERBATIM)
    parts = (latex(reference.retraction), f"Archived copy: \\url{{{url}}}" if url else "")
    return ". ".join(filter(None, parts))


def _name(name: PersonName) -> str:
    if name.given:
        return f"{latex(name.family)}, {latex(name.given)}"
    return f"{{{latex(name.family)}}}"


def latex(text: str) -> str:
    r"""Return text escaped for LaTeX, with balanced braces for BibTeX.

    Examples
    --------
    >>> print(latex("5% of {x} -- y"))
    5\% of \textbraceleft{}x\textbraceright{} -{}- y
    """
    return _LIGATURE.sub("{}", text.translate(_LATEX))
