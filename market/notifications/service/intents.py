"""What both sides and the owner hear about an intent."""

from collections.abc import Mapping

from market.accounts.models import User
from market.core.db import transaction
from market.core.i18n import in_language, translate
from market.intents.events import (
    ContactShared,
    ContactTakenBack,
    IntentAdvanced,
    IntentChanged,
    IntentClosed,
    IntentConfirmed,
    IntentDeclared,
    IntentDue,
    IntentEntered,
    IntentEvent,
    IntentHandedOver,
    IntentLinked,
    IntentNoted,
    IntentReminded,
    IntentReopened,
    IntentSetBack,
    IntentWithdrawn,
    OutsideContractReported,
)
from market.intents.models import Intent, IntentStep
from market.intents.rules.closing import REASONS
from market.intents.rules.entering import HOW_NAMES
from market.intents.rules.processes import NEXT, Who
from market.intents.rules.reminding import TO_BOTH_SIDES
from market.intents.rules.states import STAGE_NAMES
from market.intents.rules.wishes import names
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell


def declared(event: IntentDeclared) -> None:
    """The side that pitched and the owner hear what is wanted."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        wished = names("need" if intent.pitch.need_id else "listing")[intent.kind]
        _tell(event, intent, "intents.declared", presenter(intent) + owner(intent), said("wish", wished))


def entered(event: IntentEntered) -> None:
    """Whoever the operator entered it for hears what was entered, and how it was said."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        wished = names("need" if intent.pitch.need_id else "listing")[intent.kind]
        words = said("wish", wished) | said("how", HOW_NAMES[event.how])
        _tell(event, intent, "intents.entered", declarer(intent), words)


def confirmed(event: IntentConfirmed) -> None:
    """The owner hears that the firm says it is right."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, "intents.confirmed", owner(intent))


def changed(event: IntentChanged | IntentWithdrawn) -> None:
    """The same hear of a change, or that it was withdrawn."""
    key = "intents.changed" if isinstance(event, IntentChanged) else "intents.withdrawn"
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, key, presenter(intent) + owner(intent))


def contact(event: ContactShared | ContactTakenBack) -> None:
    """The other side hears that it may see a contact, or may not any more."""
    key = "intents.shared" if isinstance(event, ContactShared) else "intents.unshared"
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, key, presenter(intent) if event.side == Who.DECLARER else declarer(intent))


def advanced(event: IntentAdvanced) -> None:
    """Both sides and the owner hear of the new stage, whoever said so."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        stage = said("stage", STAGE_NAMES[event.stage])
        _tell(event, intent, "intents.advanced", everybody(intent), stage)


def linked(event: IntentLinked) -> None:
    """The owner hears that a request or deal came of it; both sides are told by that itself."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, "intents.linked", owner(intent))


def outside(event: OutsideContractReported) -> None:
    """Both sides and the owner hear that a contract signed elsewhere was reported, so that they can object."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, "intents.outside", everybody(intent))


def closed(event: IntentClosed | IntentReopened) -> None:
    """Everybody hears that it was closed and why, or taken up again."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        if isinstance(event, IntentClosed):
            _tell(event, intent, "intents.closed", everybody(intent), said("why", REASONS[event.reason]))
        else:
            _tell(event, intent, "intents.reopened", everybody(intent))


def handed_over(event: IntentHandedOver) -> None:
    """Who looks after it from now on is told."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        person = session.get(User, event.owner_id)
        _tell(event, intent, "intents.handed_over", [person] if person is not None else [])


def noted(event: IntentNoted) -> None:
    """A word for both sides is told to the other one; a private one to the owner only."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        step = session.get_one(IntentStep, event.step_id)
        readers = owner(intent) if step.private else everybody(intent)
        _tell(event, intent, "intents.noted", [one for one in readers if one.id != step.user_id and _reads(one, step)])


def _reads(person: User, step: IntentStep) -> bool:
    actor = person.actor
    return not step.private or actor.operator or actor.of(step.organisation_id)


def set_back(event: IntentSetBack) -> None:
    """The owner hears that what came of it came to nothing."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        _tell(event, intent, "intents.set_back", owner(intent))


def due(event: IntentDue) -> None:
    """The owner hears that the next date has come."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        if not intent.open:
            return
        step: Mapping[str, object] = (
            {"next_step": intent.next_step} if intent.next_step else said("next_step", NEXT[intent.stage])
        )
        _tell(event, intent, "intents.due", owner(intent), step)


def reminded(event: IntentReminded) -> None:
    """The owner is reminded; both sides are asked how it goes, except at the very end."""
    with transaction() as session:
        intent = session.get_one(Intent, event.intent_id)
        if not intent.open:
            return
        days = {"days": str(event.days)}
        _tell(event, intent, "intents.reminded_owner", owner(intent), days)
        if event.days in TO_BOTH_SIDES:
            _tell(event, intent, "intents.reminded", presenter(intent) + declarer(intent), days)


def owner(intent: Intent) -> list[User]:
    """Who looks after it; the managers of the operator that runs the roadshow when nobody does."""
    found = intent.owner
    if found is not None and found.disabled_at is None:
        return [found]
    return people(intent.roadshow.organisation_id, MANAGERS)


def presenter(intent: Intent) -> list[User]:
    """The managers of the side that pitched."""
    return people(intent.pitch.organisation_id, MANAGERS)


def declarer(intent: Intent) -> list[User]:
    """The person who declared it, and nobody else of that organisation while this person is there."""
    if intent.user.disabled_at is None and intent.user.actor.of(intent.organisation_id):
        return [intent.user]
    return people(intent.organisation_id, MANAGERS)


def everybody(intent: Intent) -> list[User]:
    """Both sides and the owner."""
    return presenter(intent) + declarer(intent) + owner(intent)


def said(name: str, sentence: str) -> dict[str, object]:
    """A sentence of ours in both languages, as a message keeps it."""
    words: dict[str, object] = {}
    for language, key in (("zh", name), ("en", f"{name}_en")):
        with in_language(language):
            words[key] = translate(sentence)
    return words


def _tell(
    event: IntentEvent, intent: Intent, key: str, readers: list[User], more: Mapping[str, object] | None = None
) -> None:
    values = {
        **named("declarer", intent.organisation),
        "title": intent.pitch.title,
        "title_en": intent.pitch.title_en,
        "roadshow": intent.roadshow.title,
        "roadshow_en": intent.roadshow.title_en,
        "reference": intent.reference,
        **(more or {}),
    }
    tell(event, key, readers, values, intent_id=intent.id)
