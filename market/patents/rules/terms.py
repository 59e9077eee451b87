"""How long a patent lasts (Patent Law 2020, Art. 42); when annuities fall due (Implementing Rules, 115)."""

from dataclasses import dataclass
from datetime import date

from market.core.calendar import add_months, next_working_day
from market.patents.rules.identifiers import PatentType

LONGER_DESIGNS_FROM = date(2021, 6, 1)
GRACE_MONTHS = 6


def term_years(type: PatentType, filing_date: date) -> int:
    """Years of protection from the filing date: 20, 10, or 15 (10 for designs filed before 2021-06-01)."""
    if type is PatentType.INVENTION:
        return 20
    if type is PatentType.DESIGN and filing_date >= LONGER_DESIGNS_FROM:
        return 15
    return 10


def expiry_date(type: PatentType, filing_date: date) -> date:
    """The day on which the term ends: the filing date plus the term (29 February becomes 28 February)."""
    return add_months(filing_date, 12 * term_years(type, filing_date))


def term_has_run_out(expires: date | None, today: date) -> bool:
    """Whether the term is over today: the day before the anniversary is the last day of protection."""
    return expires is not None and today >= expires


def current_year_of_protection(filing_date: date, today: date) -> int:
    """Which year of the term runs today, 1 for the first."""
    years = today.year - filing_date.year
    if add_months(filing_date, 12 * years) > today:
        years -= 1
    return max(1, years + 1)


@dataclass(frozen=True)
class Annuity:
    """The next annuity: for which year, due when, and until when it can be paid with surcharge."""

    year: int
    due: date
    grace_until: date

    def in_grace(self, today: date) -> bool:
        """Whether the due date has passed and the period with surcharge still runs, days off counted by Art. 5."""
        return next_working_day(self.due) < today <= next_working_day(self.grace_until)

    def missed(self, today: date) -> bool:
        """Whether even the period with surcharge has passed."""
        return today > next_working_day(self.grace_until)


def annuity_due(filing_date: date, year: int) -> date:
    """The fee for year n is due before year n-1 ends: by the filing date plus n-1 years."""
    return add_months(filing_date, 12 * (year - 1))


def next_annuity(type: PatentType, filing_date: date, paid_to_year: int | None) -> Annuity | None:
    """The first annuity not yet paid; None when nothing is known of payments or the last year is paid."""
    if paid_to_year is None or paid_to_year >= term_years(type, filing_date):
        return None
    due = annuity_due(filing_date, paid_to_year + 1)
    return Annuity(paid_to_year + 1, due, add_months(due, GRACE_MONTHS))
