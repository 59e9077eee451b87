"""The operator's work list: what an item is, how urgent it looks, and in which order the list stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from market.core.i18n import N_
from market.licensing.rules.recordal import light

ANSWER_WORKING_DAYS = 2
"""The house's own standard: sign-ups, needs and claims are answered within so many working days."""
RECORDAL_AHEAD_DAYS = 60
"""Recordals enter the work list when the first reminder goes out."""

KINDS: Mapping[str, str] = {
    "vetting": N_("Vetting"),
    "needs": N_("Needs to review"),
    "claims": N_("Ownership claims"),
    "held": N_("Held requests"),
    "recordal": N_("Recordal due"),
    "answer": N_("Answers overdue"),
    "money": N_("Payments overdue"),
    "invoices": N_("Invoices to be cancelled"),
    "royalties": N_("Royalties and frozen payments"),
    "bank": N_("Bank rows to decide"),
    "effects": N_("Effect reports"),
    "intents": N_("Intents to follow up"),
    "differences": N_("Differences in the books"),
    "matters": N_("Money to look at"),
    "jobs": N_("Failed jobs"),
}
LIGHT_WORDS: Mapping[str, str] = {
    "bad": N_("Overdue"),
    "warn": N_("Within 7 days"),
    "info": N_("Within 30 days"),
    "ok": N_("In time"),
}
SORTS: Mapping[str, str] = {"due": N_("Due first"), "age": N_("Waiting longest")}
OPERATOR, LICENSOR, DEBTOR = N_("Operator"), N_("Licensor"), N_("Licensee")


@dataclass(frozen=True)
class WorkItem:
    """One thing to do: what, about whom, who must act, until when, and the page where it is done.

    `stuck` items have no term but stand still until somebody acts; they are red from the first day.
    """

    kind: str
    matter: str
    subject: str
    organisation: str
    waits_for: str
    since: date
    endpoint: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    due: date | None = None
    stuck: bool = False

    def light(self, today: date) -> str:
        """Its traffic light."""
        if self.due is None:
            return "bad" if self.stuck else "ok"
        return light(self.due, today)

    def days_left(self, today: date) -> int | None:
        """Days until it is due; negative when overdue."""
        return None if self.due is None else (self.due - today).days

    def age(self, today: date) -> int:
        """Days since it came in."""
        return (today - self.since).days


def arranged(
    items: Sequence[WorkItem], today: date, kind: str = "", words: str = "", lamp: str = "", sort: str = "due"
) -> list[WorkItem]:
    """The items that fit every filter: due ones first (nothing due means at once), or the longest waiting first."""
    wanted = words.casefold().split()
    found = [
        item
        for item in items
        if (not kind or item.kind == kind)
        and (not lamp or item.light(today) == lamp)
        and all(word in f"{item.subject} {item.organisation}".casefold() for word in wanted)
    ]
    if sort == "age":
        return sorted(found, key=lambda item: (item.since, item.kind, item.subject))
    return sorted(found, key=lambda item: (item.due or date.min if item.stuck else item.due or date.max, item.since))


def counts(items: Sequence[WorkItem]) -> dict[str, int]:
    """How many items there are of each kind; every kind has its number."""
    found = dict.fromkeys(KINDS, 0)
    for item in items:
        found[item.kind] += 1
    return found
