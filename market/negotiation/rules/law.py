"""The law that pages of negotiation refer to."""

from market.core.i18n import N_
from market.listings.rules.law import Reference

NEGOTIATION_LAW: dict[str, Reference] = {
    "PL10": Reference(
        N_("Patent Law Art. 10"),
        N_("A transfer needs a written contract and its registration; it takes effect on the day of registration."),
    ),
    "PL14": Reference(
        N_("Patent Law Art. 14"),
        N_(
            "Without an agreement of theirs each co-owner may grant an ordinary licence alone and shares the fees; "
            "everything else needs the consent of all."
        ),
    ),
    "STTP18": Reference(
        N_("STTP Law Art. 18"),
        N_(
            "Where a state-established institution settles the price by agreement, it publishes the name of the "
            "achievement and the intended price beforehand."
        ),
    ),
}
