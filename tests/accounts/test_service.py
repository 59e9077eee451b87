"""The deeds of accounts on both databases."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from market.accounts import queries, service
from market.accounts.errors import (
    AlreadyMember,
    InvitedMemberAlready,
    LastOwner,
    LinkNotValid,
    NotForYou,
    OwnOrganisation,
    WrongState,
)
from market.accounts.models import Membership, Organisation, PasswordReset, User
from market.accounts.rules.vetting import MOVES, State
from market.accounts.service import Details, Identity, Person, hashing
from market.core import clock
from market.core.actor import NOBODY, Actor
from market.core.db import MarketSession, transaction
from market.core.errors import Forbidden, Invalid, NotFound, TooMany
from market.core.outbox import EventRow
from tests.factories import accounts as make


def happened(session: MarketSession, name: str) -> list[dict[str, object]]:
    """The payloads of the events of one name."""
    rows = session.scalars(select(EventRow).where(EventRow.name == f"accounts.{name}").order_by(EventRow.id))
    return [row.payload for row in rows]


def operator() -> Actor:
    """An operator at work."""
    return make.actor("operator")


def identity(kind: str = "firm", uscc: str = "") -> Identity:
    """What a newcomer writes."""
    return Identity(kind, " 云州水泵厂 ", (uscc or make.uscc(kind, "370302")).lower())


def test_sign_up_waits_for_vetting(session: MarketSession) -> None:
    with transaction():
        made = service.sign_up(identity(), Details(industry="C"), Person("赵强", "Zhao@Example.org"), "hash")
    assert made is not None
    assert (made.name, made.state, made.region, made.district) == ("云州水泵厂", "pending", "370302", "淄川区")
    owner = queries.by_email("zhao@example.org")
    assert owner is not None
    assert owner.actor == Actor(owner.id, made.id, "firm", "owner", False, "zh", "赵强")
    assert happened(session, "OrganisationSignedUp") == [{"organisation_id": made.id}]


def test_nobody_signs_up_as_operator(app: Flask) -> None:
    for kind in ("operator", "", "bank"):
        with pytest.raises(Invalid) as refused, transaction():
            service.sign_up(Identity(kind, "X", make.uscc()), Details(), Person("X", "x@example.org"), "hash")
        assert set(refused.value.fields) == {"kind"}


def test_a_code_signs_up_once(app: Flask) -> None:
    code = make.uscc()
    make.organisation(uscc=code)
    with pytest.raises(Invalid) as refused, transaction():
        service.sign_up(identity(uscc=code), Details(), Person("X", "x@example.org"), "hash")
    assert set(refused.value.fields) == {"uscc"}


def test_a_known_address_changes_nothing_and_tells_its_holder(session: MarketSession) -> None:
    known = make.user(make.organisation())
    with transaction():
        assert service.sign_up(identity(), Details(), Person("X", known.email.upper()), "hash") is None
    assert len(session.scalars(select(Organisation)).all()) == 1
    assert happened(session, "SignUpRepeated") == [{"user_id": known.id}]


def test_decisions_follow_the_table(session: MarketSession) -> None:
    boss = operator()
    allowed = []
    for decision, state in itertools.product(MOVES, State):
        organisation = make.organisation(state=state.value)
        move = MOVES[decision]
        if state not in move.come_from:
            with pytest.raises(WrongState), transaction():
                service.decide(boss, organisation.id, decision, "because")
            assert organisation.state == state
            continue
        with transaction():
            service.decide(boss, organisation.id, decision, "because", "call back")
        assert (organisation.state, organisation.vetting_message) == (move.to, "because")
        allowed.append({"organisation_id": organisation.id, "state": move.to.value})
    assert happened(session, "OrganisationVetted") == allowed


def test_a_return_needs_a_message(app: Flask) -> None:
    organisation = make.organisation(state="pending")
    with pytest.raises(Invalid) as refused, transaction():
        service.decide(operator(), organisation.id, "return", "  ")
    assert set(refused.value.fields) == {"message"}
    assert organisation.state == "pending"


def test_only_operators_vet_and_never_themselves(app: Flask) -> None:
    organisation = make.organisation(state="pending")
    for actor in (NOBODY, make.actor("firm"), make.actor("authority"), make.actor("operator", state="suspended")):
        with pytest.raises(NotFound), transaction():
            service.decide(actor, organisation.id, "approve")
    boss = operator()
    with pytest.raises(OwnOrganisation), transaction():
        service.decide(boss, boss.organisation_id or 0, "suspend", "because")
    with pytest.raises(OwnOrganisation), transaction():
        service.disable_person(boss, boss.user_id or 0)


def test_a_returned_application_is_corrected_and_sent_again(session: MarketSession) -> None:
    organisation = make.organisation(state="returned")
    owner = make.user(organisation).actor
    corrected = Identity("university", "云州大学", make.uscc("university"))
    with transaction():
        service.change(owner, Details(profile="new"), corrected)
        service.resubmit(owner)
    assert (organisation.kind, organisation.name, organisation.state) == ("university", "云州大学", "pending")
    with pytest.raises(WrongState), transaction():
        service.resubmit(owner)


def test_what_was_vetted_stays(app: Flask) -> None:
    organisation = make.organisation(state="approved")
    before = (organisation.kind, organisation.name, organisation.uscc)
    owner = make.user(organisation).actor
    with transaction():
        service.change(owner, Details(profile="new"), Identity("university", "Other", make.uscc("university")))
    assert (organisation.kind, organisation.name, organisation.uscc) == before
    assert organisation.profile == "new"


def test_roles_that_do_not_manage(app: Flask) -> None:
    for role in ("finance", "member"):
        actor = make.user(make.organisation(), role).actor
        with pytest.raises(Forbidden), transaction():
            service.change(actor, Details())
        with pytest.raises(Forbidden), transaction():
            service.invite(actor, "x@example.org", "member")


def test_the_operator_is_appointed_once_per_address(app: Flask) -> None:
    code = make.uscc("operator")
    with transaction():
        first = service.create_operator("Centre", code, "Boss@example.org", make.PASSWORD, "Boss")
        second = service.create_operator("Centre", code, "two@example.org", make.PASSWORD, "Two")
    assert first.actor.operator
    assert first.actor.organisation_id == second.actor.organisation_id
    assert {user.id for user in queries.operators()} == {first.id, second.id}
    with pytest.raises(Invalid), transaction():
        service.create_operator("Centre", code, "boss@example.org", make.PASSWORD, "Boss")
    with pytest.raises(Invalid), transaction():
        service.create_operator("Centre", make.uscc("operator"), "three@example.org", "admin", "Three")
    with pytest.raises(Invalid), transaction():
        service.create_operator("Firm", make.organisation().uscc, "four@example.org", make.PASSWORD, "Four")


def test_an_empty_installation_has_no_account(session: MarketSession) -> None:
    assert session.scalars(select(User)).all() == []


def test_members_join_by_link_and_only_once(session: MarketSession) -> None:
    organisation = make.organisation()
    owner = make.user(organisation).actor
    with transaction():
        token = service.invitation_link_token(service.invite(owner, "New@Example.org", "finance", "en"))
    with transaction():
        joined = service.join_as_new(token, "New", make.password_hash())
    assert joined.actor.role == "finance"
    assert joined.actor.organisation_id == organisation.id
    assert [user.id for user in queries.members_of(organisation.id, ("finance",))] == [joined.id]
    with pytest.raises(LinkNotValid), transaction():
        service.join_as_new(token, "Again", "hash")
    with pytest.raises(InvitedMemberAlready), transaction():
        service.invite(owner, "new@example.org", "member")


def test_an_invitation_ends_when_withdrawn_repeated_or_old(app: Flask) -> None:
    owner = make.user(make.organisation()).actor
    with transaction():
        first = service.invite(owner, "new@example.org", "member")
        old = service.invitation_link_token(first)
        second = service.invite(owner, "new@example.org", "manager")
        token = service.invitation_link_token(second)
    with pytest.raises(LinkNotValid):
        service.invitation_of(old)
    assert service.invitation_of(token).role == "manager"
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(LinkNotValid):
        service.invitation_of(token)
    with pytest.raises(NotFound), transaction():
        service.withdraw(make.actor(), second.id)
    with transaction():
        service.withdraw(owner, second.id)
    with pytest.raises(LinkNotValid):
        service.invitation_of(token)


def test_an_invitation_is_for_its_address_and_for_free_people(app: Flask) -> None:
    owner = make.user(make.organisation()).actor
    free, member = make.user(), make.user(make.organisation())
    with transaction():
        for_free = service.invitation_link_token(service.invite(owner, free.email, "member"))
        for_member = service.invitation_link_token(service.invite(owner, member.email, "member"))
    with pytest.raises(NotForYou), transaction():
        service.join(make.user().actor, for_free)
    with pytest.raises(AlreadyMember), transaction():
        service.join(member.actor, for_member)
    with pytest.raises(LinkNotValid), transaction():
        service.join_as_new(for_free, "Thief", "hash")
    with transaction():
        service.join(free.actor, for_free)
    assert free.actor.organisation_id == owner.organisation_id


def test_managers_reach_only_below_themselves(app: Flask) -> None:
    organisation = make.organisation()
    owner, manager, member = (make.user(organisation, role) for role in ("owner", "manager", "member"))
    with transaction():
        service.change_role(manager.actor, member.id, "finance")
    for user, role in ((member, "manager"), (owner, "member"), (manager, "owner")):
        with pytest.raises(Forbidden), transaction():
            service.change_role(manager.actor, user.id, role)
    with pytest.raises(Forbidden), transaction():
        service.remove(manager.actor, owner.id)
    with pytest.raises(Forbidden), transaction():
        service.invite(manager.actor, "x@example.org", "owner")


def test_the_last_owner_stays(session: MarketSession) -> None:
    organisation = make.organisation()
    owner, second = make.user(organisation), make.user(organisation)
    with transaction():
        service.remove(second.actor, second.id)
    with pytest.raises(LastOwner), transaction():
        service.remove(owner.actor, owner.id)
    with pytest.raises(LastOwner), transaction():
        service.change_role(owner.actor, owner.id, "member")
    assert session.scalars(select(Membership.user_id)).all() == [owner.id]
    assert second.actor.organisation_id is None


def test_a_disabled_owner_does_not_count(app: Flask) -> None:
    organisation = make.organisation()
    owner = make.user(organisation)
    make.user(organisation, disabled_at=clock.now())
    with pytest.raises(LastOwner), transaction():
        service.remove(owner.actor, owner.id)
    assert queries.users_to_tell(organisation.id, ("finance",)) == [owner]


def test_members_of_others_are_not_found(app: Flask) -> None:
    stranger = make.user(make.organisation())
    actor = make.actor()
    with pytest.raises(NotFound), transaction():
        service.change_role(actor, stranger.id, "member")
    with pytest.raises(NotFound), transaction():
        service.remove(actor, stranger.id)


def reset_for(person: User, session: MarketSession) -> str:
    """The token of a freshly asked reset."""
    with transaction():
        service.ask_reset(person.email, "127.0.0.1")
    return service.reset_token(session.scalars(select(PasswordReset).order_by(PasswordReset.id.desc())).first())  # type: ignore[arg-type]


def test_a_reset_works_once_and_ends_all_sessions(session: MarketSession) -> None:
    person = make.user(make.organisation())
    with transaction():
        service.open_session(person.id)
    older, token = reset_for(person, session), reset_for(person, session)
    with transaction():
        service.reset_password(token, service.accepted_password("another long sentence"))
    assert queries.live_sessions(person.id) == []
    assert hashing.matches("another long sentence", person.password_hash)
    for used in (token, older):
        with pytest.raises(LinkNotValid), transaction():
            service.reset_password(used, "hash")


def test_a_reset_runs_out_after_an_hour(session: MarketSession) -> None:
    person = make.user()
    token = reset_for(person, session)
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert service.person_of_reset(token).id == person.id
    with time_machine.travel(clock.now() + timedelta(minutes=61)), pytest.raises(LinkNotValid):
        service.person_of_reset(token)


def test_links_serve_one_purpose_and_no_bit_may_change(session: MarketSession) -> None:
    person = make.user()
    token = reset_for(person, session)
    with transaction():
        invitation = service.invitation_link_token(service.invite(make.actor(), "x@example.org", "member"))
    with pytest.raises(LinkNotValid):
        service.invitation_of(token)
    with pytest.raises(LinkNotValid):
        service.person_of_reset(invitation)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        if changed[:-1] == token[:-1]:
            continue
        with pytest.raises(LinkNotValid):
            service.person_of_reset(changed)
    for nonsense in ("", ".", "a.b", "[]", "x" * 5000):
        with pytest.raises(LinkNotValid):
            service.person_of_reset(nonsense)


def test_a_stranger_s_reset_stores_nothing(session: MarketSession) -> None:
    with transaction():
        service.ask_reset("nobody@example.org", "127.0.0.1")
    with transaction():
        service.ask_reset(make.user(disabled_at=clock.now()).email, "127.0.0.1")
    assert session.scalars(select(PasswordReset)).all() == []


def test_resets_are_limited(app: Flask) -> None:
    for _ in range(5):
        with transaction():
            service.ask_reset("nobody@example.org", "127.0.0.1")
    with pytest.raises(TooMany), transaction():
        service.ask_reset("nobody@example.org", "127.0.0.2")


def test_passwords_are_stored_as_the_rule_says(app: Flask) -> None:
    person = make.user()
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashing.matches(make.PASSWORD, person.password_hash)
    assert not hashing.matches(make.PASSWORD[:-1], person.password_hash)
    assert not hashing.matches(make.PASSWORD.upper(), person.password_hash)
    assert not hashing.matches("x" * 1_000_000, person.password_hash)
    assert not hashing.matches("nobody's password", None)
    assert not hashing.matches(make.PASSWORD, "broken")


def test_full_width_typing_is_the_same_password(app: Flask) -> None:
    assert hashing.matches("ＡＢＣ　１２３ sentence", hashing.hashed("ABC 123 sentence"))


def test_finding_an_organisation_by_name_or_code(app: Flask) -> None:
    one = make.organisation(name="Only one")
    make.organisation(name="Two")
    make.organisation(name="Two")
    assert queries.find_organisation(one.uscc.lower()) == one
    assert queries.find_organisation(" Only one ") == one
    assert queries.find_organisation("Two") is None
    assert queries.find_organisation("None") is None
