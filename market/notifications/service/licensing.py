"""What licensor, licensee and operator hear on the way to a licence and after it."""

from market.accounts.models import User
from market.accounts.queries import operators
from market.core import clock
from market.core.db import transaction
from market.licensing.events import (
    LicenceEnded,
    LicenceGranted,
    LicenceRecorded,
    LicensedPatentEnded,
    NoticeRead,
    NoticeSent,
    RecordalDueSoon,
    RequestClosed,
    RequestHeld,
)
from market.licensing.models import Licence, LicenceRequest
from market.notifications.queries import people
from market.notifications.rules import MAIL_REMINDERS_TO_OPERATOR, MANAGERS, MONEY_PEOPLE
from market.notifications.service.inbox import named, tell
from market.patents.models import Patent


def notice(event: NoticeSent) -> None:
    """The licensor gets the written notice, the licensee its receipt, the operators a line."""
    with transaction() as session:
        request = session.get_one(LicenceRequest, event.request_id)
        values = of_request(request)
        tell(
            event, "licensing.notice_received", people(request.licensor_id, MONEY_PEOPLE), values, request_id=request.id
        )
        tell(event, "licensing.notice_sent", licensee_people(request), values, request_id=request.id)
        tell(event, "licensing.notice_to_operator", operators(), values, request_id=request.id)


def held(event: RequestHeld) -> None:
    """The operators hear that they must decide, both sides that the money is on record."""
    with transaction() as session:
        request = session.get_one(LicenceRequest, event.request_id)
        values = of_request(request) | {"hold_codes": event.reason}
        tell(event, "licensing.held_to_operator", operators(), values, request_id=request.id)
        readers = licensee_people(request) + people(request.licensor_id, MONEY_PEOPLE)
        tell(event, "licensing.held", readers, values, request_id=request.id)


def closed(event: RequestClosed) -> None:
    """Both sides hear that a notice came to nothing."""
    with transaction() as session:
        request = session.get_one(LicenceRequest, event.request_id)
        key = f"licensing.{event.how}"
        readers = licensee_people(request) + people(request.licensor_id, MANAGERS)
        tell(event, key, readers, of_request(request), request_id=request.id)


def read(event: NoticeRead) -> None:
    """The licensee hears that the licensor opened the notice: part of the proof of delivery."""
    with transaction() as session:
        request = session.get_one(LicenceRequest, event.request_id)
        tell(event, "licensing.notice_read", licensee_people(request), of_request(request), request_id=request.id)


def patent_ended(event: LicensedPatentEnded) -> None:
    """Both sides and the operators hear which of several licensed patents has ended."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        patent = session.get_one(Patent, event.patent_id)
        values = of_licence(licence) | {"patent": f"{patent.title} {patent.application_number}"}
        tell(event, "licensing.patent_ended", parties(licence), values, licence_id=licence.id)
        tell(event, "licensing.patent_ended", operators(), values, mailed=False, licence_id=licence.id)


def granted(event: LicenceGranted) -> None:
    """Both sides and the operators hear that the licence is in force and when it must be recorded."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        values = of_licence(licence)
        tell(event, "licensing.granted", parties(licence), values, licence_id=licence.id)
        tell(event, "licensing.granted_to_operator", operators(), values, licence_id=licence.id)


def recordal_soon(event: RecordalDueSoon) -> None:
    """Both sides are reminded; the operators by mail only when it is urgent."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        left = (licence.recordal_due - clock.today()).days
        values = of_licence(licence) | {"days": max(left, 0) if event.days else 0}
        key = "licensing.recordal_soon" if event.days > 0 else "licensing.recordal_overdue"
        tell(event, key, parties(licence), values, licence_id=licence.id)
        urgent = event.days in MAIL_REMINDERS_TO_OPERATOR
        tell(event, key, operators(), values, mailed=urgent, licence_id=licence.id)


def recorded(event: LicenceRecorded) -> None:
    """Both sides and the operators hear that the licence is recorded."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        values = of_licence(licence) | {"recordal_number": licence.recordal_number}
        tell(event, "licensing.recorded", parties(licence), values, licence_id=licence.id)
        tell(event, "licensing.recorded", operators(), values, mailed=False, licence_id=licence.id)


def ended(event: LicenceEnded) -> None:
    """Both sides and the operators hear that the licence has ended."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        values = of_licence(licence) | {"reason": event.reason}
        tell(event, "licensing.ended", parties(licence), values, licence_id=licence.id)
        tell(event, "licensing.ended", operators(), values, mailed=False, licence_id=licence.id)


def of_request(request: LicenceRequest) -> dict[str, object]:
    """What messages say about a request."""
    return (
        {"reference": request.reference, "title": request.title, "title_en": request.title_en}
        | named("licensee", request.licensee)
        | named("licensor", request.licensor)
    )


def of_licence(licence: Licence) -> dict[str, object]:
    """What messages say about a licence; dates as ISO text."""
    return of_request(licence.request) | {
        "reference": licence.reference,
        "effective_on": licence.effective_on.isoformat(),
        "recordal_due_on": licence.recordal_due.isoformat(),
    }


def licensee_people(request: LicenceRequest) -> list[User]:
    """Who sent the notice, and those of the firm who handle licences and money."""
    members = people(request.licensee_id)
    handlers = {person.id for person in people(request.licensee_id, MONEY_PEOPLE)} | {request.sent_by}
    return [person for person in members if person.id in handlers]


def parties(licence: Licence) -> list[User]:
    """Those of both sides who handle licences and money."""
    return licensee_people(licence.request) + people(licence.licensor_id, MONEY_PEOPLE)
