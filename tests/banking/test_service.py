"""Statements imported, matched, divided, taken back, beside each other and again: parts, ledger and suspense agree."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.accounts.models import BankAccount
from market.banking import queries, service
from market.banking.errors import AlreadyListed, MoreThanTheRow, RowClosed
from market.banking.models import BankListLine, BankPart, BankRow
from market.banking.service import statements
from market.core import clock, outbox
from market.core.actor import SYSTEM
from market.core.db import db, transaction
from market.core.errors import Conflict, NotFound, Refusal
from market.core.money import Money
from market.ledger import queries as ledger_queries
from market.ledger import service as ledger
from market.payments import queries as payments_queries
from market.payments import service as payments
from market.payments.models import Receipt
from market.payments.rules import Outcome
from tests.factories import banking as make
from tests.factories import payments as pay
from tests.factories.banking import DAY, Kept, Line


def sound(of: Kept) -> None:
    """What must hold after anything: sums of parts, a balanced book, suspense as the rows say."""
    db.session.rollback()
    assert not ledger.self_check()
    assert not service.self_check()
    assert not payments.self_check()
    waiting = sum(row.rest.minor for row in make.rows(of) if row.waiting)
    assert queries.suspense(of.organisation_id).minor == waiting


def states(of: Kept) -> list[str]:
    return [row.state for row in make.rows(of)]


def test_what_is_sure_is_booked_and_the_rest_waits_in_suspense(app: Flask) -> None:
    programme = make.account()
    one, two, three = (make.due(n) for n in (3000, 500, 700))
    other = make.due(900)
    lines = [
        Line("3000", "代付人", f"{one.reference}", "B1"),
        Line("1200", "某公司", f"{two.reference} 和 {three.reference}", "B2"),
        Line("900", other.name, "许可费", "B3"),
        Line("900", "陌生公司", "货款", "B4"),
        Line("-3", "建行", "手续费", "B5"),
    ]
    make.imported(programme, make.csv(lines))
    assert states(programme) == ["matched", "matched", "matched", "unmatched", "unmatched"]
    assert [pay.find(due.id).state for due in (one, two, three, other)] == ["settled"] * 4
    assert queries.suspense(programme.organisation_id) == Money.of(900)
    assert queries.waiting_count(programme.organisation_id) == 1
    sound(programme)


def test_under_and_over_payment(app: Flask) -> None:
    programme = make.account()
    less, more = make.due(), make.due()
    lines = [Line("2000", "a", less.reference, "B1"), Line("3010", "b", more.reference, "B2")]
    make.imported(programme, make.csv(lines))
    assert states(programme) == ["partial", "over"]
    assert payments_queries.open_amount(pay.find(less.id)) == Money.of(1000)
    assert [row.receivable_id for row in payments_queries.receipt_rows(payments_queries.surpluses())] == [more.id]
    sound(programme)


def test_a_university_s_own_account_pays_only_its_own_and_leaves_no_suspense(app: Flask) -> None:
    university = make.account(kind="university")
    own = make.due(creditor_id=university.organisation_id)
    foreign = make.due()
    lines = [Line("3000", "a", own.reference, "B1"), Line("3000", "b", foreign.reference, "B2")]
    make.imported(university, make.csv(lines))
    assert states(university) == ["matched", "unmatched"]
    assert queries.suspense(university.organisation_id) == Money(0)
    row = make.rows(university)[1]
    with pytest.raises(NotFound), transaction():
        service.assign(university.person, row.id, [(foreign.id, Money.of(3000))])
    with transaction():
        assert not payments_queries.payouts_of(make.rows(university)[0].parts[0].receipt_id)


def test_the_same_day_in_every_format_is_booked_once(app: Flask) -> None:
    programme = make.account()
    due = make.due(40)
    lines = [
        Line("10", "甲公司有限公司", due.reference),
        Line("20", "李四", "x"),
        Line("20", "李四", "x"),
        Line("-1", "行", "费"),
    ]
    files = [
        ("a.csv", make.csv(lines)),
        ("b.xlsx", make.xlsx(lines)),
        ("c.xml", make.camt(lines)),
        ("d.sta", make.mt940(lines)),
    ]
    for filename, content in (*files, *files):
        assert make.imported(programme, content, filename).state == "done"
    counted = [row for row in make.rows(programme) if row.state != "duplicate"]
    assert [row.amount_minor for row in counted] == [1000, 2000, 2000, 100]
    assert db.session.query(Receipt).count() == 1
    assert queries.suspense(programme.organisation_id) == Money.of(40)
    sound(programme)


def test_overlapping_files_bring_only_what_is_new(app: Flask) -> None:
    programme = make.account()
    first = [Line("20", "李四", "x"), Line("30", "王五", "y")]
    more = [*first, Line("20", "李四", "x"), Line("5", "z", "z", on=DAY + timedelta(days=1))]
    make.imported(programme, make.csv(first))
    again = make.imported(programme, make.csv(more), "b.csv")
    assert (again.rows, again.repeated, len(make.rows(again))) == (4, 2, 2)
    assert len(make.rows(programme)) == 4


def test_a_duplicate_that_is_none_can_be_counted_after_all(app: Flask) -> None:
    programme = make.account()
    make.imported(programme, make.csv([Line("20", "李四", "x", "B1")]))
    make.imported(programme, make.mt940([Line("20", "", "y")]), "b.sta")
    assert states(programme) == ["unmatched", "duplicate"]
    with transaction():
        service.wait_again(programme.person, make.rows(programme)[1].id)
    assert queries.suspense(programme.organisation_id) == Money.of(40)
    sound(programme)


def test_a_transfer_booked_by_hand_is_known_again(app: Flask) -> None:
    programme = make.account()
    due = pay.receivable()
    pay.receipt(due, key="LS 0077", on=DAY)
    other, third = pay.receivable(Money.of(100)), pay.receivable(Money.of(100))
    pay.receipt(other, Money.of(100), key="LS88/1", on=DAY)
    pay.receipt(third, Money.of(60), key="LS88/2", on=DAY)
    reference = pay.find(due).reference
    lines = [Line("3000", "a", reference, "ls0077"), Line("200", "b", "两笔", "LS88")]
    make.imported(programme, make.csv(lines))
    assert states(programme) == ["duplicate", "partial"]
    assert make.rows(programme)[1].rest == Money.of(40)
    assert db.session.query(Receipt).count() == 3
    sound(programme)


def test_a_receipt_booked_by_hand_under_another_number_makes_it_doubtful(app: Flask) -> None:
    programme = make.account()
    due = make.due(6000)
    receipt = pay.receipt(due.id, Money.of(3000), key="回单号1", on=DAY).id
    make.imported(programme, make.csv([Line("3000", due.name, due.reference, "LS9")]))
    assert states(programme) == ["unmatched"]
    with transaction():
        service.adopt(programme.person, make.rows(programme)[0].id, receipt)
    assert states(programme) == ["duplicate"]
    assert payments_queries.open_amount(pay.find(due.id)) == Money.of(3000)
    sound(programme)


def test_a_deal_is_paid_part_by_card_and_part_by_bank(app: Flask) -> None:
    programme = make.account()
    due = make.due()
    make.imported(programme, make.csv([Line("1200", due.name, due.reference, "B1")]))
    debtor = pay.people(due.id)["debtor"].actor
    with transaction():
        attempt = payments.begin_attempt(debtor, due.id)
        key, money = attempt.idempotency_key, attempt.money
        payments.attempt_opened(attempt.id, "sb_1")
    assert money == Money.of(1800)
    with transaction():
        payments.conclude(Outcome(key, "sb_1", "paid", money, "fact_1", DAY))
    found = pay.find(due.id)
    assert found.state == "settled"
    assert {receipt.way for receipt in found.receipts} == {"bank", "sandbox_card"}
    sound(programme)


def test_money_taken_back_waits_again_and_can_be_assigned_anew(app: Flask) -> None:
    programme = make.account()
    wrong, right = make.due(), make.due()
    make.imported(programme, make.csv([Line("3000", "a", wrong.reference, "B1")]))
    part = make.rows(programme)[0].parts[0].id
    for _again in range(2):
        with transaction():
            service.take_back(programme.person, part, "wrong deal")
    assert states(programme) == ["unmatched"]
    assert pay.find(wrong.id).state == "open"
    sound(programme)
    with transaction():
        service.assign(programme.person, make.rows(programme)[0].id, [(right.id, Money.of(3000))])
    assert pay.find(right.id).state == "settled"
    sound(programme)


def test_a_receipt_reversed_elsewhere_lets_its_row_wait(app: Flask) -> None:
    programme = make.account()
    due = make.due()
    make.imported(programme, make.csv([Line("3000", "a", due.reference, "B1")]))
    receipt = make.rows(programme)[0].parts[0].receipt_id
    with transaction():
        payments.reverse_receipt(pay.OPERATOR, receipt, "slip")
    assert states(programme) == ["unmatched"]
    sound(programme)


def test_several_rows_pay_one_amount_due(app: Flask) -> None:
    programme = make.account()
    due = make.due()
    lines = [Line("1000", "a", due.reference, f"B{n}") for n in range(3)]
    make.imported(programme, make.csv(lines))
    assert pay.find(due.id).state == "settled"
    assert states(programme) == ["partial", "partial", "matched"]


def test_with_automatic_booking_off_a_person_confirms(app: Flask) -> None:
    programme = make.account()
    due = make.due()
    with transaction():
        service.set_automatic(programme.person, programme.id, automatic=False)
    make.imported(programme, make.csv([Line("3000", "a", due.reference, "B1")]))
    row = make.rows(programme)[0]
    assert row.state == "unmatched"
    assert service.proposals([row])[row.id].sure


def test_who_may_not_handle_the_account_does_nothing(app: Flask) -> None:
    programme = make.account()
    make.imported(programme, make.csv([Line("30", "a", "b")]))
    row = make.rows(programme)[0].id
    stranger = make.account(kind="university")
    for person in (stranger.person, SYSTEM, make.account(role="member").person):
        with pytest.raises(NotFound), transaction():
            service.ignore(person, row, "x")


def test_a_stale_page_changes_nothing(app: Flask) -> None:
    programme = make.account()
    due = pay.receivable()
    make.imported(programme, make.csv([Line("30", "a", "b")]))
    row = make.rows(programme)[0]
    number, version = row.id, row.version
    with transaction():
        service.ignore(programme.person, number, "interest", version)
    with pytest.raises(Conflict), transaction():
        service.assign(programme.person, number, [(due, Money.of(30))], version)
    with pytest.raises(RowClosed), transaction():
        service.assign(programme.person, number, [(due, Money.of(30))])


def killer(real: Callable[..., Any], turn: int) -> Callable[..., Any]:
    """The function, but it kills at the given call of it."""
    calls: list[object] = []

    def killed(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == turn:
            raise KeyboardInterrupt
        return real(*args)

    return killed


def test_a_killed_import_goes_on_where_it_stood(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make.account()
    dues = [make.due(10 + n) for n in range(6)]
    lines = [Line(str(10 + n), "a", due.reference, f"B{n}") for n, due in enumerate(dues)] + [Line("7", "x", "y")]
    monkeypatch.setattr(statements, "CHUNK_ROWS", 3)
    for stop in ("_keep", "settle_waiting", "_finish"):
        number = make.offered(programme, make.csv(lines), f"{stop}.csv").id
        make.ask(programme.person, number)
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(statements, stop, killer(getattr(statements, stop), turn=2 if stop == "_keep" else 1))
            service.run(number)
        service.run(number)
        assert make.again(number).state == "done"
        outbox.drain()
    assert len(make.rows(programme)) == 7
    assert db.session.query(Receipt).count() == 6
    sound(programme)


@pytest.fixture
def together(app: Flask, in_thread: Callable[..., Callable[[], Any]]) -> Callable[..., list[str]]:
    """Run deeds at the same moment; gives what became of each: "done", or the refusal's name."""

    def run(*deeds: Callable[[], Any]) -> list[str]:
        barrier, results = Barrier(len(deeds)), [""] * len(deeds)

        def one(place: int, deed: Callable[[], Any]) -> None:
            def inside() -> None:
                barrier.wait(10)
                try:
                    with transaction():
                        deed()
                    results[place] = "done"
                except Refusal as refusal:
                    results[place] = type(refusal).__name__

            in_thread(inside)()

        threads = [Thread(target=one, args=(place, deed)) for place, deed in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    return run


def assigned(programme: Kept, row: int, due: int) -> None:
    service.assign(programme.person, row, [(due, Money.of(300))])


def test_two_people_assign_the_same_row(app: Flask, together: Callable[..., list[str]]) -> None:
    programme = make.account()
    one, two = pay.receivable(), pay.receivable()
    for turn in range(5):
        make.imported(programme, make.csv([Line("300", "a", f"turn {turn}")]), f"{turn}.csv")
        row = make.rows(programme)[-1].id
        found = together(*(partial(assigned, programme, row, due) for due in (one, two, one, two)))
        assert found.count("done") == 1, found
        db.session.rollback()
        assert db.session.query(BankPart).filter_by(row_id=row).count() == 1
    sound(programme)


def test_the_same_file_imported_by_two_at_once(app: Flask, in_thread: Callable[..., Callable[[], Any]]) -> None:
    programme = make.account()
    dues = [make.due(10 + n) for n in range(8)]
    lines = [Line(str(10 + n), "a", due.reference, f"B{n}") for n, due in enumerate(dues)] + [Line("7", "x", "y")] * 2
    numbers = [make.offered(programme, make.csv(lines), f"{n}.csv").id for n in range(3)]
    for number in numbers:
        make.ask(programme.person, number)
    threads = [Thread(target=in_thread(lambda number=number: service.run(number))) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    for number in numbers:
        service.run(number)
    assert len(make.rows(programme)) == 10
    assert db.session.query(Receipt).count() == 8
    sound(programme)


def test_one_surplus_stands_in_one_open_list(app: Flask, together: Callable[..., list[str]]) -> None:
    programme = make.account()
    due = make.due()
    make.imported(programme, make.csv([Line("3100", "a", due.reference, "B1", number="622202000001")]))
    subject = service.waiting_transfers()[0].subject
    found = together(*[lambda: service.make_list(programme.person, [subject])] * 3)
    assert found.count("done") == 1
    assert set(found) <= {"done", AlreadyListed.__name__, "Conflict"}
    db.session.rollback()
    assert db.session.query(BankListLine).count() == 1
    sound(programme)


DEEDS = st.sampled_from(["assign", "back", "ignore", "wait", "match"])
STEPS = st.lists(st.tuples(DEEDS, st.integers(0, 3), st.integers(0, 2), st.integers(1, 900)), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 900), min_size=1, max_size=4), steps=STEPS)
def test_any_sequence_keeps_parts_ledger_and_suspense_right(
    app: Flask, amounts: list[int], steps: list[tuple[str, int, int, int]]
) -> None:
    programme = make.account()
    dues = [pay.receivable(Money(minor)) for minor in (100, 300, 900)]
    lines = [Line(f"{minor / 100:.2f}", f"p{n}", "x") for n, minor in enumerate(amounts)]
    make.imported(programme, make.csv(lines), "a.csv")
    person = programme.person
    numbers = [row.id for row in make.rows(programme)]
    for deed, place, due, minor in steps:
        row = numbers[place % len(numbers)]
        try:
            with transaction():
                if deed == "assign":
                    service.assign(person, row, [(dues[due], Money(minor))])
                elif deed == "back":
                    parts = db.session.get_one(BankRow, row).parts
                    if parts:
                        service.take_back(person, parts[minor % len(parts)].id, "slip")
                elif deed == "ignore":
                    service.ignore(person, row, "not ours")
                elif deed == "wait":
                    service.wait_again(person, row)
            if deed == "match":
                service.settle_waiting(person, programme.id)
        except Refusal:
            pass
        sound(programme)
    for found in make.rows(programme):
        assert sum(part.amount_minor for part in found.live_parts) == found.assigned_minor <= found.amount_minor
    total = sum(amounts) - sum(row.amount_minor for row in make.rows(programme) if row.state == "ignored")
    booked = sum(receipt.amount_minor for receipt in db.session.query(Receipt).filter(
        Receipt.reversed_at.is_(None), Receipt.receivable_id.in_(dues)))  # fmt: skip
    assert booked + queries.suspense(programme.organisation_id).minor == total
    bank = sum(
        ledger_queries.balance("bank", number).minor
        for number in {programme.organisation_id, *(pay.find(due).creditor_id for due in dues)}
    )
    assert bank == total


