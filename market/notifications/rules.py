"""Who is told what: one entry per message, with its sentence, its page and whether it is mailed too.

The key is "feature.message"; its mail, where there is one, is `templates/mail/<feature>/<message>.<language>.txt`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from market.core.i18n import N_, translate
from market.core.money import Money
from market.licensing.rules.states import held_sentences

FEATURES = {
    "accounts": N_("Organisation and people"),
    "patents": N_("Patents"),
    "listings": N_("Listings"),
    "needs": N_("Needs"),
    "matching": N_("Proposals"),
    "licensing": N_("Licences"),
    "payments": N_("Payments"),
}
MANAGERS = ("owner", "manager")
MONEY_PEOPLE = ("owner", "manager", "finance")
MAIL_REMINDERS_TO_OPERATOR = (7, 0)


@dataclass(frozen=True)
class Message:
    """One message: the inbox sentence, the endpoint of the page to open, and whether a mail goes out as well.

    `endpoint` takes the message's `arguments` as its path values; an empty one means that there is nothing to open.
    """

    sentence: str
    endpoint: str = ""
    mailed: bool = False
    inbox: bool = True


MESSAGES: Mapping[str, Message] = {
    # organisations and people
    "accounts.vetting_waits": Message(
        N_("%(organisation)s has signed up and waits for vetting."),
        "accounts.vetting_page",
        True,
    ),
    "accounts.signed_up": Message(
        N_("We have your sign-up of %(organisation)s. The operator checks it; you will hear by mail."),
        "accounts.profile",
        True,
    ),
    "accounts.approved": Message(
        N_("%(organisation)s is approved. You can now publish and take licences."),
        "accounts.profile",
        True,
    ),
    "accounts.returned": Message(
        N_("The operator asks you to correct the details of %(organisation)s: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.declined": Message(
        N_("The sign-up of %(organisation)s was declined: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.suspended": Message(N_("%(organisation)s is suspended: %(message)s"), "accounts.profile", True),
    "accounts.revoked": Message(
        N_("The approval of %(organisation)s was revoked: %(message)s"),
        "accounts.profile",
        True,
    ),
    "accounts.invited": Message(N_("You are invited to join %(organisation)s."), "", True, inbox=False),
    "accounts.member_joined": Message(N_("%(person)s has joined %(organisation)s."), "accounts.members"),
    "accounts.role_changed": Message(N_("Your role at %(organisation)s has changed."), "accounts.profile", True),
    "accounts.member_left": Message(N_("You no longer act for %(organisation)s."), "", True),
    "accounts.reset_asked": Message(N_("Somebody asked to reset your password."), "", True, inbox=False),
    "accounts.password_changed": Message(N_("Your password was changed. All browsers were signed out."), "", True),
    "accounts.sign_up_repeated": Message(
        N_("Somebody tried to sign up with your mail address."),
        "",
        True,
        inbox=False,
    ),
    "accounts.disabled": Message(N_("Your account was closed by the operator."), "", True, inbox=False),
    "accounts.enabled": Message(N_("Your account is open again."), "", True),
    # patents
    "patents.imported": Message(
        N_(
            "The import of %(file)s is done: %(imported)s new, %(updated)s updated, %(unchanged)s unchanged, "
            "%(refused)s refused."
        ),
        "patents.import_page",
        True,
    ),
    "patents.import_failed": Message(
        N_("The import of %(file)s failed and changed nothing: %(message)s"),
        "patents.import_page",
        True,
    ),
    "patents.ownership_claimed": Message(
        N_("%(organisation)s claims the patents of the owner name %(name)s."),
        "patents.claims",
    ),
    "patents.ownership_approved": Message(
        N_("The patents of the owner name %(name)s are now linked to %(organisation)s."),
        "patents.mine",
        True,
    ),
    "patents.ownership_declined": Message(
        N_("The claim to the owner name %(name)s was declined: %(message)s"),
        "patents.mine",
        True,
    ),
    # listings
    "listings.declared": Message(N_("%(owner)s has filed the declaration for %(title)s."), "listings.public"),
    "listings.announced": Message(
        N_("%(title)s is announced: from now on anyone may take the licence."),
        "listings.public",
        True,
    ),
    "listings.announced_to_operator": Message(N_("%(owner)s: %(title)s is announced."), "listings.public"),
    "listings.suspended": Message(
        N_("%(title)s is suspended: no new licences until the obstacle is gone. Reason: %(reason)s"),
        "listings.public",
        True,
    ),
    "listings.resumed": Message(N_("%(title)s can be taken again."), "listings.public"),
    "listings.withdrawn": Message(
        N_("%(title)s was withdrawn. Licences given before live on."),
        "listings.public",
        True,
    ),
    "listings.ended": Message(N_("%(title)s has ended. No new licences are given."), "listings.public", True),
    # needs
    "needs.submitted": Message(N_("%(firm)s has handed in the need %(title)s for review."), "needs.review", True),
    "needs.returned": Message(
        N_("The operator asks you to add to your need %(title)s: %(message)s"),
        "needs.own",
        True,
    ),
    "needs.published": Message(N_("Your need %(title)s is on the board. Matching has begun."), "needs.own", True),
    "needs.closed": Message(N_("The need %(title)s is closed."), "needs.own"),
    "needs.closed_to_operator": Message(N_("The need %(title)s of %(firm)s is closed."), "needs.review"),
    # matching
    "matching.need_matched": Message(
        N_("%(count)s offers may fit your need %(title)s."),
        "matching.need",
        True,
    ),
    "matching.need_for_owner": Message(N_("A firm's need may fit your patents: %(title)s."), "matching.needs", True),
    "matching.listing_matched": Message(N_("%(title)s may fit %(count)s open needs or firms."), "listings.public"),
    "matching.listing_for_firm": Message(
        N_("A new open licence may fit your firm: %(title)s."),
        "listings.public",
        True,
    ),
    "matching.firm_interested": Message(N_("%(firm)s is interested in %(title)s."), "matching.needs", True),
    "matching.owner_interested": Message(
        N_("%(owner)s would like to talk about your need: %(title)s."),
        "matching.mine",
        True,
    ),
    "matching.interest_to_operator": Message(
        N_("%(firm)s and %(owner)s: one side is interested in %(title)s."), "matching.overview"
    ),
    # licences
    "licensing.notice_received": Message(
        N_("%(licensee)s has given written notice on %(title)s (%(reference)s)."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_sent": Message(
        N_("Your written notice on %(title)s is delivered: %(reference)s."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_to_operator": Message(
        N_("%(licensee)s has given notice on %(title)s of %(licensor)s (%(reference)s)."),
        "licensing.request_page",
    ),
    "licensing.held": Message(
        N_(
            "%(reference)s is held: the payment came, but a check failed. The operator decides; your money is on "
            "record."
        ),
        "licensing.request_page",
        True,
    ),
    "licensing.held_to_operator": Message(
        N_("%(reference)s is held and needs your decision: %(reason)s"),
        "licensing.request_page",
        True,
    ),
    "licensing.cancelled": Message(
        N_("%(reference)s on %(title)s was cancelled before payment."),
        "licensing.request_page",
        True,
    ),
    "licensing.lapsed": Message(
        N_("%(reference)s on %(title)s has lapsed: the time to pay ran out."),
        "licensing.request_page",
        True,
    ),
    "licensing.closed": Message(
        N_("%(reference)s on %(title)s was closed by the operator; what was paid will be given back."),
        "licensing.request_page",
        True,
    ),
    "licensing.notice_read": Message(
        N_("%(licensor)s has opened your notice %(reference)s."),
        "licensing.request_page",
    ),
    "licensing.patent_ended": Message(
        N_("A patent of the licence %(reference)s has ended: %(patent)s. The licence lives on for the others."),
        "licensing.licence_page",
        True,
    ),
    "licensing.granted": Message(
        N_(
            "The licence %(reference)s on %(title)s is in force since %(effective_on)s. Record it by "
            "%(recordal_due_on)s."
        ),
        "licensing.licence_page",
        True,
    ),
    "licensing.granted_to_operator": Message(
        N_("%(licensee)s has the licence %(reference)s on %(title)s of %(licensor)s since %(effective_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recordal_soon": Message(
        N_("%(reference)s: %(days)s days left to record the licence, until %(recordal_due_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recordal_overdue": Message(
        N_("%(reference)s: the licence should have been recorded by %(recordal_due_on)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.recorded": Message(
        N_("%(reference)s is recorded with CNIPA under number %(recordal_number)s."),
        "licensing.licence_page",
        True,
    ),
    "licensing.ended": Message(
        N_("The licence %(reference)s on %(title)s has ended."),
        "licensing.licence_page",
        True,
    ),
    # payments
    "payments.asked": Message(
        N_("%(amount_money)s is due for %(title)s. Payment reference: %(reference)s."),
        "payments.page",
        True,
    ),
    "payments.received": Message(
        N_("%(amount_money)s was booked for %(title)s: receipt %(number)s."),
        "payments.page",
        True,
    ),
    "payments.cancelled": Message(N_("%(title)s is no longer to be paid (%(reference)s)."), "payments.page"),
    "payments.given_back": Message(
        N_("%(given_money)s was given back for %(title)s (receipt %(number)s)."),
        "payments.page",
        True,
    ),
    "payments.surplus": Message(
        N_("%(surplus_money)s more than was due came in for %(title)s. It will be given back."),
        "payments.page",
        True,
    ),
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
