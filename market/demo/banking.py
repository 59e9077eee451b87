"""The demo's bank accounts and the programme's first statement: some transfers find their amount due, some wait."""

import csv
from io import BytesIO, StringIO

from sqlalchemy import select

from market.accounts import service as accounts
from market.accounts.models import BankAccount, Organisation
from market.accounts.service import BankDetails
from market.banking import service
from market.banking.models import BankRow
from market.core import clock, files
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.demo.bodies import Cast
from market.demo.people import FIRMS, OPERATORS, UNIVERSITIES
from market.payments import queries as payments

HEADS = ("交易时间", "收入金额", "支出金额", "账户余额", "对方账号", "对方户名", "交易用途", "摘要", "日志号")
OPENING = Money.of(260_000)
INTEREST = "本季度存款利息，与许可费无关"


def enter(cast: Cast) -> None:
    """Enter bank accounts of the operator and some others, and import a statement of the programme's account."""
    operator = cast.actor(OPERATORS[0].key)
    account_id = _account(operator, "示例农村商业银行", "示例市科技支行", 1)
    for number, body in enumerate((*UNIVERSITIES[2:4], *FIRMS[:4]), start=2):
        if body.key in cast.users:
            _account(cast.actor(body.key), "示例银行", "示例市分行", number)
    _import(operator, account_id)


def _account(actor: Actor, bank: str, branch: str, number: int) -> int:
    """An account whose number no bank gives out."""
    with transaction():
        holder = db.session.get_one(Organisation, actor.organisation_id).name
        details = BankDetails(bank, branch, holder, f"9999 0000 0000 {number:04d}", "CNY", "all")
        return accounts.add_bank_account(actor, details).id


def _import(operator: Actor, account_id: int) -> None:
    account = db.session.get_one(BankAccount, account_id)
    content = _statement()
    stored = files.keep(BytesIO(content), f"账户明细{clock.today():%Y%m%d}.csv", operator.organisation_id, "text/csv")
    reading = service.read(files.path_of(stored), stored.filename, account)
    with transaction():
        number = service.offer(operator, account, stored, reading).id
    with transaction():
        service.ask_to_import(operator, number, reading)
    service.run(number)
    with transaction():
        interest = db.session.scalar(select(BankRow.id).where(BankRow.text.contains("结息")))
        if interest is not None:
            service.ignore(operator, interest, INTEREST)


def _statement() -> bytes:
    """A statement as a bank hands it out, in its encoding: a part payment, one paid by another firm, strangers."""
    rows: list[tuple[str, Money, str, str, str]] = []
    for place, (receivable, left) in enumerate(payments.open_items()[:2]):
        if place == 0:
            part = Money(left.minor // 200 * 100 or left.minor)
            rows.append((receivable.debtor.name, part, f"许可费 {receivable.reference}", "9999000000000101", "转账"))
        else:
            rows.append(("示例供应链管理有限公司", left, "代付专利许可费", "9999000000000102", "转账"))
    rows.append(("示例商贸有限公司", Money.of("1280.00"), "往来款", "9999000000000103", "转账"))
    rows.append(("", Money.of("86.41"), "", "", "结息"))
    rows.append(("", -Money.of("15.00"), "", "", "网银手续费"))
    out, balance = StringIO(), OPENING
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for number, (name, money, purpose, account, text) in enumerate(rows, start=1):
        balance += money
        sides = (f"{money.major:,.2f}", "") if money.minor > 0 else ("", f"{-money.major:,.2f}")
        day = f"{clock.today():%Y-%m-%d} 09:{number:02d}:00"
        writer.writerow([day, *sides, f"{balance.major:,.2f}", account, name, purpose, text, f"{number:08d}"])
    return out.getvalue().encode("gb18030")
