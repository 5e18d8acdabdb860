"""The claims of a report: one per marked excerpt, with proposals and the fields of the claim."""

from __future__ import annotations

import re
from typing import Final

import streamlit as st

from routemap.data.drafts.draft_file import LABELS, TABLE
from routemap.data.drafts.draft_records import added_records, with_cells, without_record
from routemap.data.incoming.new_ids import new_id
from routemap.model.errors import ArticleTextError
from routemap.model.stance_rules import STANCE_RULES, StanceRule
from routemap.model.vocabulary import STANCES
from routemap.questions.proposals.claim_proposals import ClaimProposal, accepted, claim_proposals
from routemap.questions.proposals.excerpt import excerpt_of
from routemap.questions.proposals.proposals import Proposals
from routemap.ui.parts.markdown import plain
from routemap.ui.parts.record_form import Form, draw_fields, put_cell
from routemap.ui.parts.templates import draw
from routemap.ui.report import Report, open_claim, save, save_elsewhere
from routemap.ui.session import Key, key_of

_GROUPS: Final = (
    ("Who says it", True, ("source", "speaker", "relayed_by")),
    ("What it says", True, ("stance", "allegation", "phase")),
    ("Where and when", True, ("features", "happened", "said")),
    (
        "What moved",
        False,
        (
            "cargo",
            "mode",
            "direction",
            "quantity",
            "amount_min",
            "amount_max",
            "unit",
            "vessels",
        ),
    ),
    (
        "Words",
        False,
        (
            "excerpt_kind",
            "excerpt",
            "prefix",
            "suffix",
            "original",
            "original_language",
            "translated_by",
        ),
    ),
)
"""The fields of a claim: title, whether they are open at first, and columns."""
_SET: Final = ("id", "article")
_OTHER: Final = tuple(
    key
    for key in TABLE["claims"].keys
    if key not in (*_SET, *(key for _, _, keys in _GROUPS for key in keys))
)
"""All other columns, so that none is forgotten."""
_LABELS: Final = LABELS["claims"]
_SHORT: Final = 70


def claims_of(report: Report) -> dict[str, dict[str, str]]:
    """Return the cells of the claims that the report adds, by id, in the order of the text."""
    found = added_records(report.draft, "claims")
    places = {key: located(report.text, cells) for key, cells in found.items()}
    last = len(report.text)
    return dict(sorted(found.items(), key=lambda item: (places[item[0]] or (last, last), item[0])))


def located(text: str, cells: dict[str, str]) -> tuple[int, int] | None:
    """Return where the excerpt of a claim is in the text, in code points, ``None`` if nowhere."""
    excerpt = cells.get("excerpt", "")
    if not text or not excerpt:
        return None
    for before in (cells.get("prefix", ""), ""):
        words = [f"({_spaced(before)})" if before else "()", f"({_spaced(excerpt)})"]
        if found := re.search(r"\s*".join(words), text):
            return found.span(2)
    return None


