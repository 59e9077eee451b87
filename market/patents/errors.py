"""Why patents refuse: files that cannot be read, and deeds on records that are not possible."""

from market.core.errors import Refusal
from market.core.i18n import N_


class UnreadableFile(Refusal):
    """The file is broken, hostile, protected, too large or not what its name says; nothing is imported."""

    sentence = N_("The file could not be read. Nothing was imported.")
    status = 422

    def __init__(self, sentence: str = "", code: str = "", **values: object) -> None:
        super().__init__(sentence, **values)
        self.code = code


class OnlyOwners(Refusal):
    """Somebody else's patent."""

    sentence = N_("Only the patent's owners and the operator may change its record.")
    status = 403


class NotVetted(Refusal):
    """The organisation has not been approved yet."""

    sentence = N_("Your organisation must be approved by the operator before it can do this.")
    status = 403


class AlreadyKept(Refusal):
    """The application number is taken."""

    sentence = N_("Patent %(number)s is already in the market.")


class NotRunnable(Refusal):
    """The import is not in a state in which it can be run."""

    sentence = N_("This import has already been started or cancelled.")


class ColumnsMissing(Refusal):
    """The mapping does not say which column holds the application number."""

    sentence = N_("Choose the column that holds the application number: patents are kept by it.")
    status = 422


class ClaimExists(Refusal):
    """The organisation has already claimed this name."""

    sentence = N_("Your organisation has already claimed this name.")


class NothingToClaim(Refusal):
    """No unlinked owner bears the name."""

    sentence = N_("No unlinked owner in the market bears the name “%(name)s”.")
    status = 422


class AlreadyDecided(Refusal):
    """The claim has been decided."""

    sentence = N_("This claim has already been decided.")
