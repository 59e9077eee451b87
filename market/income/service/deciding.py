"""Public notice of a split, the pledgee's right, and approval by a second person: from then on the shares are owed."""

from market.accounts.queries import members_of
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden, Invalid
from market.core.i18n import N_
from market.core.money import Money
from market.income.errors import NoticeStillOpen, NotThisSplitNow, NotYetApproved, ReceiptChanged
from market.income.events import NoticeClosed, SplitApproved, SplitNoticed
from market.income.models import Share, Split
from market.income.queries import matters, splits
from market.income.rules import states
from market.income.rules.shares import PAID_OUT
from market.income.rules.states import BARS, Bar, Standing, State
from market.income.service import moves
from market.income.service.drafting import dropped
from market.income.service.keeping import university_of
from market.ledger import service as book
from market.ledger.rules import Line


def begin_notice(actor: Actor, split_id: int) -> Split:
    """Put a draft on public notice from today on, as long as its policy says (R22)."""
    university_of(actor)
    split = splits.split_for(actor, split_id)
    today = clock.today()
    moves.take(
        split,
        State.DRAFT,
        State.NOTICED,
        notice_from=today,
        notice_until=states.notice_until(today, split.terms.notice_days),
    )
    outbox.emit(SplitNoticed(split.id), actor)
    return split


def close_notice(actor: Actor, split_id: int, result: str, objections: str = "") -> Split:
    """Enter what came of a notice after its last day; an upheld objection withdraws the split.

    Raises NoticeStillOpen, Invalid (an objection without a word), NotThisSplitNow.
    """
    university_of(actor)
    split = splits.split_for(actor, split_id)
    lock_row(split)
    if split.state != State.NOTICED or split.notice_result or split.notice_until is None:
        raise NotThisSplitNow
    if clock.today() <= split.notice_until:
        raise NoticeStillOpen(day=split.notice_until.isoformat())
    if result != "none" and not objections.strip():
        raise Invalid(fields={"objections": N_("Say who objected, to what, and what was decided.")})
    split.notice_result, split.notice_objections = result, objections.strip()
    split.notice_closed_on = clock.today()
    db.session.flush()
    outbox.emit(NoticeClosed(split.id, result), actor)
    return dropped(split, objections.strip(), actor) if result == "upheld" else split


def answer_pledge(actor: Actor, split_id: int, answer: str, note: str = "") -> Split:
    """Record how the pledgee's right to the proceeds was met (R06)."""
    university_of(actor)
    split = splits.split_for(actor, split_id)
    if split.state not in (State.DRAFT, State.NOTICED):
        raise NotThisSplitNow
    if answer not in states.PLEDGE_ANSWERS:
        raise Invalid(fields={"pledge_answer": N_("Choose one of the answers.")})
    split.pledge_answer, split.pledge_note = answer, note
    return split


def standing(actor: Actor, split: Split) -> Standing:
    """What an approval by this person looks at."""
    leaders = sum(1 for share in split.shares if share.person is not None and share.person.leader)
    leaders += sum(1 for part in split.inputs["inventors"] if part["leader"])
    alone = len(members_of(split.organisation_id)) <= 1
    return Standing(
        state=split.state,
        notice_needed=states.notice_needed(split.terms.notice, leaders),
        notice_result=split.notice_result,
        pledged="pledged" in split.flags,
        pledge_answer=split.pledge_answer,
        drafted_by_self=actor.user_id == split.drafted_by,
        others_could_approve=not alone,
    )


def bars(actor: Actor, split: Split) -> list[Bar]:
    """Why this person may not approve now, his role aside."""
    return list(states.bars_to_approval(standing(actor, split)))


def approve(actor: Actor, split_id: int) -> Split:
    """A finance person agrees: the shares are owed from now on, each with its entry in the ledger.

    Raises Forbidden, NotYetApproved with the first bar, ReceiptChanged, NotThisSplitNow.
    """
    split = splits.split_for(actor, split_id)
    if not states.approves(actor, split.organisation_id):
        raise Forbidden
    lock_row(split.receipt.receivable)
    lock_row(split)
    if found := bars(actor, split):
        raise NotYetApproved(BARS[found[0]])
    if matters.divisible_of(split.receipt) != split.money:
        raise ReceiptChanged
    flags = [*split.flags, "one_person"] if actor.user_id == split.drafted_by else split.flags
    moves.take(
        split,
        State(split.state),
        State.APPROVED,
        approved_by=actor.user_id,
        approved_at=clock.now(),
        flags=flags,
    )
    for share in split.shares:
        owe(share)
    outbox.emit(SplitApproved(split.id), actor)
    return split


def owe(share: Share) -> None:
    """Book a line that is owed to somebody as its university's expense and liability; mirrored lines take it back."""
    if share.kind not in PAID_OUT or not share.amount_minor:
        return
    organisation_id = share.split.organisation_id
    book.post(
        f"share:{share.id}",
        "share",
        clock.today(),
        [
            Line("shared_income", organisation_id, share.money),
            Line("share", organisation_id, Money(-share.amount_minor, share.currency)),
        ],
        {"split": share.split.number, "receipt": share.split.receipt.number},
        share.ledger_subject,
    )
