"""What a university's finance people hear about splits."""

from market.core.db import transaction
from market.income.events import SplitApproved, SplitDrafted, SplitReversed
from market.income.models import Split
from market.income.rules.states import APPROVERS, KEEPERS
from market.notifications.queries import people
from market.notifications.service.inbox import tell


def drafted(event: SplitDrafted) -> None:
    """Those who may approve hear that a split waits; who drafted it is left out."""
    with transaction() as session:
        split = session.get_one(Split, event.split_id)
        readers = [person for person in people(split.organisation_id, APPROVERS) if person.id != split.drafted_by]
        tell(event, "income.drafted", readers, of_split(split), split_id=split.id)


def approved(event: SplitApproved) -> None:
    """Those who keep the income hear that the shares can be paid."""
    with transaction() as session:
        split = session.get_one(Split, event.split_id)
        tell(event, "income.approved", people(split.organisation_id, KEEPERS), of_split(split), split_id=split.id)


def taken_back(event: SplitReversed) -> None:
    """The same people hear that the receipt was taken back and the split with it."""
    with transaction() as session:
        split = session.get_one(Split, event.split_id)
        tell(event, "income.reversed", people(split.organisation_id, KEEPERS), of_split(split), split_id=split.id)


def of_split(split: Split) -> dict[str, object]:
    """What messages say about a split."""
    return {
        "number": split.number,
        "title": split.title,
        "title_en": split.title_en,
        "amount_money": [split.amount_minor, split.currency],
        "receipt": split.receipt.number,
    }
