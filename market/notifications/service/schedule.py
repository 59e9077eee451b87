"""Who hears of a released programme: speakers and those who come for a pitch, when something of theirs changed."""

from market.accounts.models import User
from market.accounts.queries import operators
from market.core import clock
from market.core.db import db, transaction
from market.core.i18n import in_language, translate
from market.guests import queries as guests
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.rules.schedule import LINES
from market.notifications.service.inbox import tell
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule import queries
from market.schedule.events import ProgrammeReleased, RehearsalDue
from market.schedule.rules.changes import Change, What
from market.schedule.rules.items import Item, hour

JOINTS = {"zh": "；", "en": "; "}
"""What stands between two changes told in one sentence."""


def released(event: ProgrammeReleased) -> None:
    """Each person concerned is told once, with what concerns them."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        release = queries.version(event.roadshow_id, event.version)
        key = "schedule.released" if release.number == 1 else "schedule.changed"
        for person, found in concerned(roadshow.id, queries.changes_of(release)):
            values = {
                "roadshow": roadshow.title,
                "roadshow_en": roadshow.title_en,
                "number": release.number,
                "note": release.note,
                **said(found),
            }
            tell(event, key, [person], values, roadshow_id=roadshow.id)


def rehearsal(event: RehearsalDue) -> None:
    """The operators hear that pitches are not ready two days before the event."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        values = {
            "roadshow": roadshow.title,
            "roadshow_en": roadshow.title_en,
            "missing": event.missing,
            "day_on": clock.local_date(roadshow.starts_at).isoformat(),
        }
        tell(event, "schedule.rehearsal", operators(), values, roadshow_id=roadshow.id)


def concerned(roadshow_id: int, found: list[Change]) -> list[tuple[User, list[Change]]]:
    """Each person with the changes that concern them: of their own pitch, or of one they come for."""
    by_person: dict[int, tuple[User, list[Change]]] = {}
    registered = guests.of_roadshow(roadshow_id)
    for change in found:
        pitch = db.session.get(Pitch, change.item.pitch_id) if change.item.pitch_id is not None else None
        if pitch is None or change.what == (What.DETAIL,):
            continue
        coming = [one.user for one in registered if pitch in one.interests]
        for person in {user.id: user for user in [*speakers(pitch), *coming]}.values():
            by_person.setdefault(person.id, (person, []))[1].append(change)
    return list(by_person.values())


def speakers(pitch: Pitch) -> list[User]:
    """Who speaks for a pitch here: whoever applied, and those who manage for the organisation."""
    applicant = db.session.get(User, pitch.applicant_id) if pitch.applicant_id is not None else None
    return [*([applicant] if applicant else []), *people(pitch.organisation_id, MANAGERS)]


def said(found: list[Change]) -> dict[str, object]:
    """The changes in both languages: as lines for mails, in one for the inbox."""
    result: dict[str, object] = {}
    for language, tail in (("zh", ""), ("en", "_en")):
        with in_language(language):
            lines = [line for change in found for line in lines_of(change, language)]
            result[f"lines{tail}"] = lines
            result[f"summary{tail}"] = JOINTS[language].join(lines)
    return result


def lines_of(change: Change, language: str) -> list[str]:
    """One line for each way in which an item changed, in the current language."""
    title = change.item.name(language)
    lines = []
    for what in change.what:
        if what in LINES:
            was, now = _sides(what, change, language)
            lines.append(translate(LINES[what], title=title, was=was, now=now))
    return lines


def _sides(what: What, change: Change, language: str) -> tuple[str, str]:
    """What an item was and is in one respect."""

    def side(item: Item | None) -> str:
        if item is None:
            return ""
        if what == What.RETITLED:
            return item.name(language)
        if what == What.SPEAKER:
            return item.speaker or "–"
        if what == What.LENGTH:
            return str(item.minutes)
        return f"{hour(item.starts_at)} {item.place(language)}"

    return side(change.before), side(change.after)
