"""What every page of needs calls things: states, forms of co-operation, places, industries, budgets."""

from typing import Any

from market.accounts.rules import regions
from market.accounts.rules.organisations import INDUSTRIES
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.needs.rules import content, oddities, states
from market.needs.views.mount import blueprint

BUDGET_BANDS = {
    "small": N_("Up to 500,000 yuan"),
    "middle": N_("Up to 2 million yuan"),
    "large": N_("Above 2 million yuan"),
    "open": N_("No figure named"),
}


def place(region: str, text: str = "") -> str:
    """A place in the reader's language: by its code when there is one, else as the firm wrote it."""
    if not region:
        return text
    return regions.region_name(region)[0] if current_language() == "zh" else regions.english_name(region)


def industry(code: str) -> str:
    """The name of an industry's section."""
    return translate(INDUSTRIES[code[0]]) if code[:1] in INDUSTRIES else ""


def bounds(budget: tuple[Money | None, Money | None]) -> str:
    """The budget as read, in words; empty when nothing could be read."""
    low, high = budget
    language = current_language()
    if low is not None and high is not None:
        if low == high:
            return low.format(language)
        return translate(N_("%(low)s to %(high)s"), low=low.format(language), high=high.format(language))
    if high is not None:
        return translate(N_("up to %(high)s"), high=high.format(language))
    return translate(N_("from %(low)s"), low=low.format(language)) if low is not None else ""


def state(value: str) -> tuple[str, str]:
    """Tone and word of a state."""
    found = states.State(value)
    return states.TONES[found], translate(states.LABELS[found])


def cooperation(value: str) -> str:
    """The name of a form of co-operation."""
    return translate(content.COOPERATION.get(value, value))


def flag(code: str) -> str:
    """What a flag says."""
    return translate(oddities.FLAGS.get(code, code))


def short_flag(code: str) -> str:
    """A flag in one word, for a work list."""
    return translate(oddities.SHORT.get(code, code))


def how(code: str) -> str:
    """How a need ended."""
    return translate(states.HOW[code]) if code in states.HOW else ""


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Hand the words to the templates of needs, as `need_words`, so that other features' pages can say them too."""
    return {
        "need_words": {
            "place": place,
            "industry": industry,
            "bounds": bounds,
            "state": state,
            "cooperation": cooperation,
            "flag": flag,
            "short_flag": short_flag,
            "how": how,
        }
    }
