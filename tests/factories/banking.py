"""Bank accounts, statement files of every kind written here, and imported statements for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape

import xlsxwriter

from market.accounts.models import BankAccount, Organisation
from market.banking import queries, service
from market.banking.models import BankRow, BankStatement
from market.core import files, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from tests.factories import accounts, payments

NUMBERS = count(1)
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Line:
    """One movement as it will stand in a file; `amount` is negative for money that went out."""

    amount: str
    name: str = ""
    text: str = ""
    reference: str = ""
    on: date = DAY
    number: str = ""

    @property
    def money(self) -> Money:
        """The amount without sign."""
        return Money.of(Decimal(self.amount).copy_abs())

    @property
    def incoming(self) -> bool:
        """Whether money comes in."""
        return not self.amount.startswith("-")


CCB = (
    "交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "对方账号", "摘要", "备注",
    "账户明细编号-交易流水号",
)  # fmt: skip


def table(lines: Sequence[Line], opening: str = "10000") -> list[list[str]]:
    """The rows of a statement as China Construction Bank writes them, with its head."""
    balance = Decimal(opening)
    rows = [list(CCB)]
    for line in lines:
        balance += Decimal(line.amount)
        amount = f"{abs(Decimal(line.amount)):,.2f}"
        rows.append(
            [
                f"{line.on:%Y%m%d} 10:15:00",
                "" if line.incoming else amount,
                amount if line.incoming else "",
                f"{balance:,.2f}",
                "人民币元",
                line.name,
                line.number,
                line.text,
                "",
                line.reference,
            ]
        )
    return rows


def csv(lines: Sequence[Line], encoding: str = "gb18030", opening: str = "10000") -> bytes:
    """A CSV statement."""
    return as_csv(table(lines, opening), encoding)


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "gb18030") -> bytes:
    """Rows as CSV bytes."""
    text = "\r\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows) + "\r\n"
    return text.encode(encoding)


def xlsx(lines: Sequence[Line], opening: str = "10000") -> bytes:
    """The same as a workbook, with amounts as numbers."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("流水")
        for place, row in enumerate(table(lines, opening)):
            for column, cell in enumerate(row):
                if place and column in (1, 2, 3) and cell:
                    sheet.write_number(place, column, float(cell.replace(",", "")))
                else:
                    sheet.write_string(place, column, cell)
    return out.getvalue()


def camt(lines: Sequence[Line], opening: str = "10000", version: str = "08", account: str = "") -> bytes:
    """A camt.053 statement, in the shape of version 02 or 08."""
    closing = Decimal(opening) + sum(Decimal(line.amount) for line in lines)
    entries = "".join(_entry(line, version) for line in lines)
    number = f"<Id><Othr><Id>{account}</Id></Othr></Id>" if account else "<Id><Othr><Id>1</Id></Othr></Id>"
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt><Id>S1</Id>'
        f"<Acct>{number}<Ccy>CNY</Ccy></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', str(closing))}{entries}</Stmt></BkToCstmrStmt></Document>"
    )
    return text.encode()


def _balance(kind: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='CNY'>{abs(Decimal(amount)):.2f}</Amt>"
        f"<CdtDbtInd>{'DBIT' if Decimal(amount) < 0 else 'CRDT'}</CdtDbtInd></Bal>"
    )


