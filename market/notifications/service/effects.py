"""What licensee, licensor and operator hear about the effect of licences."""

from market.accounts.queries import operators
from market.core.db import transaction
from market.effects import queries
from market.effects.events import (
    EffectAsked,
    EffectEvent,
    EffectQueried,
    EffectReminded,
    EffectReported,
    EffectVerified,
)
from market.effects.models import EffectReport
from market.licensing.models import Licence
from market.notifications.queries import people
from market.notifications.rules import MONEY_PEOPLE
from market.notifications.service.inbox import tell
from market.notifications.service.licensing import licensee_people, of_licence, parties


def asked(event: EffectAsked | EffectReminded) -> None:
    """The licensee is asked, or reminded, with a link to the form; not any more once it has answered."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        question = queries.question_of(licence.id, event.year)
        if question is None or question.answered_at is not None:
            return
        key = "effects.reminded" if isinstance(event, EffectReminded) else "effects.asked"
        values = of_effect(licence, event) | {"due_on": question.due_on.isoformat()}
        tell(event, key, licensee_people(licence.request), values, licence_id=licence.id, year=event.year)


def reported(event: EffectReported) -> None:
    """The licensor and the operators hear that a report is in."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        readers = people(licence.licensor_id, MONEY_PEOPLE) + operators()
        tell(event, "effects.reported", readers, of_effect(licence, event), report_id=event.report_id)


def verified(event: EffectVerified) -> None:
    """Both sides hear that a report is verified."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        tell(event, "effects.verified", parties(licence), of_effect(licence, event), report_id=event.report_id)


def queried(event: EffectQueried) -> None:
    """The licensee hears what is to be explained."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        report = session.get_one(EffectReport, event.report_id)
        values = of_effect(licence, event) | {"question": report.decision}
        readers = licensee_people(licence.request)
        tell(event, "effects.queried", readers, values, licence_id=licence.id, year=event.year)


def of_effect(licence: Licence, event: EffectEvent) -> dict[str, object]:
    """What messages say about a report."""
    return of_licence(licence) | {"year": str(event.year)}
