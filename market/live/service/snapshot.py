"""What stands on the board: plain values, in both languages, with nothing about a person. Instants are milliseconds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from market.accounts.models import Organisation
from market.accounts.rules.organisations import KINDS
from market.core import clock
from market.core.i18n import N_, in_language, translate
from market.intents import queries as intents
from market.listings import queries as listings
from market.listings.models import Listing
from market.listings.rules.declaration import percent
from market.live import queries
from market.live.models import LiveBoard, LiveQuestion
from market.live.rules import course as rules
from market.live.rules.course import Course
from market.live.rules.talking import SHOWN, PollState, outcome
from market.patents.rules.industry import industry_name
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule.rules.items import Item

LANGUAGES = ("zh", "en")
Words = dict[str, str]
IN_FORCE = N_("In force")
FREE = N_("Free")


def snapshot(roadshow: Roadshow, board: LiveBoard) -> dict[str, Any]:
    """The board of a roadshow as it stands now."""
    now, found = clock.now(), queries.courses(roadshow.id)
    counts = intents.counts(roadshow.id)
    shown = {pitch.id: pitch for pitch in pitches.of_roadshow(roadshow.id)}
    said = {"text": board.message, "at": instant(board.message_at)} if board.message else None
    return {
        "revision": board.revision,
        "state": roadshow.state,
        "viewers": board.viewers,
        "site": queries.on_site(roadshow.id),
        "message": said,
        "rooms": [room_of(name, course, now) for name, course in found.items()],
        "items": [item for course in found.values() for item in items_of(course, now, shown, counts)],
        "questions": [question_of(row) for row in queries.questions_of(roadshow.id, sorted(SHOWN))],
        "polls": polls_of(roadshow.id),
    }


def instant(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, as browsers count."""
    return None if moment is None else round(moment.timestamp() * 1000)


def room_of(name: str, course: Course, now: datetime) -> dict[str, Any]:
    """Where one room stands; the browser counts down from these instants by itself."""
    run, item = course.run, course.item
    found: dict[str, Any] = {
        "name": name,
        "now": item.key if item else None,
        "next": course.coming[0].key if course.coming else None,
        "number": course.number,
        "count": course.count,
        "over": course.over,
        "shift": rules.shift(course, now),
    }
    if item is None or run is None:
        return found
    end = run.began_at + timedelta(minutes=item.minutes + run.extended) + run.paused
    return found | {
        "began": instant(run.began_at + run.paused),
        "ends": instant(end),
        "answers": instant(end - timedelta(minutes=item.answer_minutes)) if item.answer_minutes else None,
        "planned": instant(item.ends_at),
        "paused": instant(run.paused_at),
    }


def items_of(
    course: Course, now: datetime, shown: Mapping[int, Pitch], counts: Mapping[int, int]
) -> list[dict[str, Any]]:
    """The items of a room with when they began or should begin."""
    times = rules.expected(course, now)
    found = []
    for item in course.items:
        run = course.ran.get(item.key)
        pitch = shown.get(item.pitch_id) if item.pitch_id else None
        found.append(
            {
                "key": item.key,
                "room": item.room,
                "kind": item.kind,
                "at": instant(run.began_at if run else times.get(item.key, item.starts_at)),
                "minutes": item.minutes,
                "stand": rules.stand(course, item),
                "title": {language: item.name(language) for language in LANGUAGES},
                "by": {language: speaker_of(item, pitch, language) for language in LANGUAGES},
                "pitch": item.pitch_id,
                "slides": next((file.id for file in pitch.files if file.slides), None) if pitch else None,
                "intents": counts.get(item.pitch_id or 0, 0),
                "terms": terms_of(pitch.listing) if pitch and pitch.listing else None,
            }
        )
    return found


def speaker_of(item: Item, pitch: Pitch | None, language: str) -> str:
    """Body and speaker of an item, as the programme names them."""
    if pitch is None:
        return item.speaker
    names = (called(pitch.organisation, language), item.speaker or pitch.speaker, pitch.speaker_title)
    return " ".join(name for name in names if name)


def called(organisation: Organisation, language: str) -> str:
    """The name of an organisation in a language."""
    return organisation.name_en if language == "en" and organisation.name_en else organisation.name


def terms_of(listing: Listing) -> dict[str, Any]:
    """The price in a few signs, and the patent's status with its source and date (never without them)."""
    patent = listing.patents[0].patent if listing.patents else None
    found: dict[str, Any] = {"price": price_of(listing), "tone": "idle", "source": "", "as_of": ""}
    if patent is not None:
        found["tone"] = patent.shown_status().light
        found["source"] = patent.status_source
        found["as_of"] = patent.status_as_of.isoformat() if patent.status_as_of else ""
    return found


def price_of(listing: Listing) -> Words:
    """Amount and royalty rate: "¥30,000 + 1.5%"."""
    fee, found = listings.fee_of(listing), {}
    for language in LANGUAGES:
        with in_language(language):
            parts = [fee.amount.short(language)] if fee.amount.minor else []
            parts += [f"{percent(fee.rate)}%"] if fee.rate else []
            found[language] = " + ".join(parts) or (translate(FREE) if fee.kind == "free" else "")
    return found


def question_of(row: LiveQuestion) -> dict[str, Any]:
    """A question as everybody reads it: who asked is a kind of body and a branch."""
    return {
        "id": row.id,
        "pitch": row.pitch_id,
        "text": row.text,
        "from": {language: asker(row.kind, row.industry, language) for language in LANGUAGES},
        "votes": row.votes,
        "state": row.state,
        "answer": row.answer,
        "at": instant(row.asked_at),
    }


def asker(kind: str, industry: str, language: str) -> str:
    """All that is shown of who asked: "Firm, car parts"."""
    with in_language(language):
        word = translate(KINDS[kind]) if kind in KINDS else translate(N_("Guest"))
        branch = industry_name(industry, language) if industry else ""
        return translate(N_("%(kind)s, %(branch)s"), kind=word, branch=branch) if branch else word


def polls_of(roadshow_id: int) -> list[dict[str, Any]]:
    """The polls that were opened, with sums alone."""
    counts = queries.poll_counts(roadshow_id)
    return [
        {
            "id": poll.id,
            "text": poll.text,
            "state": poll.state,
            "options": poll.options,
            "counts": outcome(counts.get(poll.id, {}), len(poll.options)),
        }
        for poll in queries.polls_of(roadshow_id, [PollState.OPEN, PollState.CLOSED])
    ]
