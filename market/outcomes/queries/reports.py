"""The versions of a report: who sees which, the draft as it would be issued now, and the comparison of roadshows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, extract, select
from sqlalchemy.orm import selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.outcomes.models import RoadshowReport
from market.outcomes.queries.after import after_of, outcome, survey_of
from market.outcomes.queries.sources import facts, facts_of
from market.outcomes.rules import report as rules
from market.outcomes.rules.facts import Facts
from market.outcomes.rules.figures import TARGETS, Values, added, reckon
from market.outcomes.rules.report import Head, Making, Past, Report, Words
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State

MOST_PAST = 5
"""So many earlier roadshows of a series stand in a report."""


def versions(roadshow_id: int) -> list[RoadshowReport]:
    """Every version, newest first; the draft is the newest when there is one."""
    statement = select(RoadshowReport).where(RoadshowReport.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.order_by(RoadshowReport.number.desc())))


def issued(roadshow_id: int) -> list[RoadshowReport]:
    """The issued versions, newest first."""
    return [it for it in versions(roadshow_id) if it.state == "issued"]


def draft_of(roadshow_id: int) -> RoadshowReport | None:
    """The version being drafted."""
    return next((it for it in versions(roadshow_id) if it.state == "draft"), None)


def version_for(actor: Actor, roadshow: Roadshow, number: int | None) -> RoadshowReport:
    """A version this reader may see: issued ones, for the operator the draft too; without a number the newest."""
    for it in versions(roadshow.id):
        if number in (None, it.number) and (it.state == "issued" or actor.operator):
            return it
    raise NotFound


def report_of(row: RoadshowReport) -> Report:
    """A version as a value: issued as it was frozen, a draft as it would be issued now."""
    if row.snapshot is not None:
        return rules.read(row.snapshot, row.snapshot_hash)
    return rules.read(rules.snapshot(row.number, row.occasion, making(row)))


def making(row: RoadshowReport, issuer: str = "", as_of: datetime | None = None) -> Making:
    """What a version is made of now."""
    roadshow = row.roadshow
    after = after_of(roadshow.id)
    found = outcome(survey_of(roadshow.id))
    words = Words(row.note, row.note_en)
    if after is not None:
        words = Words(row.note, row.note_en, after.press, after.press_en, after.photos_url)
    return Making(
        as_of=as_of or clock.now(),
        issuer=issuer,
        head=head_of(roadshow),
        facts=facts(roadshow),
        targets={key: int(getattr(roadshow, column)) for key, column in TARGETS.items()},
        past=past_of(roadshow),
        survey=found.results if found else [],
        words=words,
    )


def head_of(roadshow: Roadshow) -> Head:
    """What a report says of the roadshow itself."""
    series, runs = roadshow.series, db.session.get_one(Organisation, roadshow.organisation_id)
    return Head(
        reference=roadshow.reference,
        title=roadshow.title,
        title_en=roadshow.title_en,
        kind=roadshow.kind,
        chain=roadshow.chain,
        series=series.title if series else "",
        series_en=series.title_en if series else "",
        starts_at=roadshow.starts_at.isoformat(),
        ends_at=roadshow.ends_at.isoformat(),
        place=roadshow.place,
        place_en=roadshow.place_en,
        operator=runs.name,
        bodies=tuple((it.part, it.name, it.name_en) for it in roadshow.bodies),
    )


def past_of(roadshow: Roadshow) -> list[Past]:
    """Earlier roadshows of the same series that were held, newest first."""
    if roadshow.series_id is None:
        return []
    rows = db.session.scalars(
        select(Roadshow)
        .where(
            Roadshow.series_id == roadshow.series_id,
            Roadshow.state == State.HELD,
            Roadshow.starts_at < roadshow.starts_at,
        )
        .order_by(Roadshow.starts_at.desc())
        .limit(MOST_PAST)
    ).all()
    found = facts_of(rows)
    return [
        Past(it.reference, it.title, it.title_en, clock.local_date(it.starts_at).isoformat(), reckon(found[it.id]))
        for it in rows
    ]


def first_issued(roadshow_id: int, before: int) -> Report | None:
    """The first issued version, to compare a later one with; None for the first itself."""
    rows = [it for it in issued(roadshow_id) if it.number < before]
    return report_of(rows[-1]) if rows else None


def held(year: int | None = None, series_id: int | None = None, kind: str = "") -> Select[Roadshow]:
    """Roadshows that were held, newest first, narrowed as asked. The year is that of Shanghai."""
    statement = select(Roadshow).where(Roadshow.state == State.HELD).options(selectinload(Roadshow.series))
    if year is not None:
        first, next_year = midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))
        statement = statement.where(Roadshow.starts_at >= first, Roadshow.starts_at < next_year)
    if series_id is not None:
        statement = statement.where(Roadshow.series_id == series_id)
    if kind:
        statement = statement.where(Roadshow.kind == kind)
    return statement.order_by(Roadshow.starts_at.desc(), Roadshow.id.desc())


def midnight(day: date) -> datetime:
    """The instant a day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), clock.SHANGHAI)


def years() -> list[int]:
    """The years with a roadshow that was held, newest first."""
    year = extract("year", Roadshow.starts_at)
    found = {int(it) for it in db.session.scalars(select(year).where(Roadshow.state == State.HELD).distinct())}
    return sorted(found | {clock.today().year}, reverse=True)


def compared(roadshows: Sequence[Roadshow]) -> list[tuple[Roadshow, Values]]:
    """Each roadshow with its figures as they stand now."""
    found = facts_of(roadshows)
    return [(it, reckon(found[it.id])) for it in roadshows]


def sums(start: date, end: date, owner_id: int | None = None) -> Values:
    """The figures of the roadshows held in a period (both days counted), added up; of one university's pitches alone
    when it is given: then organisations and viewers stay those of the whole roadshow."""
    rows = _held_between(start, end)
    found = facts_of(rows)
    if owner_id is not None:
        mine = set(db.session.scalars(select(Pitch.roadshow_id).where(Pitch.organisation_id == owner_id)))
        kept = [_of_owner(found[it.id], owner_id) for it in rows if it.id in mine]
        return added(reckon(it) for it in kept if it.pitches)
    return added(reckon(it) for it in found.values())


def by_owner(start: date, end: date) -> dict[int, Values]:
    """The same figures for everybody who pitched in a period, by the id of the organisation; read once for all."""
    found: dict[int, list[Values]] = {}
    for whole in facts_of(_held_between(start, end)).values():
        for owner_id in {it.owner_id for it in whole.pitches}:
            found.setdefault(owner_id, []).append(reckon(_of_owner(whole, owner_id)))
    return {owner_id: added(figures) for owner_id, figures in found.items()}


def _held_between(start: date, end: date) -> Sequence[Roadshow]:
    return db.session.scalars(
        select(Roadshow).where(
            Roadshow.state == State.HELD,
            Roadshow.starts_at >= midnight(start),
            Roadshow.starts_at < midnight(end + timedelta(days=1)),
        )
    ).all()


def _of_owner(whole: Facts, owner_id: int) -> Facts:
    """A roadshow narrowed to the pitches of one owner."""
    ids = {it.id for it in whole.pitches if it.owner_id == owner_id}
    pitches_ = tuple(it for it in whole.pitches if it.id in ids)
    intents = tuple(it for it in whole.intents if it.pitch_id in ids)
    return Facts(whole.held, whole.bodies, pitches_, intents, whole.measured)
