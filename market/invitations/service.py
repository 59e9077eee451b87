"""Drafting, editing, sending and answering invitations."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from market.accounts import queries as accounts
from market.accounts.models import Organisation
from market.core import clock, seals
from market.core.actor import SYSTEM, Actor
from market.core.db import db, lock_row, swap_state, transaction
from market.core.errors import NotFound
from market.core.outbox import emit
from market.guests.events import GuestEvent
from market.guests.models import Registration
from market.invitations import queries
from market.invitations.errors import AlreadyInvited, NoAddress, NobodyChosen, NotInviting, NotNow, ReasonMissing
from market.invitations.events import InvitationAnswered, InvitationSent, InvitationTakenBack
from market.invitations.models import InvitedPitch, RoadshowInvitation
from market.invitations.rules.states import ANSWERS, MOVE_OF, OPEN, PROCESS, REASONS, WAITING, State, Way
from market.pitches import queries as pitches
from market.roadshows.models import Roadshow

REMIND_AFTER = timedelta(days=3)
"""A rule of the house: who has not answered is reminded once, so long after the mail and before the day itself."""
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Letter:
    """What the operator may change of an invitation."""

    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    language: str = "zh"
    opening: str = ""


def draft(actor: Actor, roadshow: Roadshow, ticked: Collection[str]) -> int:
    """Draft an invitation for each ticked candidate; one that stands takes the pitch up too. How many are new."""
    lock_row(roadshow)
    if not roadshow.coming:
        raise NotInviting
    known = {found.key: found for _, rows in queries.candidates(roadshow) for found in rows}
    chosen = [known[key] for key in ticked if key in known]
    if not chosen:
        raise NobodyChosen
    drafted: dict[str, RoadshowInvitation] = {}
    new = 0
    for candidate in chosen[:MOST_AT_ONCE]:
        need = candidate.proposal.need if candidate.organisation is None else None
        key = queries.key_of(candidate.organisation.id if candidate.organisation else None, need.id if need else None)
        invitation = candidate.invitation or drafted.get(key)
        if invitation is None:
            invitation = _new(actor, roadshow, candidate.organisation, candidate.name)
            if need is not None:
                invitation.need_id = need.id
                invitation.contact_name, invitation.contact_phone = need.contact_name, need.contact_phone
            new += 1
        drafted[key] = invitation
        _name(invitation, candidate.pitch.id, candidate.proposal.id, candidate.proposal.reasons)
    db.session.flush()
    return new


def invite(actor: Actor, roadshow: Roadshow, organisation_id: int, pitch_ids: Collection[int]) -> RoadshowInvitation:
    """Draft an invitation for an organisation the operator chose itself."""
    lock_row(roadshow)
    if not roadshow.coming:
        raise NotInviting
    organisation = accounts.organisation(organisation_id)
    standing = select(RoadshowInvitation.id).where(
        RoadshowInvitation.roadshow_id == roadshow.id, RoadshowInvitation.organisation_id == organisation.id
    )
    if db.session.scalar(standing) is not None:
        raise AlreadyInvited(name=organisation.name)
    invitation = _new(actor, roadshow, organisation, organisation.name)
    choose(invitation, pitch_ids)
    return invitation


def _new(actor: Actor, roadshow: Roadshow, organisation: Organisation | None, name: str) -> RoadshowInvitation:
    """An empty draft, with the contact that is known."""
    invitation = RoadshowInvitation(
        roadshow_id=roadshow.id, name=name, nonce=seals.nonce(), created_by=actor.user_id, pitches=[]
    )
    if organisation is not None:
        people = accounts.users_to_tell(organisation.id, ("owner", "manager"))
        invitation.organisation_id = organisation.id
        invitation.contact_name = organisation.contact_name or (people[0].name if people else "")
        invitation.contact_phone = organisation.contact_phone
        invitation.contact_email = organisation.contact_email or (people[0].email if people else "")
    db.session.add(invitation)
    return invitation


def _name(
    invitation: RoadshowInvitation, pitch_id: int, proposal_id: int | None, reasons: list[dict[str, object]]
) -> None:
    """Name a pitch in an invitation, with the reasons as they stand."""
    row = next((row for row in invitation.pitches if row.pitch_id == pitch_id), None)
    if row is None:
        row = InvitedPitch(pitch_id=pitch_id)
        invitation.pitches.append(row)
    row.proposal_id, row.reasons = proposal_id, reasons


def choose(invitation: RoadshowInvitation, pitch_ids: Collection[int]) -> None:
    """Name exactly these pitches of the roadshow; what was named stays with its reasons."""
    wanted = {pitch.id for pitch in pitches.of_roadshow(invitation.roadshow_id)} & set(pitch_ids)
    invitation.pitches = [row for row in invitation.pitches if row.pitch_id in wanted]
    for pitch_id in sorted(wanted - {row.pitch_id for row in invitation.pitches}):
        invitation.pitches.append(InvitedPitch(pitch_id=pitch_id))
    db.session.flush()


def edit(invitation: RoadshowInvitation, letter: Letter, pitch_ids: Collection[int]) -> None:
    """Change contact, words and pitches; what has been read already is not changed behind the reader's back."""
    lock_row(invitation)
    if invitation.state in (State.REGISTERED, State.WITHDRAWN):
        raise NotNow
    for name, value in vars(letter).items():
        setattr(invitation, name, value)
    choose(invitation, pitch_ids)


