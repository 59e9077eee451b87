"""What is counted: one definition per figure, its unit, and how a year's progress is judged.

Distinct patents and postings (the programme's two units of publication) never stand in one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from market.core.i18n import N_


@dataclass(frozen=True)
class Definition:
    """A figure: its name, the unit it counts, and what exactly it counts."""

    name: str
    unit: str
    meaning: str


PATENTS, POSTINGS, LICENCES, FIRMS, TIMES, NEEDS = (
    N_("patents"),
    N_("postings"),
    N_("licences"),
    N_("firms"),
    N_("times"),
    N_("needs"),
)
CONTRACTS, JOBS = N_("contracts"), N_("jobs")
ROADSHOWS, PITCHES, PEOPLE, VIEWERS, INTENTS = (
    N_("roadshows"),
    N_("pitches"),
    N_("people"),
    N_("viewers"),
    N_("intents"),
)
AMOUNT = N_("yuan")

DEFINITIONS: Mapping[str, Definition] = {
    "open_patents": Definition(
        N_("Patents on open licence"),
        PATENTS,
        N_("Distinct patents, by application number, in listings whose announcement falls in the period."),
    ),
    "postings": Definition(
        N_("Posted on platforms"),
        POSTINGS,
        N_("Patent and platform: one patent on three platforms counts three times. By day of posting."),
    ),
    "licences": Definition(
        N_("Licences taken"),
        LICENCES,
        N_("Listing and licensee: each licence counts once, in the period in which it took effect."),
    ),
    "licensed_patents": Definition(
        N_("Patents licensed"),
        PATENTS,
        N_("Distinct patents under at least one licence that took effect in the period."),
    ),
    "licensees": Definition(
        N_("Licensed firms"),
        FIRMS,
        N_("Distinct licensees of licences that took effect in the period."),
    ),
    "one_to_many": Definition(
        N_("Patents licensed to several firms"),
        PATENTS,
        N_("Distinct patents on which two or more firms took a licence in the period."),
    ),
    "free": Definition(
        N_("Of the licences, free ones"),
        LICENCES,
        N_("Licences without any fee that took effect in the period."),
    ),
    "kind_open": Definition(
        N_("Of the licences, open ones"), LICENCES, N_("Licences taken on an announced open offer, by day of effect.")
    ),
    "kind_ordinary": Definition(
        N_("Of the licences, negotiated ordinary ones"),
        LICENCES,
        N_("Ordinary licences by agreement, by day of effect."),
    ),
    "kind_sole": Definition(
        N_("Of the licences, sole ones"), LICENCES, N_("Sole licences by agreement, by day of effect.")
    ),
    "kind_exclusive": Definition(
        N_("Of the licences, exclusive ones"), LICENCES, N_("Exclusive licences by agreement, by day of effect.")
    ),
    "contracted": Definition(
        N_("Fees agreed"),
        AMOUNT,
        N_(
            "Fixed amounts of the frozen terms of licences that took effect in the period, in yuan; running royalties "
            "are not known in advance."
        ),
    ),
    "received": Definition(
        N_("Fees received"),
        AMOUNT,
        N_(
            "Money booked in the ledger on amounts due for licences and other deals, by day of booking: without what "
            "was paid too much, less what was taken back."
        ),
    ),
    "recorded": Definition(
        N_("Recordals"),
        TIMES,
        N_("Licences recorded with CNIPA, by day of recordal."),
    ),
    "registered": Definition(
        N_("Technology contracts registered"),
        CONTRACTS,
        N_("Licence contracts registered as technology contracts, by day of registration; each is registered once."),
    ),
    "registered_amount": Definition(
        N_("Amount of registered contracts"),
        AMOUNT,
        N_("Contract amounts as they stand on the registrations of the period."),
    ),
    "registered_technology": Definition(
        N_("Of this, technology transactions"),
        AMOUNT,
        N_("The part of the registered amounts that the registry took as technology transaction."),
    ),
    "industrialised": Definition(
        N_("Licences in production"),
        LICENCES,
        N_(
            "Licences whose holder reports for that calendar year that something is made or done with them; the latest "
            "report counts, queried ones do not. Reports on a year come in until 31 March of the next."
        ),
    ),
    "effect_sales": Definition(
        N_("Sales of licensed products"), AMOUNT, N_("Sum of the sales in the same reports of licensees.")
    ),
    "effect_exports": Definition(N_("Of this, exports"), AMOUNT, N_("Sum of the exports in the same reports.")),
    "effect_tax": Definition(
        N_("Tax on licensed products"), AMOUNT, N_("Sum of the tax in the same reports of licensees.")
    ),
    "effect_jobs": Definition(N_("New jobs at licensees"), JOBS, N_("Sum of the new jobs in the same reports.")),
    "needs_published": Definition(
        N_("Needs published"),
        NEEDS,
        N_("Needs whose publication falls in the period."),
    ),
    "needs_matched": Definition(
        N_("Needs with proposals"),
        NEEDS,
        N_("Needs published in the period for which at least one offer was proposed."),
    ),
    "needs_solved": Definition(
        N_("Needs solved"),
        NEEDS,
        N_("Needs published in the period that were closed as solved."),
    ),
    "roadshows": Definition(N_("Roadshows held"), ROADSHOWS, N_("Roadshows that began in the period and were held.")),
    "roadshow_pitches": Definition(
        N_("Pitches at roadshows"), PITCHES, N_("Patents and needs on the programmes of these roadshows.")
    ),
    "roadshow_firms": Definition(
        N_("Firms at roadshows"),
        FIRMS,
        N_("Firms of which somebody was there, on site or online; a firm counts once for each of these roadshows."),
    ),
    "roadshow_people": Definition(
        N_("People at roadshows"), PEOPLE, N_("People checked in; each counts once for each of these roadshows.")
    ),
    "roadshow_viewers": Definition(
        N_("Viewers of roadshows"),
        VIEWERS,
        N_("People who had the live page of this service open, once for each roadshow; other platforms are not known."),
    ),
    "roadshow_intents": Definition(
        N_("Intents from roadshows"),
        INTENTS,
        N_("Intents declared for the pitches of these roadshows, whenever; those withdrawn do not count."),
    ),
    "roadshow_signed": Definition(
        N_("Contracts from roadshows"),
        CONTRACTS,
        N_("Contracts on record here that came of these intents until today; each counts once."),
    ),
    "roadshow_signed_outside": Definition(
        N_("Signed outside, after roadshows"),
        CONTRACTS,
        N_("Contracts of these intents said to be signed elsewhere; not part of the contracts from roadshows."),
    ),
    "roadshow_contracted": Definition(
        N_("Amount of contracts from roadshows"),
        AMOUNT,
        N_("Fixed amounts in yuan of these contracts as far as they are on record here."),
    ),
    "roadshow_received": Definition(
        N_("Received on contracts from roadshows"),
        AMOUNT,
        N_("Money in yuan booked in the ledger on amounts due under these contracts until today."),
    ),
}
HEADLINES = ("open_patents", "postings", "licences", "licensees", "received", "industrialised")


@dataclass(frozen=True)
class Period:
    """A year to date, and the same days of the year before for comparison."""

    start: date
    end: date

    @classmethod
    def of_year(cls, year: int, today: date) -> "Period":
        """The year up to today, or the whole of an earlier one."""
        last = date(year, 12, 31)
        return cls(date(year, 1, 1), min(last, today))

    def before(self) -> "Period":
        """The same days one year earlier (29 February becomes the 28th)."""
        return Period(_year_earlier(self.start), _year_earlier(self.end))


def _year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def change(now: int, before: int) -> float | None:
    """Year on year in percent; None when there was nothing to compare with."""
    return None if before == 0 else round((now - before) * 100 / before, 1)
