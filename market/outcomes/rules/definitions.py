"""What each figure of a roadshow counts, as the authorities count it: its unit, definition, source and reckoning."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from market.core.i18n import N_
from market.outcomes.rules.facts import HOME_CURRENCY, Facts, Wanted

ROADSHOWS, PITCHES, BODIES, FIRMS, PEOPLE = (
    N_("roadshows"),
    N_("pitches"),
    N_("organisations"),
    N_("firms"),
    N_("people"),
)
VIEWERS, TIMES, QUESTIONS, INTENTS, CONTRACTS = (
    N_("viewers"),
    N_("times"),
    N_("questions"),
    N_("intents"),
    N_("contracts"),
)
MEETINGS, ANSWERS = N_("meetings"), N_("answers")
OF_FIVE, AMOUNT = N_("of 5"), N_("yuan")

REGISTRATIONS, PROGRAMME, LIVE_PAGE = N_("Registrations and check-in"), N_("Programme of the roadshow"), N_("Live page")
DESK_OF_MEETINGS, LOG, BOOKS = N_("Table of meetings"), N_("Log of the intents"), N_("Licences and ledger")
REPORTED = N_("Reports of those who follow up")
SURVEY, LETTERS, MATERIALS = N_("Survey"), N_("Invitations"), N_("Materials page")


Part = tuple[str, int]
"""An amount: its currency and its minor units."""


@dataclass(frozen=True)
class Figure:
    """One figure: name, unit, what exactly it counts, where it comes from, and which rows stand behind it.

    `rows`: "bodies", "pitches", "intents" or empty. `reckon` gives the value: a count, minor units of yuan for an
    amount, tenths for `OF_FIVE`.
    """

    name: str
    unit: str
    meaning: str
    source: str
    reckon: Callable[[Facts], int | None]
    rows: str = ""
    counts: Callable[[object], bool] = bool
    """Whether a row of that kind is one of those counted."""
    parts: Callable[[Facts], Iterable[Part]] | None = None
    """The amounts it is the sum of, each in its own currency; `reckon` gives the yuan among them."""


def _each(rows: str, keep: Callable[..., bool]) -> Callable[[Facts], int | None]:
    """How many rows are kept."""
    return lambda facts: sum(1 for it in getattr(facts, rows) if keep(it))


def _bodies_of(intents: Iterable[Wanted]) -> int:
    return len({it.body_id for it in intents})


def ranged(intents: Iterable[Wanted]) -> list[Wanted]:
    """Those that state an amount."""
    return [it for it in intents if it.low is not None or it.high is not None]


def _low(facts: Facts) -> int | None:
    stated = ranged(facts.standing)
    return sum(it.low or 0 for it in stated) if stated else None


def _high(facts: Facts) -> int | None:
    stated = ranged(facts.standing)
    return sum((it.high if it.high is not None else it.low) or 0 for it in stated) if stated else None


def _contracted(facts: Facts) -> list[Part]:
    return [(it.currency, it.amount or 0) for it in facts.contracts]


def _received(facts: Facts) -> list[Part]:
    return [part for it in facts.contracts for part in ((HOME_CURRENCY, it.received), *it.received_more)]


def _contracted_outside(facts: Facts) -> list[Part]:
    told = [it.elsewhere for it in facts.standing if it.signed_outside and it.elsewhere is not None]
    return [(it.currency, it.amount) for it in told]


def amount_figure(
    name: str, meaning: str, source: str, parts: Callable[[Facts], Iterable[Part]], keep: Callable[[Wanted], bool]
) -> Figure:
    """An amount that may be made of several currencies, and which intents stand behind it."""

    def counts(it: object) -> bool:
        return isinstance(it, Wanted) and it.stands and keep(it)

    def yuan(facts: Facts) -> int:
        return sum(minor for currency, minor in parts(facts) if currency == HOME_CURRENCY)

    return Figure(name, AMOUNT, meaning, source, yuan, "intents", counts, parts)


def kind_figure(kind: str, name: str, meaning: str) -> Figure:
    """Intents of one kind."""

    def counts(it: object) -> bool:
        return isinstance(it, Wanted) and it.stands and it.kind == kind

    return Figure(name, INTENTS, meaning, LOG, _each("intents", counts), "intents", counts)


def stands(it: object) -> bool:
    """Whether an intent counts."""
    return isinstance(it, Wanted) and it.stands


DAY: Mapping[str, Figure] = {
    "sessions": Figure(
        N_("Sessions"), ROADSHOWS, N_("Roadshows that were held."), PROGRAMME, lambda facts: int(facts.held)
    ),
    "pitches": Figure(
        N_("Pitches shown"),
        PITCHES,
        N_("Patents and needs on the programme of a roadshow that was held; each pitch once."),
        PROGRAMME,
        lambda facts: len(facts.pitches),
        "pitches",
        lambda it: True,
    ),
    "pitches_patents": Figure(
        N_("Of the pitches, patents"),
        PITCHES,
        N_("Pitches of a listed patent."),
        PROGRAMME,
        _each("pitches", lambda it: it.subject == "patent"),
        "pitches",
        lambda it: getattr(it, "subject", "") == "patent",
    ),
    "pitches_needs": Figure(
        N_("Of the pitches, needs"),
        PITCHES,
        N_("Pitches of a firm's need."),
        PROGRAMME,
        _each("pitches", lambda it: it.subject == "need"),
        "pitches",
        lambda it: getattr(it, "subject", "") == "need",
    ),
    "invited": Figure(
        N_("Organisations invited"),
        BODIES,
        N_("Distinct organisations to which an invitation was sent."),
        LETTERS,
        _each("bodies", lambda it: it.invited),
        "bodies",
        lambda it: bool(getattr(it, "invited", False)),
    ),
    "registered": Figure(
        N_("People registered"),
        PEOPLE,
        N_("Confirmed registrations, one for each person."),
        REGISTRATIONS,
        lambda facts: sum(it.registered for it in facts.bodies),
        "bodies",
        lambda it: bool(getattr(it, "registered", 0)),
    ),
    "firms": Figure(
        N_("Firms taking part"),
        FIRMS,
        N_("Distinct firms of which at least one person checked in on site or opened the live page."),
        REGISTRATIONS,
        _each("bodies", lambda it: it.kind == "firm" and it.present > 0),
        "bodies",
        lambda it: getattr(it, "kind", "") == "firm" and bool(getattr(it, "present", 0)),
    ),
    "bodies": Figure(
        N_("Organisations taking part"),
        BODIES,
        N_("Distinct organisations of any kind of which at least one person was there."),
        REGISTRATIONS,
        _each("bodies", lambda it: it.present > 0),
        "bodies",
        lambda it: bool(getattr(it, "present", 0)),
    ),
    "people": Figure(
        N_("People taking part"),
        PEOPLE,
        N_("People checked in, on site by code or online by opening the live page; each once a roadshow."),
        REGISTRATIONS,
        lambda facts: sum(it.present for it in facts.bodies),
        "bodies",
        lambda it: bool(getattr(it, "present", 0)),
    ),
    "people_online": Figure(
        N_("Of these, online"),
        PEOPLE,
        N_("People who took part by opening the live page."),
        REGISTRATIONS,
        lambda facts: sum(it.present_online for it in facts.bodies),
        "bodies",
        lambda it: bool(getattr(it, "present_online", 0)),
    ),
    "viewers": Figure(
        N_("Viewers"),
        VIEWERS,
        N_("Distinct people who had the live page of this service open; views on other platforms are not known here."),
        LIVE_PAGE,
        lambda facts: facts.measured.viewers,
    ),
    "peak": Figure(
        N_("Most viewers at one time"),
        VIEWERS,
        N_("The largest number of people with the live page open in the same moment."),
        LIVE_PAGE,
        lambda facts: facts.measured.peak,
    ),
    "questions": Figure(
        N_("Questions asked"),
        QUESTIONS,
        N_("Questions put on the live page, without those taken back."),
        LIVE_PAGE,
        lambda facts: facts.measured.questions,
    ),
    "answered": Figure(
        N_("Of the questions, answered"),
        QUESTIONS,
        N_("Questions answered on the day or in writing later."),
        LIVE_PAGE,
        lambda facts: facts.measured.answered,
    ),
    "meetings": Figure(
        N_("One-to-one meetings held"),
        MEETINGS,
        N_("Meetings of the timetable that took place, as said by those who met."),
        DESK_OF_MEETINGS,
        lambda facts: facts.measured.meetings,
    ),
    "fetched": Figure(
        N_("Materials fetched"),
        TIMES,
        N_("Files, videos and the replay opened from the materials page; the same reader may count several times."),
        MATERIALS,
        lambda facts: facts.measured.fetched,
    ),
}

AFTER: Mapping[str, Figure] = {
    "intents": Figure(
        N_("Intents"),
        INTENTS,
        N_("Declared by an organisation for a pitch, each kind once; those withdrawn do not count, those closed do."),
        LOG,
        _each("intents", stands),
        "intents",
        stands,
    ),
    "intents_licence": kind_figure(
        "licence", N_("Of the intents, to take a licence"), N_("Intents to take a licence on the patent.")
    ),
    "intents_purchase": kind_figure("purchase", N_("Of the intents, to buy"), N_("Intents to buy the patent.")),
    "intents_joint": kind_figure(
        "joint", N_("Of the intents, to develop together"), N_("Intents to develop something together.")
    ),
    "intents_know_more": kind_figure(
        "know_more", N_("Of the intents, to know more"), N_("Intents to know more before anything else.")
    ),
    "intent_bodies": Figure(
        N_("Organisations with an intent"),
        BODIES,
        N_("Distinct organisations that declared at least one intent."),
        LOG,
        lambda facts: _bodies_of(facts.standing),
        "intents",
        stands,
    ),
    "intents_low": Figure(
        N_("Intended amount, lower bound"),
        AMOUNT,
        N_("Sum of the lower bounds of the intents that state an amount; where only an upper bound is given, zero."),
        LOG,
        _low,
        "intents",
        lambda it: stands(it) and bool(ranged([it])),  # type: ignore[list-item]
    ),
    "intents_high": Figure(
        N_("Intended amount, upper bound"),
        AMOUNT,
        N_("Sum of the upper bounds of the same intents; where only a lower bound is given, that one."),
        LOG,
        _high,
        "intents",
        lambda it: stands(it) and bool(ranged([it])),  # type: ignore[list-item]
    ),
    "talks": Figure(
        N_("Talks begun"),
        INTENTS,
        N_("Intents that came at least to a talk, whatever became of them later."),
        LOG,
        _each("intents", lambda it: it.stands and it.talked),
        "intents",
        lambda it: stands(it) and bool(getattr(it, "talked", False)),
    ),
    "signed": Figure(
        N_("Contracts signed"),
        CONTRACTS,
        N_("Licences, transfers and other contracts on record here that came of intents; a contract counts once."),
        BOOKS,
        lambda facts: len(facts.contracts),
        "intents",
        lambda it: stands(it) and bool(getattr(it, "signed_here", False)),
    ),
    "contracted": amount_figure(
        N_("Amount contracted"),
        N_("Fixed amounts of these contracts, each currency by itself; running royalties are not in it."),
        BOOKS,
        _contracted,
        lambda it: bool(it.contract),
    ),
    "signed_outside": Figure(
        N_("Signed outside, as reported"),
        CONTRACTS,
        N_("Contracts that are said to be signed elsewhere, with or without proof; not part of the contracts signed."),
        REPORTED,
        _each("intents", lambda it: it.stands and it.signed_outside),
        "intents",
        lambda it: stands(it) and bool(getattr(it, "signed_outside", False)),
    ),
    "contracted_outside": amount_figure(
        N_("Amount signed outside, as reported"),
        N_("Fixed amounts reported of contracts signed elsewhere; not part of the amount contracted."),
        REPORTED,
        _contracted_outside,
        lambda it: it.signed_outside and it.elsewhere is not None,
    ),
    "recorded": Figure(
        N_("Contracts recorded"),
        CONTRACTS,
        N_("Of these contracts, those recorded with CNIPA."),
        BOOKS,
        lambda facts: sum(1 for it in facts.contracts if it.recorded_on),
        "intents",
        lambda it: stands(it) and bool(getattr(it, "recorded_on", "")),
    ),
    "received": amount_figure(
        N_("Amount received"),
        N_("Money booked in the ledger on amounts due under the contracts on record here, less what was taken back."),
        BOOKS,
        _received,
        lambda it: it.got_money,
    ),
    "closed": Figure(
        N_("Closed without a contract"),
        INTENTS,
        N_("Intents closed with a reason."),
        LOG,
        _each("intents", lambda it: it.stage == "closed"),
        "intents",
        lambda it: getattr(it, "stage", "") == "closed",
    ),
    "answers": Figure(
        N_("Answers to the survey"),
        ANSWERS,
        N_("Anonymous answers of people who were there."),
        SURVEY,
        lambda facts: facts.measured.answers,
    ),
    "useful": Figure(
        N_("Usefulness"),
        OF_FIVE,
        N_("Mean of the answers from 1 (not at all) to 5 (very useful); shown from three answers on."),
        SURVEY,
        lambda facts: facts.measured.useful,
    ),
}
DEFINITIONS: Mapping[str, Figure] = {**DAY, **AFTER}