def _entry(line: Line, version: str) -> str:
    side = "Dbtr" if line.incoming else "Cdtr"
    name = f"<Pty><Nm>{escape(line.name)}</Nm></Pty>" if version == "08" else f"<Nm>{escape(line.name)}</Nm>"
    state = "<Sts><Cd>BOOK</Cd></Sts>" if version == "08" else "<Sts>BOOK</Sts>"
    account = f"<{side}Acct><Id><Othr><Id>{line.number}</Id></Othr></Id></{side}Acct>" if line.number else ""
    parties = f"<RltdPties><{side}>{name}</{side}>{account}</RltdPties>" if line.name else ""
    reference = f"<AcctSvcrRef>{line.reference}</AcctSvcrRef>" if line.reference else ""
    return (
        f"<Ntry><Amt Ccy='CNY'>{abs(Decimal(line.amount)):.2f}</Amt>"
        f"<CdtDbtInd>{'CRDT' if line.incoming else 'DBIT'}</CdtDbtInd>{state}"
        f"<BookgDt><Dt>{line.on.isoformat()}</Dt></BookgDt>{reference}<NtryDtls><TxDtls>{parties}"
        f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def mt940(lines: Sequence[Line], opening: str = "10000", encoding: str = "utf-8", account: str = "1") -> bytes:
    """An MT940 statement."""
    closing = Decimal(opening) + sum(Decimal(line.amount) for line in lines)
    parts = [":20:STMT", f":25:{account}", ":28C:1/1", f":60F:{_swift_balance(opening)}"]
    for line in lines:
        mark, amount = "C" if line.incoming else "D", f"{abs(Decimal(line.amount)):.2f}".replace(".", ",")
        reference = f"//{line.reference}" if line.reference else ""
        parts.append(f":61:{line.on:%y%m%d%m%d}{mark}{amount}NTRFNONREF{reference}")
        name = f"/ORDP/{line.name}" if line.incoming else f"/BENM/{line.name}"
        parts.append(f":86:{name if line.name else ''}/REMI/{line.text}")
    parts += [f":62F:{_swift_balance(str(closing))}", "-"]
    return "\r\n".join(parts).encode(encoding)


def _swift_balance(amount: str) -> str:
    number = Decimal(amount)
    return f"{'D' if number < 0 else 'C'}{DAY:%y%m%d}CNY{abs(number):.2f}".replace(".", ",")


@dataclass(frozen=True)
class Kept:
    """A bank account with the person who handles it, as values that outlive sessions."""

    id: int
    organisation_id: int
    number: str
    person: Actor

    @property
    def row(self) -> BankAccount:
        """The row in the present session."""
        return db.session.get_one(BankAccount, self.id)


def account(of: Organisation | None = None, kind: str = "operator", role: str = "finance", **over: str) -> Kept:
    """A bank account of an organisation; of a new operator (the programme's account) unless told."""
    of = of or accounts.organisation(kind)
    values = {"bank": "中国建设银行", "holder": of.name, "number": f"37001{next(NUMBERS):014d}"} | over
    found = BankAccount(organisation_id=of.id, **values)
    with transaction() as session:
        session.add(found)
    number = found.id
    person = accounts.user(db.session.get_one(Organisation, found.organisation_id), role=role).actor
    found = db.session.get_one(BankAccount, number)
    return Kept(found.id, found.organisation_id, found.number, person)


@dataclass(frozen=True)
class Owed:
    """An amount due as values that outlive sessions."""

    id: int
    reference: str
    name: str


def due(amount: str | int = 3000, creditor_id: int = 0) -> Owed:
    """An amount due (yuan) of a new firm, to a new university unless told."""
    found = payments.find(payments.receivable(Money.of(amount), creditor_id=creditor_id))
    return Owed(found.id, found.reference, found.debtor.name)


def offered(of: Kept, content: bytes, filename: str = "statement.csv") -> BankStatement:
    """A statement that waits for its owner's word."""
    stored = files.keep(BytesIO(content), filename, of.organisation_id)
    choice = service.Choice(heads=service_heads(of))
    reading = service.read(files.path_of(stored), filename, of.row, choice)
    with transaction():
        return service.offer(of.person, of.row, stored, reading)


def imported(of: Kept, content: bytes, filename: str = "statement.csv") -> BankStatement:
    """A statement imported to its end, by the worker's way."""
    number = offered(of, content, filename).id
    ask(of.person, number)
    outbox.drain()
    return again(number)


def service_heads(of: Kept) -> dict[str, str]:
    """The heads chosen before for an account."""
    found = queries.reading_of(of.id)
    return dict(found.heads) if found else {}


def ask(person: Actor, statement_id: int) -> None:
    """Hand a waiting statement to the worker."""
    reading = service.look(again(statement_id))
    with transaction():
        service.ask_to_import(person, statement_id, reading)


def again(statement_id: int) -> BankStatement:
    """The statement as it stands now."""
    db.session.rollback()
    return db.session.get_one(BankStatement, statement_id)


def rows(of: BankStatement | Kept) -> list[BankRow]:
    """The rows of a statement or an account, by line."""
    db.session.rollback()
    column = BankRow.statement_id if isinstance(of, BankStatement) else BankRow.account_id
    return list(db.session.query(BankRow).where(column == of.id).order_by(BankRow.statement_id, BankRow.line))


def shifted(lines: Sequence[Line], on: date) -> list[Line]:
    """The same movements on another day."""
    return [replace(line, on=on) for line in lines]
