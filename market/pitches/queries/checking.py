"""From a pitch and what it is about to the plain facts that the checks judge."""

from typing import Any

from market.core import clock
from market.core.i18n import current_language
from market.listings import queries as listings
from market.listings.models import Listing
from market.listings.rules.findings import Finding, Outcome
from market.listings.rules.patents import in_force
from market.listings.rules.quality import quality
from market.listings.rules.states import State as ListingState
from market.needs.models import Need
from market.needs.rules.states import ON_BOARD
from market.pitches.models import Pitch
from market.pitches.queries.calls import terms
from market.pitches.rules.checks import Check, Facts, PatentStatus, Subject, checks
from market.pitches.rules.states import State
from market.roadshows.models import Roadshow

VERDICTS = {Outcome.PASSED: "ok", Outcome.UNKNOWN: "unknown"}


def checklist(pitch: Pitch) -> list[Check]:
    """Every check of a pitch as it stands today."""
    about: Listing | Need | None = pitch.listing or pitch.need
    if about is None:
        raise LookupError(pitch.id)
    chosen = pitch.state == State.SELECTED
    english = bool(pitch.title_en and pitch.summary_en)
    return checks(facts(pitch.roadshow, about, english=english, slides=bool(pitch.slides), selected=chosen))


def checklist_before(roadshow: Roadshow, about: Listing | Need) -> list[Check]:
    """The checks of something not yet applied with: shown beside the form."""
    return checks(facts(roadshow, about, english=True))


def facts(
    roadshow: Roadshow, about: Listing | Need, english: bool, slides: bool = False, selected: bool = False
) -> Facts:
    """What the checks look at, for a listing or a need at a roadshow."""
    common: dict[str, Any] = {
        "taken": terms(roadshow).takes,
        "wanted_industry": roadshow.industry,
        "chain": roadshow.chain,
        "english": english,
        "slides": slides,
        "selected": selected,
        "state": about.state,
        "industry": about.industry,
    }
    own = _of_listing(about) if isinstance(about, Listing) else _of_need(about)
    return Facts(**{**common, **own})


def _of_listing(listing: Listing) -> dict[str, Any]:
    today = clock.today()
    offer = listings.offer_of(listing)
    measured = quality(offer)
    against = [one for one in listings.obstacles(listing, today) if one.blocks and one.rule != "R02"]
    return {
        "subject": Subject.LISTING,
        "offered": listings.on_offer(listing, today),
        "suspended": listing.state == ListingState.SUSPENDED,
        "patents": tuple(
            PatentStatus(patent.number, _verdict(in_force(patent, today)), _day(row.patent.status_as_of))
            for patent, row in zip(offer.patents, listing.patents, strict=True)
        ),
        "obstacle": against[0].text(current_language()) if against else "",
        "quality": measured.percent,
        "missing": tuple(point.name for point in measured.missing),
        "words": " ".join((listing.title, listing.application, listing.products, listing.summary)),
    }


def _verdict(finding: Finding) -> str:
    return VERDICTS.get(finding.outcome, "bad")


def _day(value: object) -> str:
    return str(value) if value else ""


def _of_need(need: Need) -> dict[str, Any]:
    points = need.points()
    in_time = need.valid_until is None or need.valid_until >= clock.today()
    missing = sorted((point for point in points if not point.there), key=lambda point: -point.weight)
    return {
        "subject": Subject.NEED,
        "offered": need.state in ON_BOARD and in_time,
        "quality": need.completeness,
        "missing": tuple(point.label for point in missing),
        "words": " ".join((need.title, need.industry_text, need.background, need.problem)),
    }