def send(actor: Actor, invitation: RoadshowInvitation, way: str) -> None:
    """Send it by mail, or note that its text went out by another way; sent before, it goes out again."""
    lock_row(invitation)
    if not invitation.roadshow.coming:
        raise NotInviting
    if way == Way.MAIL and not invitation.contact_email:
        raise NoAddress(name=invitation.name)
    again = invitation.state in WAITING
    if again:
        invitation.reminded_at = clock.now()
    elif not swap_state(
        invitation, PROCESS.moves["send"].come_from, State.SENT, sent_at=clock.now(), way=str(Way(way))
    ):
        raise NotNow
    emit(InvitationSent(invitation.roadshow_id, invitation.id, str(Way(way)), again), actor)


def send_all(actor: Actor, invitations: Collection[RoadshowInvitation]) -> tuple[int, list[str]]:
    """Mail every draft among them; returns how many went out, and who has no address."""
    drafts = [row for row in invitations if row.state == State.DRAFTED]
    if not drafts:
        raise NobodyChosen
    without = [row.name for row in drafts if not row.contact_email]
    for row in drafts:
        if row.contact_email:
            send(actor, row, Way.MAIL)
    return len(drafts) - len(without), without


def opened(invitation: RoadshowInvitation) -> None:
    """Note that the invitation was read for the first time."""
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()
        db.session.flush()


def answer(actor: Actor, invitation: RoadshowInvitation, said: str, reason: str = "", remark: str = "") -> None:
    """Store the firm's answer, or what it told the operator; another answer replaces the one before."""
    lock_row(invitation)
    if said not in ANSWERS:
        raise NotNow
    if said == State.DECLINED and reason not in REASONS:
        raise ReasonMissing(fields={"reason": ReasonMissing.sentence})
    reason = reason if said == State.DECLINED else ""
    values: Mapping[str, object] = {"reason": reason, "remark": remark[:1000], "answered_at": clock.now()}
    if not swap_state(invitation, PROCESS.moves[MOVE_OF[said]].come_from, said, **values):
        raise NotNow
    emit(InvitationAnswered(invitation.roadshow_id, invitation.id, said), actor)


def withdraw(actor: Actor, invitation: RoadshowInvitation) -> None:
    """Take it back: its address opens nothing any more."""
    if not swap_state(invitation, PROCESS.moves["withdraw"].come_from, State.WITHDRAWN):
        raise NotNow
    emit(InvitationTakenBack(invitation.roadshow_id, invitation.id), actor)


def on_registered(event: GuestEvent) -> None:
    """A person registered, whatever came of it: the invitation of that organisation has done its work."""
    with transaction() as session:
        registration = session.get(Registration, event.registration_id)
        if registration is None:
            raise NotFound
        invitation = session.scalar(
            select(RoadshowInvitation).where(
                RoadshowInvitation.roadshow_id == registration.roadshow_id,
                RoadshowInvitation.organisation_id == registration.organisation_id,
            )
        )
        if invitation is not None:
            swap_state(invitation, OPEN | {State.DRAFTED}, State.REGISTERED, answered_at=clock.now())


def remind_due() -> None:
    """Mail once more to those who have not answered for three days, until registration closes."""
    with transaction() as session:
        now = clock.now()
        rows = session.scalars(
            select(RoadshowInvitation)
            .join(Roadshow)
            .where(
                RoadshowInvitation.state.in_(WAITING),
                RoadshowInvitation.sent_at < now - REMIND_AFTER,
                RoadshowInvitation.reminded_at.is_(None),
                RoadshowInvitation.contact_email != "",
                Roadshow.starts_at > now,
            )
            .limit(MOST_AT_ONCE)
        )
        for row in rows:
            if row.roadshow.registers():
                send(SYSTEM, row, Way.MAIL)
