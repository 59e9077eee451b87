"""Why a deed about invitations is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotNow(Refusal):
    """The invitation has left the state the deed needs."""

    sentence = N_("This invitation has changed in the meantime. Reload the page.")


class NobodyChosen(Refusal):
    """Nothing was ticked."""

    sentence = N_("Nobody is chosen. Tick at least one firm.")
    status = 422


class NoAddress(Refusal):
    """A mail needs an address."""

    sentence = N_("There is no mail address for %(name)s. Enter one, or send the text by WeChat or text message.")
    status = 422


class NotInviting(Refusal):
    """The roadshow is not announced, or over."""

    sentence = N_("Invitations go out once the roadshow is announced, and until it is over.")


class ReasonMissing(Refusal):
    """A decline without a reason from the list."""

    sentence = N_("Choose why you do not come; it helps to invite you better.")
    status = 422


class AlreadyInvited(Refusal):
    """The organisation has an invitation to this roadshow."""

    sentence = N_("%(name)s is invited already. Open its invitation to change it.")
