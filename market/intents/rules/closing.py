"""Why an intent comes to nothing: the list that is counted, beside a free word."""

from collections.abc import Mapping

from market.core.i18n import N_

REASONS: Mapping[str, str] = {
    "no_answer": N_("No answer"),
    "no_need": N_("No need any more"),
    "technique": N_("The technique does not fit"),
    "maturity": N_("Not mature enough"),
    "price": N_("Price or terms"),
    "funds": N_("No funds"),
    "other_source": N_("Another solution was found"),
    "right": N_("Patent lapsed, pledged or in dispute"),
    "double": N_("Entered twice"),
    "other": N_("Something else"),
}
WORDED = frozenset({"other"})
"""The reasons that need a word."""
