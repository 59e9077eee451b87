"""The legal data that owners and operators keep: what a statement must contain to be believed (R33)."""

from dataclasses import dataclass
from datetime import date

from market.core.errors import Invalid
from market.core.i18n import N_
from market.patents.rules.identifiers import PatentType
from market.patents.rules.status import LEVEL_OF, Detail, Level
from market.patents.rules.terms import term_years

SOURCE_MISSING = N_("Say where this was seen, for example in the national patent register.")
AS_OF_MISSING = N_("Give the date on which the source was true.")
AS_OF_FUTURE = N_("The date of the source cannot lie in the future.")
PAID_BEYOND_TERM = N_("A patent of this type runs %(years)s years at most.")
PAID_WITHOUT_FILING = N_("The filing date is needed to reckon annuities.")
NOT_EVALUATED = N_("Evaluation reports exist for utility models and designs only.")
EVALUATION_DATE_MISSING = N_("Give the date of the evaluation report.")
CONSENT_WITHOUT_PLEDGE = N_("A pledgee's consent needs a pledge.")
RUN_OUT = N_("The term of this patent ended on %(date)s; it cannot be in force.")


@dataclass(frozen=True)
class Statement:
    """What somebody states of a patent's legal situation, with source and as-of date."""

    detail: Detail
    source: str
    as_of: date | None
    annuity_paid_to_year: int | None = None
    pledged: bool = False
    pledgee_consent: bool = False
    preserved: bool = False
    disputed: bool = False
    exclusive_until: date | None = None
    evaluation: str = ""
    evaluation_date: date | None = None


def refusals(
    statement: Statement, type: PatentType, filing_date: date | None, expiry_date: date | None, today: date
) -> dict[str, Invalid]:
    """What is wrong with a statement, by field; empty when it can be kept."""
    found: dict[str, Invalid] = {}
    if not statement.source.strip():
        found["source"] = Invalid(SOURCE_MISSING)
    if statement.as_of is None:
        found["as_of"] = Invalid(AS_OF_MISSING)
    elif statement.as_of > today:
        found["as_of"] = Invalid(AS_OF_FUTURE)
    if LEVEL_OF[statement.detail] is Level.IN_FORCE and expiry_date is not None and expiry_date <= today:
        found["detail"] = Invalid(RUN_OUT, date=expiry_date.isoformat())
    if statement.pledgee_consent and not statement.pledged:
        found["pledgee_consent"] = Invalid(CONSENT_WITHOUT_PLEDGE)
    if statement.evaluation and type is PatentType.INVENTION:
        found["evaluation"] = Invalid(NOT_EVALUATED)
    elif statement.evaluation and statement.evaluation_date is None:
        found["evaluation_date"] = Invalid(EVALUATION_DATE_MISSING)
    if statement.annuity_paid_to_year is not None:
        if filing_date is None:
            found["annuity_paid_to_year"] = Invalid(PAID_WITHOUT_FILING)
        elif statement.annuity_paid_to_year > (years := term_years(type, filing_date)):
            found["annuity_paid_to_year"] = Invalid(PAID_BEYOND_TERM, years=years)
    return found
