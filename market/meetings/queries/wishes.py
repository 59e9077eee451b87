"""What is known of pairs of organisations at a roadshow: wishes, proposals of matching, intents, interests."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State as Place
from market.intents.models import Intent
from market.matching.models import Proposal
from market.meetings.models import Meeting
from market.meetings.rules.fitting import Facts
from market.meetings.rules.states import State
from market.pitches.models import Pitch

Pair = tuple[int, int]
NOTHING = Facts()
MOST_WORDS = 4


def pair(one: int, two: int) -> Pair:
    """Two organisations in a fixed order."""
    return (one, two) if one < two else (two, one)


def facts_of(roadshow_id: int, organisations: Collection[int]) -> dict[Pair, Facts]:
    """Everything known of pairs among these organisations; pairs of which nothing is known are left out."""
    found: defaultdict[Pair, Facts] = defaultdict(Facts)
    _from_matching(found, organisations)
    _from_intents(found, roadshow_id, organisations)
    _from_interests(found, roadshow_id, organisations)
    for meeting in db.session.scalars(select(Meeting).where(Meeting.roadshow_id == roadshow_id)):
        key = (meeting.low_id, meeting.high_id)
        if meeting.state in (State.AGREED, State.BOOKED):
            found[key] = replace(found[key], agreed=True)
        elif meeting.state == State.ASKED:
            found[key] = replace(found[key], asked=True)
    return dict(found)


def facts_with(roadshow_id: int, organisation_id: int, others: Collection[int]) -> dict[int, Facts]:
    """What is known of one organisation with each of the others."""
    every = facts_of(roadshow_id, {organisation_id, *others})
    return {other: every.get(pair(organisation_id, other), NOTHING) for other in others}


def _from_matching(found: dict[Pair, Facts], organisations: Collection[int]) -> None:
    statement = (
        select(Proposal)
        .where(Proposal.stale.is_(False), Proposal.owner_id.in_(organisations))
        .where(Proposal.firm_answer != "declined", Proposal.owner_answer != "declined")
        .options(joinedload(Proposal.need), joinedload(Proposal.listing), joinedload(Proposal.patent))
    )
    for proposal in db.session.scalars(statement):
        firm = proposal.firm_id or (proposal.need.organisation_id if proposal.need else None)
        if firm is None or proposal.owner_id is None or firm not in organisations or firm == proposal.owner_id:
            continue
        key = pair(firm, proposal.owner_id)
        if proposal.score > found[key].match:
            found[key] = replace(
                found[key], match=proposal.score, words=_words(proposal.reasons), title=proposal.title
            )


def _words(reasons: Collection[dict[str, Any]]) -> tuple[str, ...]:
    """The telling words both sides use."""
    words: list[str] = next((reason.get("words", []) for reason in reasons if reason.get("kind") == "terms"), [])
    return tuple(words[:MOST_WORDS])


def _from_intents(found: dict[Pair, Facts], roadshow_id: int, organisations: Collection[int]) -> None:
    rows = db.session.execute(
        select(Intent.organisation_id, Pitch.organisation_id)
        .join(Pitch)
        .where(Intent.roadshow_id == roadshow_id, Intent.stage != "withdrawn")
    ).all()
    for one, two in rows:
        if one in organisations and two in organisations and one != two:
            found[pair(one, two)] = replace(found[pair(one, two)], intent=True)


def _from_interests(found: dict[Pair, Facts], roadshow_id: int, organisations: Collection[int]) -> None:
    rows = db.session.execute(
        select(Registration.organisation_id, Pitch.organisation_id)
        .join(Registration.interests)
        .where(Registration.roadshow_id == roadshow_id, Registration.state == Place.CONFIRMED)
    ).all()
    for one, two in rows:
        if one in organisations and two in organisations and one != two:
            found[pair(one, two)] = replace(found[pair(one, two)], interest=True)
