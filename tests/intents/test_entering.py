"""What firms wrote on paper or said aloud: the operator enters it, the firm confirms, corrects or withdraws it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.money import Money
from market.core.settings import settings
from market.guests.models import Registration
from market.intents import queries, service
from market.intents.errors import AlreadyDeclared, EntryOver, NotAGuest, NothingToConfirm, NotYourKind, OwnPitch
from market.intents.models import Intent
from market.intents.rules import Wish
from market.intents.rules.entering import Said
from market.notifications.models import Mail
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from tests.factories import accounts, guests, pitches, roadshows
from tests.intents.test_views import browser

PAPER = Said("paper", "王建国", "意向表 7 号")


class Told:
    """A roadshow that was held, a pitch on it, a firm whose person was registered, and the operator."""

    def __init__(self, days: int = 2, **over: object) -> None:
        values = {"state": "held", "starts_at": clock.now() - timedelta(days=days)} | over
        self.show: Roadshow = roadshows.roadshow(**values)
        self.university, pitch = pitches.pitch(self.show)
        self.firm, guest = guests.registration(self.show)
        self.operator = accounts.actor("operator")
        self.pitch_id, self.guest_id, self.show_id = pitch.id, guest.id, self.show.id

    def enter(self, kind: str = "licence", words: Said = PAPER, actor: Actor | None = None, **over: object) -> Intent:
        with transaction():
            wish = Wish(kind, **over)  # type: ignore[arg-type]
            return service.enter(actor or self.operator, self.guest_id, self.pitch_id, wish, words)


def declared(firm: Actor, pitch_id: int, **over: object) -> Intent:
    with transaction():
        return service.declare(firm, pitch_id, Wish("licence", **over))  # type: ignore[arg-type]


def test_it_is_marked_as_entered_and_the_firm_is_told(app: Flask) -> None:
    told = Told()
    made = told.enter(low=Money.of(10_000), consent=True, note="想先改一台")
    assert (made.organisation_id, made.user_id, made.source) == (
        told.firm.organisation_id,
        told.firm.user_id,
        "operator",
    )
    assert made.consent_at
    assert made.entry
    assert (made.entry.how, made.entry.said_by, made.entry.note) == ("paper", "王建国", "意向表 7 号")
    assert (made.entry.user_id, made.entry.confirmed_at) == (told.operator.user_id, None)
    assert [step.what for step in made.steps] == ["enter"]
    assert queries.counts(told.show_id) == {told.pitch_id: 1}
    outbox.drain()
    sent = {(row.key, row.address) for row in db.session.query(Mail)}
    mail = db.session.get_one(accounts.User, told.firm.user_id).email
    assert ("intents.entered", mail) in sent
    assert "intents.declared" in {key for key, address in sent if address != mail}


def test_entered_again_it_is_corrected_until_the_firm_has_confirmed(app: Flask) -> None:
    told = Told()
    first = told.enter(consent=True)
    again = told.enter(words=Said("phone", "李工"), low=Money.of(5_000))
    assert again.id == first.id
    assert (again.low_minor, again.consent_at) == (500_000, None)
    assert again.entry
    assert (again.entry.how, again.entry.said_by) == ("phone", "李工")
    with transaction():
        service.confirm(told.firm, first.id)
    with pytest.raises(AlreadyDeclared):
        told.enter()
    with pytest.raises(NothingToConfirm), transaction():
        service.confirm(told.firm, first.id)
    assert queries.counts(told.show_id) == {told.pitch_id: 1}


def test_the_firm_corrects_or_withdraws_it(app: Flask) -> None:
    told = Told()
    made = told.enter(low=Money.of(5_000))
    right = declared(told.firm, told.pitch_id, low=Money.of(8_000))
    assert right.id == made.id
    assert right.entry
    assert (right.low_minor, right.source, right.entry.confirmed_at is not None) == (800_000, "operator", True)
    for stranger in (told.university, told.operator, accounts.actor("firm")):
        with pytest.raises(NotFound), transaction():
            service.confirm(stranger, made.id)
    with transaction():
        service.withdraw(told.firm, made.id)
    assert queries.counts(told.show_id) == {}
    assert told.enter().id != made.id


def test_what_the_firm_declared_itself_is_never_doubled_nor_changed(app: Flask) -> None:
    told = Told()
    own = declared(told.firm, told.pitch_id, low=Money.of(9_000))
    with pytest.raises(AlreadyDeclared):
        told.enter(low=Money.of(1))
    db.session.rollback()
    assert db.session.get_one(Intent, own.id).low_minor == 900_000
    assert told.enter("joint").id != own.id
    with transaction():
        service.close(told.operator, told.enter("purchase").id, "price")
    with pytest.raises(AlreadyDeclared):
        told.enter("purchase")


def test_who_enters_for_whom(app: Flask) -> None:
    told = Told()
    for actor in (told.firm, told.university, accounts.actor("authority")):
        with pytest.raises(NotFound):
            told.enter(actor=actor)
    with pytest.raises(Invalid):
        told.enter(words=Said("rumour", "王"))
    with pytest.raises(Invalid):
        told.enter(words=Said("paper", " "))
    with pytest.raises(Invalid):
        told.enter("gift")
    elsewhere = guests.registration(roadshows.roadshow(state="held"))[1].id
    waiting = guests.registration(db.session.get_one(Roadshow, told.show_id), state="waiting")[1].id
    barred = guests.registration(db.session.get_one(Roadshow, told.show_id), accounts.actor("firm", state="suspended"))
    for guest in (elsewhere, waiting, barred[1].id):
        told.guest_id = guest
        with pytest.raises(NotAGuest):
            told.enter()
    show = db.session.get_one(Roadshow, told.show_id)
    told.guest_id = guests.registration(show, told.university, role="pitcher")[1].id
    with pytest.raises(OwnPitch):
        told.enter()
    told.guest_id = guests.registration(show, accounts.actor("university"), role="expert")[1].id
    with pytest.raises(NotYourKind):
        told.enter()


def test_it_is_entered_during_and_some_time_after_the_roadshow(app: Flask) -> None:
    told, days = Told(), settings().intent_entry_days
    with time_machine.travel(clock.now() + timedelta(days=days - 3)):
        told.enter()
    with time_machine.travel(clock.now() + timedelta(days=days)), pytest.raises(EntryOver):
        told.enter("joint")
    live = Told(state="live", days=0)
    assert service.last_entry_day(db.session.get_one(Roadshow, live.show_id)) is None
    assert live.enter().stage == "intent"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_operator_and_firm(app: Flask, language: str) -> None:
    told = Told()
    operator, firm = browser(app, told.operator), browser(app, told.firm)
    address = f"/roadshows/{told.show_id}/follow-up/enter"
    assert address in operator.get(f"/roadshows/{told.show_id}/follow-up?lang={language}").text
    assert f"{address}?pitch={told.pitch_id}" in operator.get(f"{address}?lang={language}").text
    address = f"{address}?pitch={told.pitch_id}"
    assert operator.get(address).status_code == 200
    data = {"guest": str(told.guest_id), "kind": "licence", "how": "spoken", "said_by": "王建国", "low": "1000"}
    assert operator.post(address, data=data).status_code == 422
    assert operator.post(address, data=data | {"agreed": "no", "guest": "999999"}).status_code == 422
    assert operator.post(address, data=data | {"agreed": "yes"}).location == address
    made = db.session.query(Intent).one()
    number, reference = made.id, made.reference
    assert made.consent_at
    declared(told.firm, told.pitch_id)
    sent = operator.post(address, data=data | {"agreed": "yes"})
    assert (sent.status_code, reference in sent.text) == (422, True)
    data["kind"] = "joint"
    assert operator.post(address, data=data | {"agreed": "no"}).status_code == 302
    other = db.session.query(Intent).filter(Intent.id != number).one().id
    page = firm.get(f"/intents/{other}?lang={language}").text
    assert f"/intents/{other}/confirm" in page
    assert "王建国" in page
    assert f"/intents/{other}/confirm" not in browser(app, told.university).get(f"/intents/{other}").text
    assert firm.post(f"/intents/{other}/confirm").status_code == 302
    assert firm.post(f"/intents/{other}/confirm").status_code == 409
    assert f"/intents/{other}/confirm" not in firm.get(f"/intents/{other}").text
    exported = operator.get("/intents?format=csv&lang=en").text
    assert exported.count("Entered by the operator") == 2
    for stranger in (firm, browser(app, accounts.actor("university"))):
        assert stranger.get(address).status_code == 404


def test_only_those_who_may_declare_can_be_chosen(app: Flask) -> None:
    told = Told()
    show = db.session.get_one(Roadshow, told.show_id)
    guests.registration(show, accounts.actor("university"), role="expert")
    guests.registration(show, accounts.actor("firm", state="suspended"))
    text = browser(app, told.operator).get(f"/roadshows/{told.show_id}/follow-up/enter?pitch={told.pitch_id}").text
    offered = [row.id for row in db.session.query(Registration) if f'<option value="{row.id}"' in text]
    assert offered == [told.guest_id]
    _needy, need = pitches.need_pitch(db.session.get_one(Roadshow, told.show_id))
    text = browser(app, told.operator).get(f"/roadshows/{told.show_id}/follow-up/enter?pitch={need.id}").text
    assert f'<option value="{told.guest_id}"' not in text
    assert db.session.get_one(Pitch, need.id).need_id
