"""A firm that hides its name on the needs board is not named to an owner before both want to talk."""

import pytest
from flask import Flask
from sqlalchemy import select

from market.core.db import db, transaction
from market.core.outbox import drain
from market.matching import service as matching
from market.matching.models import Proposal
from market.needs.models import Need
from market.notifications.models import Notification
from market.reports.views.records import need_line
from tests.factories import accounts
from tests.factories import licensing as make
from tests.factories import needs as need_factory


@pytest.mark.parametrize(("shown", "answered", "named"), [(False, "", False), (True, "", True), (False, "yes", True)])
def test_the_name_of_a_hidden_firm(app: Flask, shown: bool, answered: str, named: bool) -> None:
    university = make.side("university")
    reader = university.person.id
    organisation = accounts.organisation("firm", name="海州隐名铸造有限公司", name_en="Hidden Castings")
    firm, need = need_factory.published(accounts.user(organisation).actor)
    row = {"need_id": need.id, "listing_id": make.offer(university).id, "owner_id": university.organisation.id}
    with transaction():
        db.session.get_one(Need, need.id).show_name = shown
        proposal = Proposal(**row, owner_answer="interested" if answered else "", score=1.0, rank=1, reasons=[])
        db.session.add(proposal)
    with transaction():
        matching.answer(firm, proposal, "interested")
    drain()
    told = db.session.scalars(
        select(Notification).where(Notification.user_id == reader, Notification.key == "matching.firm_interested")
    ).one()
    assert ("隐名" in str(told.values)) is named
    assert ("Hidden" in str(told.values)) is named
    assert told.values["firm"]


def test_the_records_of_a_figure_do_not_name_it(app: Flask) -> None:
    _, need = need_factory.published()
    name = need.known_firm
    for shown in (True, False):
        with transaction():
            need.show_name = shown
        assert (name in need_line(need)) is shown
