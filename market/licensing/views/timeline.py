"""The progress of a deal for people: what has happened, in whole sentences, and what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from market.core import clock
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.core.outbox import EventRow
from market.core.panels import Coming
from market.core.web import format_date, format_datetime, format_weekday
from market.licensing.queries import AmountDue, Deal
from market.licensing.rules.states import held_sentences

CLOSED: dict[str, str] = {
    "cancelled": N_("Notice cancelled by the firm"),
    "lapsed": N_("Lapsed: the time to pay ran out"),
    "closed": N_("Closed by the operator without a licence"),
}
END_REASONS: dict[str, str] = {
    "term": N_("The term of the licence is over."),
    "patent": N_("No licensed patent is in force any more."),
}
BAD = {"licensing.RequestHeld", "licensing.LicenceEnded", "licensing.RequestClosed", "payments.SurplusReceived"}


def entries(
    deal: Deal, events: Sequence[EventRow], amounts: Sequence[AmountDue], coming: Sequence[Coming] = ()
) -> list[dict[str, Any]]:
    """Everything that happened, oldest first, then the step of now and those still to come.

    `coming` are steps that higher features know the day of; without one, royalties are named without a day.
    """
    return [_done(deal, event, amounts) for event in events] + _ahead(deal, amounts, coming)


def _done(deal: Deal, event: EventRow, amounts: Sequence[AmountDue]) -> dict[str, Any]:
    text = CLOSED.get(str(event.payload.get("how", "")), event.said)
    return {
        "when": format_date(event.at),
        "time": event.at,
        "text": translate(text),
        "detail": _detail(deal, event, amounts),
        "state": "done",
        "icon": "exclamation-triangle-fill" if event.name in BAD else None,
    }


def _detail(deal: Deal, event: EventRow, amounts: Sequence[AmountDue]) -> str:
    """The fine print of one event."""
    licence, payload = deal.licence, event.payload
    match event.name.partition(".")[2]:
        case "NoticeSent":
            return str(_("Delivered at %(time)s, with text and terms frozen", time=format_datetime(event.at)))
        case "NoticeRead":
            return format_datetime(event.at)
        case "RequestHeld":
            return " ".join(translate(sentence) for sentence in held_sentences(payload["reason"]))
        case "RequestClosed":
            return deal.request.decision
        case "LicenceGranted" if licence is not None:
            return str(
                _("In force since %(day)s: the later of notice and payment", day=licence.effective_on.isoformat())
            )
        case "LicenceRecorded" if licence is not None:
            return str(_("Number %(number)s", number=licence.recordal_number))
        case "LicenceEnded":
            return translate(END_REASONS.get(payload["reason"], ""))
        case "RecordalDueSoon" if licence is not None:
            left = (licence.recordal_due - clock.local_date(event.at)).days
            return str(_("%(days)s days left", days=left) if payload["days"] else _("Overdue"))
        case name if event.name.startswith("payments."):
            return _money_detail(name, payload, amounts)
    return _who(deal, event)


def _who(deal: Deal, event: EventRow) -> str:
    """Which of the two sides did it; nothing for the operator and for what the clock did."""
    sides = {side.id: side for side in (deal.request.licensor, deal.request.licensee)}
    side = sides.get(event.organisation_id or 0)
    if side is None:
        return ""
    return (side.name_en if current_language() == "en" else "") or side.name


def _money_detail(name: str, payload: dict[str, Any], amounts: Sequence[AmountDue]) -> str:
    """How much, of which amount due."""
    due = next((it for it in amounts if it.receivable and it.receivable.id == payload["receivable_id"]), None)
    if due is None or due.receivable is None:
        return ""
    receipts = {receipt.id: receipt for receipt in due.receivable.receipts}
    receipt = receipts.get(payload.get("receipt_id", 0))
    if name == "PaymentReceived" and receipt is not None:
        return str(_("%(amount)s, received %(day)s", amount=_shown(receipt.money), day=receipt.received_on.isoformat()))
    if name in ("SurplusReceived", "SurplusGivenBack") and receipt is not None:
        return _shown(receipt.surplus)
    return _shown(due.receivable.money) if name in ("PaymentAsked", "ReceivableSettled") else ""


def _shown(money: Money) -> str:
    return money.format(current_language())


def _ahead(deal: Deal, amounts: Sequence[AmountDue], coming: Sequence[Coming]) -> list[dict[str, Any]]:
    """What comes next, by the stage of the deal."""
    ahead: list[dict[str, Any]] = []
    if deal.stage == "noticed":
        ahead.append(_step(_("Payment of what is due at the start"), deal.request.pay_by, now=True))
        ahead.append(_step(_("Licence in force"), None, _("The later of notice and payment")))
    elif deal.stage == "held":
        ahead.append(_step(_("Decision of the operator"), None, now=True))
    if deal.stage in ("noticed", "effective"):
        due = deal.licence.recordal_due if deal.licence else None
        detail = "" if due else _("Within three months")
        ahead.append(_step(_("Recordal with the patent office"), due, detail, now=due is not None))
    if deal.stage in ("noticed", "effective", "recorded"):
        ahead += [_step(step.text, step.day, step.detail) for step in _dues(amounts, coming)]
        if deal.terms.rate and not coming:
            ahead.append(_step(_("Royalty report"), None, _("Once a year, by what was announced")))
        ahead.append(_step(_("Term of the licence ends"), deal.terms.last_day))
    return ahead


def _dues(amounts: Sequence[AmountDue], coming: Sequence[Coming]) -> list[Coming]:
    """Instalments still open and what higher features expect, by day; those without a day last."""
    instalments = [
        Coming(_("Instalment %(number)s", number=part.position), part.due_on, _shown(part.amount))
        for part in amounts
        if part.position > 1 and part.amount and (part.paid is None or part.paid < part.amount)
    ]
    return sorted([*instalments, *coming], key=lambda step: step.day or date.max)


def _step(text: str, day: Any, detail: str = "", now: bool = False) -> dict[str, Any]:
    late = bool(now and day and day < clock.today())
    return {
        "when": f"{format_date(day)} {format_weekday(day) if now else ''}".strip() or "–",
        "text": text,
        "detail": detail or (_("Overdue") if late else ""),
        "state": "now" if now else "todo",
    }
