"""The demo market is what the README says: everybody is there, licences are in every state, and it is built once."""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from market import demo
from market.accounts.models import Organisation
from market.banking.models import BankStatement
from market.contracts.models import Contract
from market.core.db import db
from market.core.outbox import EventRow
from market.effects.models import EffectReport
from market.filings.models import Filing
from market.guests.models import Registration
from market.income.models import Split
from market.intents.models import Intent
from market.licensing.models import Licence, LicenceRequest
from market.listings.models import Listing
from market.meetings.models import Meeting
from market.needs.models import Need
from market.negotiation.models import Deal
from market.outcomes.models import RoadshowReport
from market.patents.models import Patent
from market.payments import service as payments
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.royalties.models import RoyaltyReport


def counted(column: object) -> Counter[str]:
    """How many rows there are of each value."""
    return Counter(db.session.scalars(select(column)))  # type: ignore[call-overload]


def test_the_demo_market_is_whole_and_built_once(app: Flask) -> None:
    logins = demo.build()
    assert counted(Organisation.kind) == {"university": 6, "firm": 20, "operator": 2, "service": 1, "authority": 1}
    assert {"pending", "returned", "approved"} <= set(counted(Organisation.state))
    assert sum(counted(Listing.state).values()) >= 60
    assert {"draft", "declared", "announced", "suspended", "withdrawn"} <= set(counted(Listing.state))
    assert sum(counted(Need.state).values()) == 15
    assert {"noticed", "granted", "cancelled", "lapsed"} <= set(counted(LicenceRequest.state))
    assert {"effective", "recorded"} <= set(counted(Licence.state))
    assert len(counted(Deal.state)) > 2
    assert {"held", "live", "announced", "submitted"} == set(counted(Roadshow.state))
    assert {"selected", "reserve", "returned", "declined", "draft"} <= set(counted(Pitch.state))
    assert {"confirmed", "offered", "waiting"} <= set(counted(Registration.state))
    assert {"signed", "recorded", "intent", "closed"} <= set(counted(Intent.stage))
    assert {"held", "declined"} <= set(counted(Meeting.state))
    assert counted(RoadshowReport.state) == {"issued": 2}
    assert len(counted(Split.state)) > 2
    for told in (Contract.id, Filing.id, EffectReport.id, BankStatement.id, RoyaltyReport.id):
        assert counted(told), told
    assert payments.self_check() == []
    assert len({role for role, _mail in logins}) == 6
    events = db.session.scalar(select(func.count()).select_from(EventRow))
    assert demo.build() == logins
    assert db.session.scalar(select(func.count()).select_from(EventRow)) == events


def test_the_demo_uses_numbers_that_were_never_given_out(app: Flask) -> None:
    demo.build()
    assert all(number[5:7] == "99" for number in db.session.scalars(select(Patent.application_number)))
    assert all(code[2:8] == "379900" for code in db.session.scalars(select(Organisation.uscc)))
