"""A royalty report on its way: who may do what with it, and what the lists call it."""

from datetime import date
from enum import StrEnum

from market.core.i18n import N_

REPORTING_ROLES = ("owner", "manager", "finance")


class ReportState(StrEnum):
    """Where one version of a report stands; "replaced" by a later version, never overwritten."""

    SUBMITTED = "submitted"
    QUERIED = "queried"
    VERIFIED = "verified"
    REPLACED = "replaced"


MOVES: dict[ReportState, dict[str, tuple[str, ReportState]]] = {
    ReportState.SUBMITTED: {
        "verify": ("licensor", ReportState.VERIFIED),
        "query": ("licensor", ReportState.QUERIED),
        "revise": ("licensee", ReportState.REPLACED),
    },
    ReportState.QUERIED: {
        "revise": ("licensee", ReportState.REPLACED),
        "verify": ("licensor", ReportState.VERIFIED),
    },
    ReportState.VERIFIED: {},
    ReportState.REPLACED: {},
}
"""From a state: each deed with the side that does it and the state it leads to. A verified report stays as it is."""


class Stage(StrEnum):
    """Where the report of one period stands, for lists."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"
    TO_VERIFY = "to_verify"
    QUERIED = "queried"
    VERIFIED = "verified"
    FROZEN = "frozen"
    DROPPED = "dropped"


STAGES: dict[str, str] = {
    Stage.DUE: N_("Report due"),
    Stage.OVERDUE: N_("Report overdue"),
    Stage.TO_VERIFY: N_("To be verified"),
    Stage.QUERIED: N_("Queried"),
    Stage.VERIFIED: N_("Verified"),
    Stage.LATER: N_("Period not over"),
    Stage.FROZEN: N_("Frozen"),
    Stage.DROPPED: N_("No longer due"),
}
TONES: dict[str, str] = {
    Stage.DUE: "info",
    Stage.OVERDUE: "bad",
    Stage.TO_VERIFY: "warn",
    Stage.QUERIED: "warn",
    Stage.VERIFIED: "ok",
    Stage.LATER: "idle",
    Stage.FROZEN: "idle",
    Stage.DROPPED: "idle",
}


def open_deeds(state: str, side: str) -> list[str]:
    """What that side ("licensor", "licensee") may do with the newest version of a report."""
    moves = MOVES[ReportState(state)]
    return [deed for deed, (who, _) in moves.items() if who == side]


def after(state: str, deed: str) -> ReportState | None:
    """The state a deed leads to; None when the table has no such move."""
    move = MOVES[ReportState(state)].get(deed)
    return None if move is None else move[1]


def stage(state: str, report_state: str, period_end: date, report_on: date, today: date) -> Stage:
    """The stage of a period's report by the obligation's state and its newest version ("" for none)."""
    if state in ("frozen", "dropped"):
        return Stage(state)
    if report_state:
        return {"submitted": Stage.TO_VERIFY, "queried": Stage.QUERIED}.get(report_state, Stage.VERIFIED)
    if today <= period_end:
        return Stage.LATER
    return Stage.OVERDUE if today > report_on else Stage.DUE


EVIDENCE_SIGNS = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04"}
EVIDENCE_LIMIT = 10 * 1024 * 1024


def is_evidence(filename: str, head: bytes) -> bool:
    """Whether a file may be kept as evidence: a PDF or xlsx that is what its name says, or a csv of plain text."""
    ending = filename.rpartition(".")[2].lower()
    if ending == "csv":
        return b"\x00" not in head
    sign = EVIDENCE_SIGNS.get(ending)
    return sign is not None and head.startswith(sign)