def _spaced(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def add_claim(report: Report, start: int, end: int, taken: set[str]) -> None:
    """Add a claim whose excerpt is a passage of the text, and choose it. Call it in a callback."""
    try:
        excerpt = excerpt_of(report.text, start, end)
    except ArticleTextError as error:
        st.session_state[Key.REPORT_REFUSED] = str(error)
        return
    key = new_id("claims", report.article, {*taken, *added_records(report.draft, "claims")})
    cells = {
        "article": report.article,
        "excerpt_kind": "quotation",
        "excerpt": excerpt.excerpt,
        "prefix": excerpt.prefix,
        "suffix": excerpt.suffix,
    }
    open_claim(report, key)
    save(report, with_cells(report.draft, "claims", key, cells))


def draw_claims(report: Report, form: Form, found: Proposals | None) -> None:
    """Draw the claims of the report, with the fields of the chosen one."""
    claims = claims_of(report)
    st.subheader("Claims")
    if reason := st.session_state.pop(Key.REPORT_REFUSED, ""):
        st.error(plain(f"{reason[:1].upper()}{reason[1:]}."), icon=":material/error:")
    if not claims:
        draw("no_claims_yet.html")
        return
    if report.claim not in claims:
        open_claim(report, next(iter(claims)))
    keys = list(claims)
    if len(keys) > 1:
        st.selectbox(
            "Claim",
            keys,
            index=keys.index(report.claim),
            format_func=lambda key: (
                f"{keys.index(key) + 1}. {claims[key].get('excerpt', '')[:_SHORT]}"
            ),
            key=key_of(Key.REPORT_CLAIM),
            on_change=_choose,
            args=(report,),
        )
    cells = claims[report.claim]
    draw(
        "marked_excerpt.html", excerpt=cells.get("excerpt", ""), number=keys.index(report.claim) + 1
    )
    if found is not None and (place := located(report.text, cells)):
        _draw_proposals(report, claim_proposals(found, *place, form.dataset, cells))
    for title, is_open, columns in (*_GROUPS, ("Coding", False, _OTHER)):
        if is_open:
            st.markdown(f"**{title}**")
            if "stance" in columns:
                _draw_stances()
            draw_fields(form, "claims", report.claim, columns)
        else:
            with st.expander(title, expanded=_has_fault(form, report.claim, columns)):
                draw_fields(form, "claims", report.claim, columns)
    with st.container(horizontal=True):
        st.button(
            "Another claim of this excerpt",
            icon=":material/content_copy:",
            help="One sentence can state several things.",
            on_click=_copy,
            args=(report, {*form.dataset.claims.index}),
        )
        st.button("Remove", icon=":material/delete:", on_click=_remove, args=(report, report.claim))


def _has_fault(form: Form, claim: str, columns: tuple[str, ...]) -> bool:
    file = TABLE["claims"].file
    return any(form.problems.get((file, claim, column)) for column in columns)


def _draw_stances() -> None:
    with st.popover("How to choose a stance", icon=":material/help:"):
        draw(
            "table.html",
            caption="Which stance a statement gets",
            header=["The claim source …", "Stance"],
            rows=[[rule.when, _decided(rule)] for rule in STANCE_RULES],
        )


def _decided(rule: StanceRule) -> str:
    """Return what a rule decides, with the names of columns as the form has them."""
    more = re.sub(r"`(\w+)`", lambda found: f"“{_LABELS[found[1]]}”", rule.more)
    return f"{STANCES.label(rule.stance)}{more}"


def _draw_proposals(report: Report, found: tuple[ClaimProposal, ...]) -> None:
    """Draw what the words around the excerpt propose, as buttons that accept it."""
    if not found:
        return
    st.caption("Proposed by the words around it. Nothing is taken that you do not accept.")
    with st.container(horizontal=True, gap="small", key=Key.REPORT_PROPOSALS):
        for proposal in found:
            st.button(
                plain(proposal.label),
                key=f"{Key.REPORT_PROPOSALS}.{report.claim}.{proposal.column}.{proposal.value}",
                icon=":material/add:",
                help=plain(f"{_LABELS[proposal.column]}: {proposal.reason}."),
                on_click=_accept,
                args=(report, report.claim, proposal),
            )


def _accept(report: Report, claim: str, proposal: ClaimProposal) -> None:
    cells = added_records(report.draft, "claims").get(claim, {})
    put_cell(report, "claims", claim, proposal.column, accepted(proposal, cells))


def _choose(report: Report) -> None:
    report.claim = st.session_state[key_of(Key.REPORT_CLAIM)]


def _copy(report: Report, taken: set[str]) -> None:
    claims = added_records(report.draft, "claims")
    cells = claims[report.claim]
    key = new_id("claims", report.article, {*taken, *claims})
    same = ("article", "excerpt_kind", "excerpt", "prefix", "suffix", "source", "said")
    open_claim(report, key)
    kept = {name: cells[name] for name in same if name in cells}
    save(report, with_cells(report.draft, "claims", key, kept))


def _remove(report: Report, claim: str) -> None:
    open_claim(report, "")
    save_elsewhere(report, without_record(report.draft, "claims", claim))
