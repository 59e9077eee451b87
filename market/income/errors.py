"""Why a deed about income is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class PolicyMissing(Refusal):
    """No split without the institution's policy."""

    sentence = N_("Set your institution's policy for dividing income first.")


class PolicyBelowLaw(Refusal):
    """The policy in force cannot be used: it gives the inventors less than the law."""

    sentence = N_("Your policy gives the inventors less than the law. Change it before you divide income.")


class NothingToDivide(Refusal):
    """Nothing of the receipt counts as income: it was surplus, was taken back, or its licence is not granted."""

    sentence = N_("Nothing of this receipt can be divided now.")


class DividedAlready(Refusal):
    """There is a live split of the receipt."""

    sentence = N_("This receipt is divided already.")


class NotThisSplitNow(Refusal):
    """The split is in another state by now."""

    sentence = N_("This step is not possible now. Reload the page to see where the split stands.")


class NotYetApproved(Refusal):
    """Something stands in the way of approval; the sentence is one of BARS."""


class ReceiptChanged(Refusal):
    """What came in is no longer what was divided."""

    sentence = N_("The receipt has changed since the split was drafted. Withdraw the draft and divide it anew.")


class CostUsed(Refusal):
    """The cost was deducted elsewhere in the meantime, or stands in a split."""

    sentence = N_("This cost stands in a split already.")


class NoticeStillOpen(Refusal):
    """The notice has not stood for its whole length."""

    sentence = N_("The public notice stands until %(day)s. Its result can be entered afterwards.")


class NothingOwed(Refusal):
    """None of the chosen shares is to be paid."""

    sentence = N_("None of the chosen shares is still to be paid.")
