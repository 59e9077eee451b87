"""Who is told what: one entry per message, with its sentence, its page and whether it is mailed too.

The key is "feature.message"; its mail, where there is one, is `templates/mail/<feature>/<message>.<language>.txt`.
"""

from collections.abc import Mapping
from datetime import date

from market.core.i18n import N_, translate
from market.core.money import Money
from market.licensing.rules.states import held_sentences
from market.notifications.rules import (
    accounts,
    banking,
    contracts,
    effects,
    filings,
    guests,
    income,
    intents,
    invitations,
    licensing,
    listings,
    live,
    matching,
    meetings,
    needs,
    negotiation,
    outcomes,
    patents,
    payments,
    pitches,
    roadshows,
    royalties,
    schedule,
)
from market.notifications.rules.message import MAIL_REMINDERS_TO_OPERATOR, MANAGERS, MONEY_PEOPLE, Message

__all__ = ["FEATURES", "MAIL_REMINDERS_TO_OPERATOR", "MANAGERS", "MESSAGES", "MONEY_PEOPLE", "Message"]

FEATURES = {
    "accounts": N_("Organisation and people"),
    "patents": N_("Patents"),
    "live": N_("Questions at roadshows"),
    "listings": N_("Listings"),
    "needs": N_("Needs"),
    "matching": N_("Proposals"),
    "licensing": N_("Licences"),
    "negotiation": N_("Deals in negotiation"),
    "payments": N_("Payments"),
    "contracts": N_("Contracts"),
    "royalties": N_("Royalties and schedules"),
    "banking": N_("Bank"),
    "filings": N_("Filings and invoices"),
    "income": N_("Income split"),
    "effects": N_("Effects of licences"),
    "pitches": N_("Pitches"),
    "intents": N_("Intents"),
    "meetings": N_("One-to-one meetings"),
    "invitations": N_("Invitations to roadshows"),
    "roadshows": N_("Roadshows"),
    "schedule": N_("Programmes of roadshows"),
    "outcomes": N_("Outcome of roadshows"),
    "guests": N_("Guests of roadshows"),
}

MESSAGES: Mapping[str, Message] = {
    **accounts.MESSAGES,
    **patents.MESSAGES,
    **listings.MESSAGES,
    **live.MESSAGES,
    **needs.MESSAGES,
    **matching.MESSAGES,
    **licensing.MESSAGES,
    **negotiation.MESSAGES,
    **payments.MESSAGES,
    **contracts.MESSAGES,
    **royalties.MESSAGES,
    **banking.MESSAGES,
    **filings.MESSAGES,
    **income.MESSAGES,
    **effects.MESSAGES,
    **pitches.MESSAGES,
    **intents.MESSAGES,
    **invitations.MESSAGES,
    **meetings.MESSAGES,
    **roadshows.MESSAGES,
    **schedule.MESSAGES,
    **outcomes.MESSAGES,
    **guests.MESSAGES,
}


def shown(values: Mapping[str, object], language: str) -> dict[str, object]:
    """A message's stored values as a reader of that language sees them.

    A name ending in `_money` holds [minor units, currency]; one ending in `_on` an ISO date; `reason` may be a
    sentence of ours, which is translated; `hold_codes` are the failed checks of a held request,
    `rule_codes` those that suspended a listing, whose own sentence is Chinese; where `x` has a
    non-empty `x_en` beside it, English readers see that.
    """
    result: dict[str, object] = {}
    for name, value in values.items():
        if name.endswith("_money") and isinstance(value, list):
            result[name] = Money(int(value[0]), str(value[1])).format(language)
        elif name.endswith("_on") and isinstance(value, str) and value:
            result[name] = date.fromisoformat(value).isoformat()
        elif name == "reason" and isinstance(value, str):
            result[name] = translate(value)
        elif name == "hold_codes" or (name == "rule_codes" and language == "en"):
            result["reason"] = " ".join(translate(text) for text in held_sentences(str(value)))
        else:
            result[name] = value
    if language == "en":
        for name in values:
            if values.get(f"{name}_en"):
                result[name] = values[f"{name}_en"]
    return result


def sentence(key: str, values: Mapping[str, object], language: str) -> str:
    """The inbox sentence of a message in the current language."""
    return translate(MESSAGES[key].sentence, **shown(values, language))


def feature(key: str) -> str:
    """The feature a message belongs to."""
    return key.split(".", 1)[0]
