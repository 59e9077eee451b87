"""What the invited hear, and what the operator hears of their answers."""

from market.accounts.queries import operators
from market.core import clock
from market.core.db import transaction
from market.invitations.events import InvitationAnswered, InvitationSent
from market.invitations.models import RoadshowInvitation
from market.invitations.rules.states import ANSWER_NAMES, Way
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import tell, write


def sent(event: InvitationSent) -> None:
    """The inbox of the organisation's people, and a mail to the contact where it goes by mail."""
    with transaction() as session:
        found = session.get_one(RoadshowInvitation, event.invitation_id)
        key = "invitations.reminded" if event.again else "invitations.invited"
        values = of_invitation(found)
        readers = people(found.organisation_id, MANAGERS)
        tell(event, key, readers, values, mailed=False, nonce=found.nonce)
        if event.way == Way.MAIL and found.contact_email:
            address, name = found.contact_email, found.contact_name
            write(event, key, address, name, found.language, values, {"nonce": found.nonce})


def answered(event: InvitationAnswered) -> None:
    """The operators hear what was answered."""
    with transaction() as session:
        found = session.get_one(RoadshowInvitation, event.invitation_id)
        values = of_invitation(found) | {"reason": ANSWER_NAMES[event.answer]}
        tell(
            event,
            "invitations.answered",
            operators(),
            values,
            roadshow_id=found.roadshow_id,
            invitation_id=found.id,
        )


def of_invitation(found: RoadshowInvitation) -> dict[str, object]:
    """What messages say about an invitation."""
    roadshow = found.roadshow
    english: dict[str, object] = {
        "roadshow_en": roadshow.title_en,
        "place_en": roadshow.place_en,
        "pitches_en": [row.pitch.name("en") for row in found.pitches],
    }
    return english | {
        "organisation": found.name,
        "roadshow": roadshow.title,
        "starts": clock.local_minute(roadshow.starts_at),
        "place": roadshow.place,
        "pitches": [row.pitch.title for row in found.pitches],
        "opening": found.opening,
        "contact": roadshow.contact,
    }
