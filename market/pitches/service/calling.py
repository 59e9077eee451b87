"""The call of a roadshow: what it asks for, and by what experts judge."""

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid
from market.pitches import queries
from market.pitches.errors import CriteriaFixed
from market.pitches.models import PitchCall
from market.pitches.rules.checks import Subject
from market.pitches.rules.terms import Terms, problems
from market.pitches.service.holding import hold_roadshow
from market.roadshows.events import RoadshowCopied


def set_terms(actor: Actor, roadshow_id: int, terms: Terms) -> PitchCall:
    """Store what the call asks for; the criteria stand once an expert has scored."""
    roadshow = hold_roadshow(actor, roadshow_id)
    if found := problems(terms):
        raise Invalid(fields=found)
    if terms.criteria != queries.terms(roadshow).criteria and queries.answers(roadshow_id):
        raise CriteriaFixed
    row = queries.row_of(roadshow_id) or PitchCall(roadshow_id=roadshow_id)
    row.takes = [subject for subject in Subject if subject in terms.takes]
    row.asked, row.asked_en, row.who, row.who_en = terms.asked, terms.asked_en, terms.who, terms.who_en
    row.criteria = [criterion.to_plain() for criterion in terms.criteria]
    row.minutes, row.answer_minutes = terms.minutes, terms.answer_minutes
    db.session.add(row)
    db.session.flush()
    return row


def on_copied(event: RoadshowCopied) -> None:
    """The call of an earlier roadshow holds for its copy too: what is asked for, of whom, criteria and minutes."""
    source = queries.row_of(event.source_id)
    if source is None or queries.row_of(event.roadshow_id) is not None:
        return
    copy = PitchCall(roadshow_id=event.roadshow_id, takes=list(source.takes))
    copy.asked, copy.asked_en, copy.who, copy.who_en = source.asked, source.asked_en, source.who, source.who_en
    copy.criteria = [dict(criterion) for criterion in source.criteria]
    copy.minutes, copy.answer_minutes = source.minutes, source.answer_minutes
    db.session.add(copy)
    db.session.flush()
