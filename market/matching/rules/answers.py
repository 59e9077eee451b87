"""How each side answers a proposal: interested, or declined with a reason from a closed list.

The lists follow what readers of technology offers say most often: too early, benefit unclear, route unclear,
description unclear. A closed list can be counted and reported to owners without telling who declined.
"""

from enum import StrEnum

from market.core.i18n import N_


class Answer(StrEnum):
    """What a side said; empty until it has."""

    NONE = ""
    INTERESTED = "interested"
    DECLINED = "declined"


FIRM, OWNER = "firm", "owner"

FIRM_REASONS: dict[str, str] = {
    "too_early": N_("Too early, not ready for production"),
    "benefit_unclear": N_("Unclear what is better than what we do now"),
    "description_unclear": N_("We do not understand the description"),
    "over_budget": N_("Above our budget"),
    "wrong_field": N_("Wrong field or process"),
    "route_unclear": N_("Unclear how to bring it into production"),
    "solved": N_("We have another solution already"),
}
OWNER_REASONS: dict[str, str] = {
    "wrong_field": N_("Our patent does something else"),
    "need_unclear": N_("The need is too vague"),
    "budget_low": N_("The budget is too low"),
    "not_available": N_("The patent is not available for this"),
    "no_people": N_("We have nobody who could support it now"),
}
REASONS: dict[str, dict[str, str]] = {FIRM: FIRM_REASONS, OWNER: OWNER_REASONS}


def acceptable(side: str, answer: str, reason: str) -> bool:
    """Whether this is an answer: interest needs no reason, a decline needs one from the side's list."""
    if answer == Answer.INTERESTED:
        return True
    return answer == Answer.DECLINED and reason in REASONS[side]
