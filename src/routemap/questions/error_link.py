"""The link by which a reader reports an error in a claim."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from routemap.model.case import Case
from routemap.questions.links import link_to
from routemap.questions.query import Query

_PLACES: Final = ("{title}", "{body}")


def error_link(case: Case, claim: str, revision: str, address: str) -> str:
    """Return a link to the contact of a case with the claim filled in, ``""`` without a contact.

    A mail address becomes a ``mailto:`` link (RFC 6068). In the address of an issue tracker,
    ``{title}`` and ``{body}`` are replaced; without them they are added as the parameters
    ``title`` and ``body``, which GitHub, Gitea and Forgejo read.

    Parameters
    ----------
    case
        The case, for its contact.
    claim
        Id of the claim.
    revision
        The data revision that the reader sees.
    address
        The address of the dashboard, with a trailing slash; ``""`` if unknown.

    Examples
    --------
    >>> error_link(Case(contact="desk@map.example"), "c1", "0123456789ab", "https://map.example/")
    'mailto:desk@map.example?subject=Error%20in%20claim%20c1&body=Claim%3A%20c1%0D%0AData%20\
revision%3A%200123456789ab%0D%0ALink%3A%20https%3A%2F%2Fmap.example%2F%3Fclaim%3Dc1%26rev%3D\
0123456789ab%0D%0A%0D%0AWhat%20is%20wrong%2C%20and%20what%20shows%20it%3A%0D%0A'
    >>> error_link(Case(), "c1", "0123456789ab", "https://map.example/")
    ''
    """
    contact = case.contact
    if not contact:
        return ""
    lines = [f"Claim: {claim}", f"Data revision: {revision}"]
    if address:
        lines.append(f"Link: {address}?{link_to(Query(claim=claim)).to_string(rev=revision)}")
    lines += ["", _QUESTION, ""]
    title = quote(f"Error in claim {claim}", safe="")
    if "://" not in contact:
        body = quote("\r\n".join(lines), safe="")
        return f"mailto:{contact}?subject={title}&body={body}"
    body = quote("\n".join(lines), safe="")
    if any(place in contact for place in _PLACES):
        return contact.replace("{title}", title).replace("{body}", body)
    before, mark, fragment = contact.partition("#")
    return f"{before}{'&' if '?' in before else '?'}title={title}&body={body}{mark}{fragment}"


_QUESTION: Final = "What is wrong, and what shows it:"
