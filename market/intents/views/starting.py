"""From an intent to its request: links to the forms of licensing and negotiation, filled in from what was declared."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from market.core.i18n import current_language
from market.core.money import Money
from market.intents.models import Intent
from market.intents.rules.states import Kind
from market.intents.views.mount import kind_name
from market.negotiation.rules.processes import Kind as DealKind

DEAL_KINDS = {Kind.LICENCE: DealKind.ORDINARY, Kind.PURCHASE: DealKind.TRANSFER}
TAKERS = ("firm",)
ANSWERERS = ("university", "service")


@dataclass(frozen=True)
class Start:
    """One way on: what it is called, where the filled-in form is, and the small print."""

    label: str
    url: str
    fine: str = ""


def starts(intent: Intent, kind: str) -> list[Start]:
    """The ways on for whoever declared it, an organisation of this `kind`; the first one is the natural one."""
    pitch, text = intent.pitch, message(intent)
    deal_kind = DEAL_KINDS.get(Kind(intent.kind), DealKind.ORDINARY)
    if pitch.need is not None:
        address = url_for("negotiation.answer", need_id=pitch.need_id, kind=deal_kind, text=text)
        return [Start(_("Answer this need"), address)] if kind in ANSWERERS else []
    listing = pitch.listing
    if listing is None or kind not in TAKERS:
        return []
    if listing.state != "announced":
        patents = [link.patent_id for link in listing.patents]
        if not patents:
            return []
        address = url_for("negotiation.ask", patent_id=patents[0], kind=deal_kind, text=text)
        return [Start(_("Ask the owner"), address)]
    ask = Start(
        _("Ask the owner"),
        url_for("negotiation.ask_listing", listing_id=listing.id, kind=deal_kind, text=text),
        _("ask first, or negotiate other terms"),
    )
    if intent.kind != Kind.LICENCE:
        return [ask]
    take = url_for("licensing.notice", listing_id=listing.id, remark=text)
    return [Start(_("Take this licence"), take, _("at the announced price, at once")), ask]


def message(intent: Intent) -> str:
    """The intent as a letter to the other side, in the reader's language; it may be changed before it is sent."""
    language = current_language()
    title, show = intent.pitch.name(language), intent.roadshow.name(language)
    lines = [
        _("At the roadshow %(show)s we saw %(title)s.", show=show, title=title),
        _("We declared an intent (%(reference)s): %(wish)s.", reference=intent.reference, wish=kind_name(intent)),
    ]
    if amount := spoken(*intent.amount):
        lines.append(_("We think of %(amount)s.", amount=amount))
    if intent.note:
        lines.append(intent.note)
    return "\n".join(lines)


def spoken(low: Money | None, high: Money | None) -> str:
    """A range of amounts in words; empty when nothing is said."""
    language = current_language()
    if low is not None and high is not None:
        return f"{low.format(language)} – {high.format(language)}" if low != high else low.format(language)
    if low is not None:
        return str(_("at least %(amount)s", amount=low.format(language)))
    return str(_("at most %(amount)s", amount=high.format(language))) if high is not None else ""
