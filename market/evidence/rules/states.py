"""What the evidence file calls the states of offers, papers and refunds."""

from market.core.i18n import N_

OFFERS = {
    "standing": N_("Standing"),
    "superseded": N_("Replaced by a newer offer"),
    "accepted": N_("Accepted"),
    "rejected": N_("Rejected"),
    "taken_back": N_("Taken back"),
    "over": N_("Over"),
}
DOCUMENTS = {
    "co_owner_consent": N_("Consent of the co-owners"),
    "pledgee_consent": N_("Consent of the pledgee"),
    "other": N_("Document"),
}
REFUNDS = {
    "asked": N_("Asked for"),
    "listed": N_("On its way"),
    "done": N_("Refund done"),
    "failed": N_("Refund failed"),
}
