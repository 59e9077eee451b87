"""Refusals: exceptions that carry one sentence for the user and their HTTP status. Anything else raised is a bug."""

from collections.abc import Mapping

from market.core.i18n import N_, translate


class Refusal(Exception):
    """The deed is refused; `sentence` says why and what to do, in the language of whoever reads it."""

    sentence: str = N_("This is not possible now.")
    status: int = 409

    def __init__(self, sentence: str = "", **values: object) -> None:
        if sentence:
            self.sentence = sentence
        self.values = values
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return translate(self.sentence, **self.values)


class NotFound(Refusal):
    """There is no such thing, or it is not this reader's: both look the same."""

    sentence = N_("There is no such page, or you may not see it.")
    status = 404


class Forbidden(Refusal):
    """The signed-in person's role does not include this deed."""

    sentence = N_("Your role does not allow this. Ask the owner of your organisation's account.")
    status = 403


class SignInNeeded(Refusal):
    """Only a signed-in person may do this."""

    sentence = N_("Please sign in first.")
    status = 401


class Conflict(Refusal):
    """Somebody else was faster, or the thing has changed since it was read."""

    sentence = N_("This was changed by somebody else in the meantime. Reload the page and try again.")
    status = 409


class Invalid(Refusal):
    """The input is not acceptable; `fields` maps field names to sentences."""

    sentence = N_("Please correct the marked entries.")
    status = 422

    def __init__(self, sentence: str = "", fields: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.fields = dict(fields or {})


class TooLarge(Refusal):
    """The upload is larger than the limit."""

    sentence = N_("The file is too large. The limit is %(limit)s MB.")
    status = 413


class TooMany(Refusal):
    """Too many tries in a short time; `retry_after` is in seconds."""

    sentence = N_("Too many attempts. Please wait %(minutes)s minutes and try again.")
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(minutes=max(1, -(-retry_after // 60)))
