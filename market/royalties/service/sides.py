"""Who stands on which side of a schedule, and may act for it."""

from market.core.actor import Actor
from market.royalties.errors import NotYourSide, ScheduleIsFrozen
from market.royalties.models import Obligation, Schedule
from market.royalties.rules.reports import REPORTING_ROLES


def side_of(actor: Actor, schedule: Schedule) -> str:
    """ "licensee", "licensor", "operator", or nothing for somebody without a part in it."""
    if actor.of(schedule.debtor_id):
        return "licensee"
    if actor.of(schedule.creditor_id):
        return "licensor"
    return "operator" if actor.operator else ""


def may_act(actor: Actor, schedule: Schedule, side: str) -> bool:
    """Whether this person may do what that side does; nobody of a suspended organisation binds it."""
    return side_of(actor, schedule) == side and actor.vetted and actor.role in REPORTING_ROLES


def refuse_unless(actor: Actor, schedule: Schedule, side: str) -> None:
    """Raise NotYourSide unless this person may act for that side."""
    if not may_act(actor, schedule, side):
        raise NotYourSide


def refuse_frozen(obligation: Obligation) -> None:
    """Raise ScheduleIsFrozen while both sides have not chosen how to go on."""
    if obligation.state == "frozen":
        raise ScheduleIsFrozen
