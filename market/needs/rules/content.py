"""What a need holds, what must be there before it is handed in, and how complete it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from market.core.i18n import N_

COOPERATION: dict[str, str] = {
    "licence": N_("Licence"),
    "transfer": N_("Purchase of the patent"),
    "development": N_("Joint or commissioned development"),
    "service": N_("Technical service"),
    "equity": N_("Shares in a joint company"),
}

DETAILS = (
    "title", "industry", "industry_text", "background", "problem", "indicators", "present_state", "tried",
    "budget_text", "cooperation", "deadline", "ip_wish", "confidential", "contact_name", "contact_phone",
    "decision_maker", "region_text", "valid_until", "show_name",
)  # fmt: skip
"""What the firm fills in."""
PRIVATE = ("confidential", "contact_name", "contact_phone", "decision_maker", "private_note", "review_message")
"""What only the firm and the operator ever see."""
WEIGHTY = ("title", "industry", "background", "problem", "indicators", "budget_text", "cooperation", "region_text")
"""What changes the answer of matching."""

STEPS: dict[str, tuple[str, ...]] = {
    "problem": ("title", "industry", "industry_text", "background", "problem"),
    "solution": ("indicators", "present_state", "tried"),
    "terms": (
        "budget_text", "cooperation", "deadline", "ip_wish", "region_text", "valid_until",
    ),
    "private": ("contact_name", "contact_phone", "decision_maker", "show_name", "confidential", "files"),
}  # fmt: skip
"""The form in steps; each is saved for itself."""

MONTHS_VALID = 12
LONGEST_YEARS = 3


@dataclass(frozen=True)
class Details:
    """One need as the firm filled it in; a form hands over this one value."""

    title: str = ""
    industry: str = ""
    industry_text: str = ""
    background: str = ""
    problem: str = ""
    indicators: str = ""
    present_state: str = ""
    tried: str = ""
    budget_text: str = ""
    cooperation: tuple[str, ...] = ()
    deadline: date | None = None
    ip_wish: str = ""
    confidential: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    decision_maker: str = ""
    region_text: str = ""
    valid_until: date | None = None
    show_name: bool = True


@dataclass(frozen=True)
class Point:
    """One point of completeness: what, whether it is there, the field to fill in, its weight."""

    label: str
    there: bool
    field: str
    weight: int


def refusals(details: Details, today: date) -> Mapping[str, str]:
    """By field, why a need cannot be handed in yet; empty when it can."""
    found: dict[str, str] = {}
    if len(details.title.strip()) < 6:
        found["title"] = N_("Say in one line what is wanted, in at least 6 characters.")
    if len((details.background + details.problem).strip()) < 20:
        found["problem"] = N_("Describe the problem in at least 20 characters.")
    if not details.indicators.strip():
        found["indicators"] = N_("Say what a solution must reach, with figures where you can.")
    if not details.contact_name.strip():
        found["contact_name"] = N_("Say whom the operator may ask.")
    if not details.contact_phone.strip():
        found["contact_phone"] = N_("Give a phone number or mail address for questions.")
    if details.deadline and details.deadline < today:
        found["deadline"] = N_("This date has passed.")
    if details.valid_until and details.valid_until < today:
        found["valid_until"] = N_("This date has passed.")
    if details.valid_until and details.valid_until.year > today.year + LONGEST_YEARS:
        found["valid_until"] = N_("A need is open for at most three years; it can be renewed.")
    return found


def points(details: Details, documents: int = 0) -> list[Point]:
    """The points a good need covers, in the order in which a solver asks for them."""
    said = bool(details.background.strip() or details.problem.strip())
    enough = len((details.background + details.problem).strip()) >= 60
    terms = bool(details.budget_text.strip() and details.deadline and details.cooperation)
    return [
        Point(N_("The problem and its background"), said and enough, "problem", 20),
        Point(N_("Indicators with figures"), has_figures(details.indicators), "indicators", 20),
        Point(
            N_("Present state and what was tried"),
            bool(details.present_state.strip() and details.tried.strip()),
            "present_state",
            14,
        ),
        Point(N_("Budget, date and form of co-operation"), terms, "budget_text", 18),
        Point(N_("Industry"), bool(details.industry or details.industry_text.strip()), "industry", 8),
        Point(N_("Who is to own the result"), bool(details.ip_wish.strip()), "ip_wish", 6),
        Point(N_("Who decides"), bool(details.decision_maker.strip()), "decision_maker", 8),
        Point(N_("A drawing, photograph or report"), documents > 0, "files", 6),
    ]


def step_of(field: str) -> str:
    """The step of the form on which a field stands."""
    return next((step for step, fields in STEPS.items() if field in fields), "problem")


def percent(found: list[Point]) -> int:
    """How complete a need is, of 100."""
    total = sum(point.weight for point in found)
    return round(100 * sum(point.weight for point in found if point.there) / total) if total else 0


def has_figures(text: str) -> bool:
    """Whether indicators name at least one figure that is not just the number of a list item."""
    bare = re.sub(r"[\u2460-\u2473]|[（(]\s*\d{1,2}\s*[)）]|(?m:^\s*\d{1,2}[.、．])", " ", text)
    return bool(re.search(r"\d|[%％‰]|[一二三四五六七八九十百]+(倍|成)", bare))


def weighty(before: Details, after: Details) -> bool:
    """Whether matching would answer differently."""
    return any(getattr(before, name) != getattr(after, name) for name in WEIGHTY)
