"""Whom to ask to a roadshow, who was asked, and what they said."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import seals
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.invitations.models import InvitedPitch, RoadshowInvitation
from market.invitations.rules.states import LEFT, State
from market.matching import queries as matching
from market.matching.models import Proposal
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow

PURPOSE = "invitation"
MOST = 60
"""So many candidates are shown for one pitch."""


@dataclass(frozen=True)
class Candidate:
    """An organisation that matching would bring to a pitch, with the proposal that says why."""

    pitch: Pitch
    proposal: Proposal
    name: str
    organisation: Organisation | None
    invitation: RoadshowInvitation | None

    @property
    def key(self) -> str:
        """What a tick on the page sends."""
        return f"{self.pitch.id}-{self.proposal.id}"


def asked_of(pitch: Pitch, proposal: Proposal) -> Organisation | None:
    """Who would be invited: the owner for a need that is pitched, else the firm; None for a firm without an account."""
    return proposal.owner if pitch.need_id is not None else proposal.asker


def candidates(roadshow: Roadshow) -> list[tuple[Pitch, list[Candidate]]]:
    """For each selected pitch whom matching names, each organisation once, those already interested first."""
    invited = {key_of(row.organisation_id, row.need_id): row for row in of_roadshow(roadshow.id)}
    return [(pitch, _for_pitch(pitch, invited)) for pitch in pitches.of_roadshow(roadshow.id)]


def key_of(organisation_id: int | None, need_id: int | None) -> str:
    """Who is meant: an organisation, or the firm behind a need that has no account."""
    return f"organisation:{organisation_id}" if organisation_id is not None else f"need:{need_id}"


def _for_pitch(pitch: Pitch, invited: dict[str, RoadshowInvitation]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for proposal in _proposals(pitch):
        organisation = asked_of(pitch, proposal)
        if organisation is None and (pitch.need_id is not None or proposal.need is None):
            continue
        if organisation is not None and organisation.id == pitch.organisation_id:
            continue
        key = key_of(organisation.id if organisation else None, proposal.need_id)
        name = organisation.name if organisation else proposal.need.known_firm if proposal.need else ""
        if name and key not in found:
            found[key] = Candidate(pitch, proposal, name, organisation, invited.get(key))
    return list(found.values())[:MOST]


def _proposals(pitch: Pitch) -> list[Proposal]:
    if pitch.listing_id is not None:
        return matching.of_listing(pitch.listing_id)
    standing = [row for row in matching.of_need(pitch.need_id or 0) if not row.stale]
    return [row for row in standing if row.owner_answer != "declined"]


def of_roadshow(roadshow_id: int, state: str = "") -> list[RoadshowInvitation]:
    """The invitations to a roadshow, by name."""
    return list(db.session.scalars(listed(roadshow_id, state)).unique())


def listed(roadshow_id: int, state: str = "") -> Select[RoadshowInvitation]:
    """The same as a statement, to be read in pages."""
    statement = (
        select(RoadshowInvitation)
        .where(RoadshowInvitation.roadshow_id == roadshow_id)
        .options(
            joinedload(RoadshowInvitation.organisation),
            selectinload(RoadshowInvitation.pitches).joinedload(InvitedPitch.pitch),
        )
    )
    if state == LEFT:
        statement = statement.where(RoadshowInvitation.left)
    elif state:
        statement = statement.where(RoadshowInvitation.state == state, ~RoadshowInvitation.left)
    return statement.order_by(RoadshowInvitation.name, RoadshowInvitation.id)


def of_organisation(actor: Actor) -> Select[RoadshowInvitation]:
    """What one's own organisation was invited to, newest first; drafts are nobody's business yet."""
    return (
        select(RoadshowInvitation)
        .join(Roadshow)
        .where(
            RoadshowInvitation.organisation_id == actor.organisation_id,
            RoadshowInvitation.state.not_in((State.DRAFTED, State.WITHDRAWN)),
        )
        .options(joinedload(RoadshowInvitation.roadshow))
        .order_by(Roadshow.starts_at.desc())
    )


def get(invitation_id: int) -> RoadshowInvitation:
    """One of them; raises NotFound."""
    found = db.session.get(RoadshowInvitation, invitation_id)
    if found is None:
        raise NotFound
    return found


def by_token(token: str) -> RoadshowInvitation:
    """The invitation behind a secret address that has gone out and was not taken back; raises NotFound."""
    half = seals.opened(PURPOSE, token)
    found = db.session.scalar(select(RoadshowInvitation).where(RoadshowInvitation.nonce == half))
    if found is None or found.state == State.WITHDRAWN:
        raise NotFound
    return found


def token(invitation: RoadshowInvitation) -> str:
    """The secret part of its address."""
    return seals.sealed(PURPOSE, invitation.nonce)


def counts(roadshow_id: int) -> dict[str, int]:
    """How many invitations are in each state as shown, with "all", those that went out, and those answered.

    Who registered while the invitation was still a draft answered none.
    """
    each = (
        select(RoadshowInvitation.state, RoadshowInvitation.left.label("left"), RoadshowInvitation.sent_at)
        .where(RoadshowInvitation.roadshow_id == roadshow_id)
        .subquery()
    )
    shown = case((each.c.left, LEFT), else_=each.c.state).label("shown")
    rows = db.session.execute(
        select(shown, func.count(), func.count(each.c.sent_at)).select_from(each).group_by(shown)
    ).all()
    found = Counter({str(state): int(count) for state, count, _ in rows})
    answered = (State.COMING, State.PERHAPS, State.DECLINED)
    came = sum(int(sent) for state, _, sent in rows if state in (State.REGISTERED, LEFT))
    totals = {
        "all": sum(found.values()),
        "gone_out": sum(int(sent) for state, _, sent in rows if state != State.WITHDRAWN),
        "answered": sum(found[str(state)] for state in answered) + came,
    }
    return Counter(found | totals)


def reasons(roadshow_id: int) -> list[tuple[str, int]]:
    """Why organisations do not come, with counts, the most frequent first."""
    rows = db.session.execute(
        select(RoadshowInvitation.reason, func.count(RoadshowInvitation.id))
        .where(RoadshowInvitation.roadshow_id == roadshow_id, RoadshowInvitation.state == State.DECLINED)
        .group_by(RoadshowInvitation.reason)
    ).all()
    return sorted(((str(reason), int(count)) for reason, count in rows), key=lambda pair: (-pair[1], pair[0]))
