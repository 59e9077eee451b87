"""Co-owners and pledgees: whose consent a deal needs (R06, R23), and whether a public notice comes first (R20)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from market.core.i18n import N_
from market.negotiation.rules.processes import Kind

NOTICE_DAYS = 15
"""At least fifteen days (Law on Promoting the Transformation of S&T Achievements Art. 18; Shandong Art. 14)."""
DOCUMENT_KINDS: Mapping[str, str] = {
    "co_owner_consent": N_("Co-owners' written consent"),
    "pledgee_consent": N_("Pledgee's written consent"),
    "other": N_("Other document"),
}


@dataclass(frozen=True)
class Facts:
    """What decides on consents. `owners`: names per patent; `documents`: kinds on file."""

    kind: str
    owners: Collection[Collection[str]]
    pledged: bool
    documents: Collection[str]


def co_owned(facts: Facts) -> bool:
    """Whether one of the patents has several owners."""
    return any(len(set(names)) > 1 for names in facts.owners)


def missing(facts: Facts) -> list[str]:
    """The kinds of consent that are still missing.

    Without an agreement of theirs a co-owner may grant an ordinary licence alone; everything else needs them all
    (Patent Law Art. 14). A pledged patent needs its pledgee (Civil Code Art. 444).
    """
    found = []
    if co_owned(facts) and facts.kind != Kind.ORDINARY and "co_owner_consent" not in facts.documents:
        found.append("co_owner_consent")
    if facts.pledged and "pledgee_consent" not in facts.documents:
        found.append("pledgee_consent")
    return found


SHARED = N_(
    "These patents have co-owners: one of them alone may give an ordinary licence, but must share the fees with the "
    "others (Patent Law Article 14)."
)
SUBLICENCE = N_("The licensee may let others exploit, because sub-licences are allowed (R24).")


def warnings(facts: Facts, sublicense: bool) -> list[str]:
    """What both sides should know, as sentences."""
    found = [SHARED] if co_owned(facts) and facts.kind == Kind.ORDINARY else []
    return found + ([SUBLICENCE] if sublicense else [])


@dataclass(frozen=True)
class NoticeState:
    """A public notice: its days, and its result ("", "none", "settled", "upheld")."""

    starts_on: date
    ends_on: date
    result: str = ""


RESULTS: Mapping[str, str] = {
    "none": N_("No objection was raised."),
    "settled": N_("Objections were raised, examined and settled; the price stands."),
    "upheld": N_("An objection was upheld; the price is negotiated anew."),
}
PASSED = frozenset({"none", "settled"})


def notice_ends(starts_on: date, days: int) -> date:
    """The last day of a notice; the first day is not counted (Implementing Rules Art. 5)."""
    return starts_on + timedelta(days=max(days, NOTICE_DAYS))


def notice_over(notice: NoticeState, today: date) -> bool:
    """Whether its time is over, so that the result may be recorded."""
    return today > notice.ends_on


def notice_passed(required: bool, notice: NoticeState | None) -> bool:
    """Whether nothing of the public notice stands against signing (R20)."""
    return not required or (notice is not None and notice.result in PASSED)
