"""Contracts on both databases: drawn up, agreed to, signed by click and by scan, at the same time, after a change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from market.contracts import queries, service
from market.contracts.errors import (
    AlreadySigned,
    Blocked,
    NoContractNow,
    NoTemplate,
    NothingToAdd,
    NotReady,
    OnlySigners,
    OwnText,
    Superseded,
)
from market.contracts.models import Contract, ContractVersion
from market.contracts.rules import document
from market.contracts.rules.states import Side as Which
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.core.outbox import EventRow
from tests.factories import contracts as made
from tests.factories import licensing as make


@pytest.fixture
def sides(app: Flask) -> tuple[make.Side, make.Side]:
    return make.side("university"), make.side("firm")


def concluded_events() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(EventRow).where(EventRow.name == "contracts.ContractConcluded")).all())


def test_from_opening_to_conclusion_by_click(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.concluded(university, firm)
    assert contract.state == "concluded"
    assert contract.concluded_on is not None
    assert contract.reference.startswith("HT-")
    text = contract.text
    assert text is not None
    for side in Which:
        signature = text.signature(side)
        assert signature is not None
        assert signature.text_hash == text.text_hash
        assert signature.way == "click"
        assert signature.confirmed_at == signature.signed_at
    assert concluded_events() == 1


def test_the_hash_is_that_of_text_and_terms(sides: tuple[make.Side, make.Side]) -> None:
    contract = made.ready(*sides)
    text = contract.text
    assert text is not None
    fresh = document.text_hash(contract.reference, text.number, text.content, text.agreement)
    assert fresh == text.text_hash
    changed = {**text.agreement, "end": "2099-12-31"}
    assert document.text_hash(contract.reference, text.number, text.content, changed) != text.text_hash


def test_scans_are_confirmed_by_the_other_side_and_mix_with_clicks(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    number = made.scan(firm, contract)
    made.sign(university, contract)
    assert made.again(contract).state == "signing"
    with pytest.raises(NotFound), transaction():
        service.confirm_scan(firm.actor, number)
    with transaction():
        service.confirm_scan(university.actor, number)
    assert made.again(contract).state == "concluded"
    assert concluded_events() == 1


def test_a_rejected_scan_can_be_handed_in_again(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    number = made.scan(firm, contract)
    with transaction():
        service.reject_scan(university.actor, number, "公章不清晰")
    with pytest.raises(NotReady), transaction():
        service.confirm_scan(university.actor, number)
    second = made.scan(firm, contract)
    with transaction():
        service.confirm_scan(university.actor, second)
    made.sign(university, contract)
    assert made.again(contract).state == "concluded"


def test_a_changed_text_is_agreed_to_again_and_the_old_one_cannot_be_signed(
    sides: tuple[make.Side, make.Side],
) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    old = made.text_hash(contract)
    made.sign(firm, contract)
    contract = made.draw(firm, contract, place="济南")
    assert contract.state == "drafting"
    with pytest.raises(Superseded), transaction():
        service.sign(university.actor, contract.id, old)
    with pytest.raises(NotReady), transaction():
        service.sign(university.actor, contract.id, made.text_hash(contract))
    made.agree(university, contract)
    contract = made.sign(university, contract)
    assert contract.state == "signing"
    assert contract.text is not None
    assert contract.text.signature(Which.LICENSOR) is not None
    assert contract.text.signature(Which.LICENSEE) is None


def test_new_details_make_a_new_text(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    contract = made.fill(university, contract, legal_representative="刘法人")
    assert (contract.current, contract.state) == (2, "drafting")
    assert contract.text is not None
    assert contract.text.side == "licensor"
    assert contract.text.agreement["licensor"]["legal_representative"] == "刘法人"
    assert made.fill(university, contract, legal_representative="刘法人").current == 2


def test_nobody_agrees_to_his_own_text_or_signs_twice(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.opened(firm, f"request:{made.request_on(university, firm).id}")
    made.fill(firm, contract), made.fill(university, contract), made.draw(firm, contract)
    with pytest.raises(OwnText), transaction():
        service.agree(firm.actor, contract.id, made.text_hash(contract))
    made.agree(university, contract)
    made.sign(firm, contract)
    with pytest.raises(AlreadySigned), transaction():
        service.sign(firm.actor, contract.id, made.text_hash(contract))


def test_only_owners_and_managers_of_the_two_sides(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    stranger = make.side("firm")
    finance = make.accounts.user(firm.organisation, "finance").actor
    member = make.accounts.user(university.organisation, "member").actor
    code = made.text_hash(contract)
    for actor in (finance, member):
        with pytest.raises(OnlySigners), transaction():
            service.sign(actor, contract.id, code)
    for actor in (stranger.actor, make.side("authority").actor, make.side("operator").actor):
        with pytest.raises(NotFound), transaction():
            service.sign(actor, contract.id, code)
    with pytest.raises(NotFound), transaction():
        service.open_contract(stranger.actor, contract.subject_key)


@pytest.mark.rule("CC845")
def test_a_text_without_all_of_845_is_not_agreed_to(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.opened(firm, f"request:{made.request_on(university, firm).id}")
    made.fill(firm, contract)
    made.draw(firm, contract)
    with pytest.raises(Blocked), transaction():
        service.agree(university.actor, contract.id, made.text_hash(contract))
    made.fill(university, contract)
    contract = made.agree(firm, contract)
    assert contract.state == "signing"


def test_an_open_licence_takes_no_additions(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    contract = made.opened(firm, f"request:{made.request_on(university, firm).id}")
    made.fill(firm, contract)
    with pytest.raises(NothingToAdd), transaction():
        service.draw(firm.actor, contract.id, 0, "许可费减半。")
    made.draw(firm, contract)


def test_no_contract_on_nothing(sides: tuple[make.Side, make.Side]) -> None:
    for key in ("request:999", "deal:999", "licence:1", "request:", "request:1e9", "x", "request:99999999999999"):
        with pytest.raises(NoContractNow), transaction():
            service.open_contract(sides[1].actor, key)


def test_one_contract_a_deal_until_it_is_set_aside(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    request = made.request_on(university, firm)
    first = made.opened(firm, f"request:{request.id}")
    assert made.opened(university, f"request:{request.id}").id == first.id
    with transaction():
        service.set_aside(university.actor, first.id, "重新拟定")
    assert made.opened(university, f"request:{request.id}").id != first.id
    with pytest.raises(NotReady), transaction():
        service.set_aside(university.actor, first.id, "again")


def test_withdrawing_or_changing_a_template_never_changes_an_old_contract(sides: tuple[make.Side, make.Side]) -> None:
    university, firm = sides
    operator = make.side("operator").actor
    contract = made.concluded(university, firm)
    text = contract.text
    assert text is not None
    before, code = text.content, text.text_hash
    with transaction():
        draft = service.new_version(operator, "open")
        body_zh = draft.body_zh.replace("专利开放许可实施确认书", "完全不同的标题")
        service.save_draft(operator, draft.id, draft.version, body_zh, draft.body_en, "new title")
        service.bring_in_force(operator, draft.id)
    with transaction():
        service.withdraw(operator, draft.id, "no longer used")
    text = made.again(contract).text
    assert text is not None
    assert (text.content, text.text_hash) == (before, code)
    assert document.text_hash(contract.reference, text.number, text.content, text.agreement) == code
    other = made.request_on(university, make.side())
    with pytest.raises(NoContractNow), transaction():
        service.open_contract(firm.actor, "request:0")
    third = made.opened(university, f"request:{other.id}")
    with pytest.raises(NoTemplate), transaction():
        service.draw(university.actor, third.id, 0)


def at_once(in_thread: Callable[[Callable[[], Any]], Callable[[], Any]], *deeds: Callable[[], Any]) -> list[Any]:
    def attempt(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(attempt, [in_thread(deed) for deed in deeds]))


def test_two_sides_at_once_conclude_once(
    sides: tuple[make.Side, make.Side], in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    code, number = made.text_hash(contract), contract.id

    def signing(side: make.Side) -> Callable[[], None]:
        def deed() -> None:
            with transaction():
                service.sign(side.actor, number, code)

        return deed

    results = at_once(in_thread, signing(university), signing(firm), signing(university), signing(firm))
    assert sum(result is None for result in results) == 2
    assert made.again(contract).state == "concluded"
    assert concluded_events() == 1


def test_signing_and_changing_at_once_never_signs_the_new_text(
    sides: tuple[make.Side, make.Side], in_thread: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> None:
    university, firm = sides
    contract = made.ready(university, firm)
    code, number = made.text_hash(contract), contract.id

    def change() -> None:
        with transaction():
            service.draw(firm.actor, number, 1, place="青岛")

    def sign() -> None:
        with transaction():
            service.sign(university.actor, number, code)

    at_once(in_thread, change, sign)
    contract = made.again(contract)
    assert contract.current == 2
    assert contract.text is not None
    assert contract.text.signatures == []
    assert contract.state == "drafting"


def test_a_file_handed_out_is_recognised(sides: tuple[make.Side, make.Side]) -> None:
    contract = made.ready(*sides)
    number = made.scan(sides[1], contract)
    text = made.again(contract).text
    assert text is not None
    signature, _contract = queries.signature_for(sides[1].actor, number)
    assert signature.file is not None
    assert queries.recognised(text.text_hash) == (text, "text")
    assert queries.recognised(signature.file.sha256) == (text, "scan")
    assert queries.recognised("0" * 64) is None


def test_nothing_is_left_when_a_deed_is_refused(sides: tuple[make.Side, make.Side]) -> None:
    contract = made.opened(sides[1], f"request:{made.request_on(*sides).id}")
    with pytest.raises(Superseded), transaction():
        service.draw(sides[1].actor, contract.id, 7)
    assert db.session.scalar(select(ContractVersion.id)) is None
    assert db.session.scalars(select(Contract)).one().current == 0
