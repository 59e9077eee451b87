"""The account that a contract names: the one on record for the deal's currency, before any typed in earlier."""

import pytest
from flask import Flask

from market.accounts import service as accounts
from market.core.db import transaction
from market.licensing.rules.fees import FeePlan, Part
from tests.factories import accounts as people
from tests.factories import contracts as made
from tests.factories import licensing as make
from tests.factories import negotiation as talks


@pytest.mark.parametrize(("currency", "shown", "hidden"), [("USD", "0002", "0001"), ("CNY", "0001", "0002")])
def test_the_account_on_record_for_the_currency_is_filled_in(
    app: Flask, currency: str, shown: str, hidden: str
) -> None:
    university, firm = make.side("university"), make.side()
    talks.no_notice(university)
    made.fill(university, made.opened(university, f"deal:{talks.agreed_deal(university, firm).id}"))
    for number, kept in (("0001", "CNY"), ("0002", "USD")):
        details = accounts.BankDetails("示例银行", "淄博支行", "示例大学", f"9999 0000 0000 {number}", kept, "income")
        with transaction():
            accounts.add_bank_account(university.actor, details)
    plan = FeePlan(kind="one_off", currency=currency, parts=(Part(5_000_000),))
    deal = talks.agreed_deal(university, firm, fee=plan.to_plain())
    contract = made.opened(university, f"deal:{deal.id}")
    client = app.test_client()
    people.sign_in(client, university.person)
    page = client.get(f"/contracts/{contract.id}/details").text.replace(" ", "")
    assert f"999900000000{shown}" in page
    assert f"999900000000{hidden}" not in page
    assert made.DETAILS["account"].replace(" ", "") not in page