def test_more_than_the_row_is_refused(app: Flask) -> None:
    programme = make.account()
    one, two = pay.receivable(), pay.receivable()
    make.imported(programme, make.csv([Line("30", "a", "b")]))
    row = make.rows(programme)[0].id
    with pytest.raises(MoreThanTheRow), transaction():
        service.assign(programme.person, row, [(one, Money.of(20)), (two, Money.of("10.01"))])
    sound(programme)


def test_a_statement_of_five_thousand_rows_takes_seconds(app: Flask) -> None:
    programme = make.account()
    dues = [make.due(100 + n) for n in range(100)]
    known = [Line(str(100 + n), "a", due.reference, f"K{n}") for n, due in enumerate(dues)]
    lines = known + [
        Line(f"{n}.37", f"客户{n % 700}", "货款", f"S{n}", on=DAY - timedelta(days=n % 60)) for n in range(1, 4901)
    ]
    begun = time.monotonic()
    number = make.offered(programme, make.csv(lines)).id
    read_in = time.monotonic() - begun
    make.ask(programme.person, number)
    begun = time.monotonic()
    service.run(number)
    seconds = time.monotonic() - begun
    print(f"preview {read_in:.1f} s, import {seconds:.1f} s")
    assert db.session.query(Receipt).count() == 100
    assert len(make.rows(programme)) == 5000
    assert queries.suspense(programme.organisation_id).minor == sum(
        row.rest.minor for row in make.rows(programme) if row.waiting
    )
    assert seconds < 60


def test_the_next_statement_must_begin_where_the_last_one_ended(app: Flask) -> None:
    programme = make.account()
    first = make.imported(programme, make.csv([Line("20", "a", "x")])).id
    later = make.shifted([Line("30", "b", "y")], DAY + timedelta(days=1))
    second = make.imported(programme, make.csv(later, opening="10020"), "b.csv")
    before = queries.before(second)
    assert before is not None
    assert (before.id, before.closing) == (first, second.opening)
    assert db.session.get_one(BankAccount, programme.id).active
    assert clock.today() >= DAY
