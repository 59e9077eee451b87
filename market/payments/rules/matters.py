"""What about money a person must look at."""

from collections.abc import Mapping

from market.core.i18n import N_

MATTERS: Mapping[str, str] = {
    "amount": N_("The card service took another amount than was asked for"),
    "reopened": N_("An amount that was paid in full is open again: look at what was granted for it"),
    "refund_failed": N_("A refund did not work"),
    "refund_outside": N_("A refund was made at the card service, not here"),
    "over_refunded": N_("More went back than had come"),
    "paid_on": N_("Money went back that had already been passed on to the university"),
    "payout_failed": N_("Money could not be passed on to the university"),
    "dispute": N_("A payer contests a card payment"),
    "dispute_odd": N_("A contested payment does not fit what was booked"),
    "stuck": N_("The card service has not told the outcome of a payment for a day"),
    "balance": N_("A movement at the card service cannot be booked by itself"),
}
"""The kinds of matters and their sentences."""
