"""The states of a split, who moves it, and when it may be approved (R06, R22, four eyes)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from market.core.actor import Actor
from market.core.i18n import N_


class State(StrEnum):
    """Where a split stands: "mirror" is the counter-image of a reversed one, "dropped" a draft nobody needs now."""

    DRAFT = "draft"
    NOTICED = "noticed"
    APPROVED = "approved"
    PAID = "paid"
    DROPPED = "dropped"
    REVERSED = "reversed"
    MIRROR = "mirror"


MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.NOTICED, State.APPROVED, State.DROPPED}),
    State.NOTICED: frozenset({State.APPROVED, State.DROPPED}),
    State.APPROVED: frozenset({State.PAID, State.REVERSED}),
    State.PAID: frozenset({State.REVERSED}),
    State.DROPPED: frozenset(),
    State.REVERSED: frozenset(),
    State.MIRROR: frozenset(),
}
LIVE = (State.DRAFT, State.NOTICED, State.APPROVED, State.PAID)
BOOKED = (State.APPROVED, State.PAID)
NAMES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "noticed": N_("On public notice"),
    "approved": N_("Approved, to be paid"),
    "paid": N_("Paid out"),
    "dropped": N_("Withdrawn"),
    "reversed": N_("Reversed"),
    "mirror": N_("Reversal"),
}
TONES: Mapping[str, str] = {
    "draft": "info",
    "noticed": "warn",
    "approved": "info",
    "paid": "ok",
    "dropped": "idle",
    "reversed": "idle",
    "mirror": "idle",
}
KEEPERS = ("owner", "manager", "finance")
"""Roles of the university that see income and prepare splits."""
APPROVERS = ("owner", "finance")
FLAGS: Mapping[str, str] = {
    "no_agreement": N_(
        "No agreement on file between the co-owners: equal parts. A co-owner may license alone, but must share the "
        "royalties (Patent Law, Art. 14)."
    ),
    "owners_differ": N_("The patents do not all have the same owners. Check the co-owners' parts."),
    "leader": N_("A leader of the institution shares: public notice before payment (Shandong Regulation, Art. 35)."),
    "pledged": N_(
        "A pledged patent is licensed: by the Civil Code, Art. 444, the proceeds go to early repayment or into "
        "deposit unless the pledgee agrees otherwise."
    ),
    "below_floor": N_("The inventors' rate is below the usual half; it rests on house rules or an agreement."),
    "one_person": N_("Drafted and approved by the same person: the institution has only one on this market."),
}
PLEDGE_ANSWERS: Mapping[str, str] = {
    "repaid": N_("Used for early repayment of the secured debt"),
    "deposited": N_("Deposited"),
    "agreed": N_("The pledgee agreed to another use"),
}
NOTICE_RESULTS: Mapping[str, str] = {
    "none": N_("No objection"),
    "settled": N_("Objections heard and settled; the split stands"),
    "upheld": N_("An objection was upheld; the split is withdrawn"),
}


def keeps(actor: Actor, organisation_id: int) -> bool:
    """Whether this person prepares the splits of that university, while it is vetted."""
    return actor.vetted and actor.of(organisation_id) and actor.kind == "university" and actor.role in KEEPERS


def approves(actor: Actor, organisation_id: int) -> bool:
    """Whether this person's role approves and pays."""
    return actor.vetted and actor.of(organisation_id) and actor.kind == "university" and actor.role in APPROVERS


def notice_needed(policy_notice: str, leaders: int) -> bool:
    """R22: whether the split must be publicly noted first: always when a leader shares, else as the policy says."""
    return leaders > 0 or policy_notice == "always"


def notice_until(start: date, days: int) -> date:
    """The last day of a notice that begins on `start` and stands for so many days, the first one included."""
    return start + timedelta(days=days - 1)


@dataclass(frozen=True)
class Standing:
    """What an approval looks at."""

    state: str
    notice_needed: bool
    notice_result: str
    pledged: bool
    pledge_answer: str
    drafted_by_self: bool
    others_could_approve: bool


class Bar(StrEnum):
    """Why a split may not be approved now."""

    STATE = "state"
    NOTICE = "notice"
    PLEDGE = "pledge"
    FOUR_EYES = "four_eyes"


BARS: Mapping[str, str] = {
    Bar.STATE: N_("This split is not waiting for approval."),
    Bar.NOTICE: N_("The public notice has not ended with a result that lets the split stand."),
    Bar.PLEDGE: N_("Record first how the pledgee's right to the proceeds was met."),
    Bar.FOUR_EYES: N_("You drafted this split. Another person with the finance or owner role must approve it."),
}


def bars_to_approval(standing: Standing) -> Sequence[Bar]:
    """Why a split may not be approved now; empty when it may."""
    found = []
    if standing.state not in (State.DRAFT, State.NOTICED):
        found.append(Bar.STATE)
    if standing.notice_needed and standing.notice_result not in ("none", "settled"):
        found.append(Bar.NOTICE)
    if standing.pledged and standing.pledge_answer not in PLEDGE_ANSWERS:
        found.append(Bar.PLEDGE)
    if standing.drafted_by_self and standing.others_could_approve:
        found.append(Bar.FOUR_EYES)
    return found
