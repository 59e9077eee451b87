"""Why a deed on a listing is refused."""

from collections.abc import Sequence
from typing import Protocol

from market.core.errors import Conflict, Forbidden, Invalid, Refusal
from market.core.i18n import N_


class Obstacle(Protocol):
    """What stands against a deed, in words."""

    def text(self, language: str = "zh") -> str:
        """The sentence in the reader's language."""


class NotReady(Refusal):
    """Rules of law stop the deed; `findings` are the blocking ones."""

    sentence = N_("This cannot be done yet: %(count)s points of the checklist stand against it. First: %(first)s")
    status = 422

    def __init__(self, findings: Sequence[Obstacle]) -> None:
        self.findings = list(findings)
        super().__init__(count=len(findings), first=findings[0].text() if findings else "")


class ChangedMeanwhile(Conflict):
    """Another tab or colleague saved first."""

    sentence = N_(
        "This listing was saved from another window or by a colleague after you opened the page. What you typed is "
        "still here; compare it and save again if yours is right."
    )


class AlreadyDeclared(Conflict):
    """A patent of the bundle stands in another live listing."""

    sentence = N_(
        "One of these patents has just been declared in another listing. A patent stands in one declaration at a time."
    )


class WrongMove(Conflict):
    """The state table has no such move for this mover."""

    sentence = N_("The listing is now in the state “%(state)s”; this step is not possible there.")


class TermsAreFixed(Conflict):
    """Terms cannot change once the declaration is made."""

    sentence = N_(
        "Price, term and patents cannot be changed after the declaration. Withdraw it and declare anew; licences "
        "given before keep their terms."
    )


class NotVetted(Forbidden):
    """Only a vetted organisation publishes."""

    sentence = N_(
        "Your organisation has not been vetted yet. The draft is kept; you can declare it once it is approved."
    )


class OnlyManagers(Forbidden):
    """The role only prepares drafts."""

    sentence = N_("Your role prepares drafts. An owner or manager of your organisation must take this step.")


class NotYours(Invalid):
    """A chosen patent does not belong to the organisation."""

    sentence = N_("One of the patents chosen is not on record as yours. Import it or claim its owner's name first.")


class AlreadyPublished(Conflict):
    """The platform is on record already."""

    sentence = N_("This platform is already on record for this listing.")


class NotTakeable(Conflict):
    """Only an announced listing can be taken."""

    sentence = N_("This open licence cannot be taken now.")
