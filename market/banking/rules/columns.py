"""Columns of the statements that Chinese banks hand out: what they are called, and how a row of cells is read.

Credit (贷) is money that came in, debit (借) money that went out: a statement is written from the bank's side.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from market.banking.rules.entries import BadCell, Cell, Entry, amount, cut, day, telling_reference, words
from market.core.i18n import N_
from market.core.money import Money

HEADER_ROWS_SEARCHED = 30

FIELDS: dict[str, str] = {
    "day": N_("Day"),
    "credit": N_("Money in (credit)"),
    "debit": N_("Money out (debit)"),
    "amount": N_("Amount (one column for both)"),
    "sign": N_("In or out (credit or debit mark)"),
    "balance": N_("Balance after the row"),
    "name": N_("Name of the other side"),
    "number": N_("Account of the other side"),
    "payer": N_("Payer"),
    "payer_number": N_("Payer's account"),
    "payee": N_("Payee"),
    "payee_number": N_("Payee's account"),
    "text": N_("Remark"),
    "purpose": N_("Purpose"),
    "note": N_("Further remark"),
    "reference": N_("Transaction number of the bank"),
    "currency": N_("Currency"),
    "own_number": N_("Own account number"),
}
"""What a column may hold."""

ALIASES: dict[str, tuple[str, ...]] = {
    "day": ("交易日期", "记账日期", "入账日期", "交易日", "记账日", "交易时间", "日期", "起息日", "transactiondate",
            "bookingdate", "date", "day"),
    "credit": ("贷方发生额", "贷方金额", "收入金额", "存入金额", "转入金额", "贷方", "收入", "存入", "贷方发生金额",
               "credit", "creditamount", "deposit"),
    "debit": ("借方发生额", "借方金额", "支出金额", "支取金额", "转出金额", "借方", "支出", "支取", "借方发生金额",
              "debit", "debitamount", "withdrawal"),
    "amount": ("交易金额", "发生额", "金额", "交易额", "发生金额", "tradeamount", "amount"),
    "sign": ("借贷标志", "借贷标识", "借贷方向", "借贷", "收支标志", "收支", "收支方向", "来往账标志", "交易方向",
             "往来账", "借贷别", "transactiontype", "creditdebit"),
    "balance": ("账户余额", "交易后余额", "余额", "当前余额", "帐户余额", "本次余额", "联机余额", "balance",
                "aftertransactionbalance"),
    "name": ("对方户名", "对方单位名称", "对方账户名称", "对方名称", "收方名称", "对方单位", "对方姓名",
             "对方帐户名称", "交易对手名称", "对方账户名", "counterparty", "name"),
    "number": ("对方账号", "对方帐号", "收方帐号", "收方账号", "对方账户", "交易对手账号", "对方卡号",
               "counterpartyaccount"),
    "payer": ("付款人名称", "付款方名称", "付款人户名", "付款方户名", "付款单位", "payersname"),
    "payer_number": ("付款人账号", "付款方账号", "付款账号", "付款人帐号", "debitaccountno"),
    "payee": ("收款人名称", "收款方名称", "收款人户名", "收款方户名", "收款单位", "payeesname"),
    "payee_number": ("收款人账号", "收款方账号", "收款账号", "收款人帐号", "payeesaccountnumber"),
    "text": ("附言", "摘要", "交易摘要", "业务摘要", "摘要说明", "remark", "description", "text"),
    "purpose": ("用途", "交易用途", "purpose"),
    "note": ("备注", "其它摘要", "其他摘要", "个性化信息", "交易备注", "交易附言", "客户附言", "业务备注", "note"),
    "reference": ("交易流水号", "账户明细编号交易流水号", "账户明细编号", "流水号", "核心流水号", "柜员流水号",
                  "交易序号", "交易参考号", "交易编号", "凭证号", "业务参考号", "日志号",
                  "transactionreferencenumber", "reference"),
    "currency": ("币种", "货币", "币别", "交易货币", "currency"),
    "own_number": ("本方账号", "本方帐号", "账号", "帐号", "我方账号"),
}  # fmt: skip
"""Heads as they look without blanks, signs, widths and what stands in brackets; the more telling ones first."""


@dataclass(frozen=True)
class Preset:
    """How one bank names its columns in the statement of a firm's account."""

    name: str
    heads: Mapping[str, str]


PRESETS: dict[str, Preset] = {
    "icbc": Preset(N_("ICBC"), {
        "own_number": "本方账号", "number": "对方账号", "day": "交易时间", "sign": "借/贷", "debit": "借方发生额",
        "credit": "贷方发生额", "text": "摘要", "purpose": "用途", "name": "对方单位名称", "balance": "余额",
        "note": "个性化信息", "reference": "凭证号"}),
    "ccb": Preset(N_("China Construction Bank"), {
        "own_number": "账号", "day": "交易时间", "debit": "借方发生额(支取)", "credit": "贷方发生额(收入)",
        "balance": "余额", "currency": "币种", "name": "对方户名", "number": "对方账号", "text": "摘要", "note": "备注",
        "reference": "账户明细编号-交易流水号"}),
    "abc": Preset(N_("Agricultural Bank of China"), {
        "day": "交易时间", "credit": "收入金额", "debit": "支出金额", "balance": "账户余额", "number": "对方账号",
        "name": "对方户名", "purpose": "交易用途", "text": "摘要", "reference": "日志号"}),
    "boc": Preset(N_("Bank of China"), {
        "sign": "交易类型[ Transaction Type ]", "payer_number": "付款人账号[ Debit Account No. ]",
        "payer": "付款人名称[ Payer's Name ]", "payee_number": "收款人账号[ Payee's Account Number ]",
        "payee": "收款人名称[ Payee's Name ]", "day": "交易日期[ Transaction Date ]",
        "currency": "交易货币[ Trade Currency ]", "amount": "交易金额[ Trade Amount ]",
        "balance": "交易后余额[ After-transaction balance ]", "reference": "交易流水号[ Transaction reference number ]",
        "text": "摘要[ Reference ]", "purpose": "用途[ Purpose ]", "note": "备注[ Remark ]"}),
    "bocom": Preset(N_("Bank of Communications"), {
        "day": "交易时间", "text": "摘要", "sign": "借贷标志", "amount": "发生额", "balance": "余额",
        "number": "对方账号", "name": "对方户名", "reference": "核心流水号", "currency": "币种"}),
    "cmb": Preset(N_("China Merchants Bank"), {
        "day": "交易日", "debit": "借方金额", "credit": "贷方金额", "balance": "余额", "text": "摘要",
        "reference": "流水号", "purpose": "用途", "note": "其它摘要", "name": "收(付)方名称",
        "number": "收(付)方帐号"}),
    "psbc": Preset(N_("Postal Savings Bank of China"), {
        "day": "交易日期", "sign": "收支标志", "amount": "交易金额", "balance": "账户余额", "name": "对方账户名称",
        "number": "对方账号", "text": "摘要", "note": "附言", "reference": "交易流水号"}),
    "qilu": Preset(N_("Qilu Bank and other city banks"), {
        "day": "交易日期", "debit": "借方金额", "credit": "贷方金额", "balance": "账户余额", "name": "对方名称",
        "number": "对方账户", "text": "摘要", "note": "备注", "reference": "交易流水号"}),
}  # fmt: skip

INCOMING = frozenset((
    "贷", "贷方", "收入", "收", "入", "转入", "存入", "入账", "来账", "C", "CR", "CREDIT", "CRDT", "IN", "+",
))  # fmt: skip
OUTGOING = frozenset((
    "借", "借方", "支出", "支", "出", "付", "转出", "支取", "出账", "往账", "D", "DR", "DEBIT", "DBIT", "OUT", "-",
))  # fmt: skip
CURRENCY_WORDS = {
    "人民币": "CNY", "人民币元": "CNY", "CNY": "CNY", "RMB": "CNY", "156": "CNY", "01": "CNY", "001": "CNY",
    "美元": "USD", "USD": "USD", "840": "USD", "港币": "HKD", "港元": "HKD", "HKD": "HKD", "344": "HKD",
}  # fmt: skip
TOTALS = re.compile(r"合计|总计|小计|累计|笔数|承前|本页|过次页|总额|TOTAL|期初|期末|上期|打印|下载")

NO_SIDE = N_("“%(text)s” does not tell whether money came in or went out.")
BOTH_SIDES = N_("The row has an amount on both sides.")
NO_AMOUNT_READ = N_("The row has a day but no amount.")
FOREIGN = N_("The row is in %(found)s, the account is in %(wanted)s.")
NO_DAY = N_("The row has an amount but no day.")

Columns = Mapping[str, int]


def clean_head(text: object) -> str:
    """A column's head without blanks, signs, widths and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", words(text)).lower()
    plain = re.sub(r"\[[^\]]*\]|\([^)]*\)", "", plain) or plain
    return re.sub(r"[\W_]+", "", plain)


def recognise(cells: Sequence[object]) -> tuple[str, dict[str, int]]:
    """Which bank's heads these are ("" when nobody's), and in which column each field stands."""
    heads = [clean_head(cell) for cell in cells]
    best, found = "", dict[str, int]()
    for key, preset in PRESETS.items():
        columns = by_heads(cells, preset.heads)
        if len(columns) == len(preset.heads) and len(columns) > len(found):
            best, found = key, columns
    for field, names in ALIASES.items():
        place = next((heads.index(name) for name in names if name in heads), None)
        if place is not None and place not in found.values():
            found.setdefault(field, place)
    if "credit" in found and "debit" in found:
        found.pop("amount", None)
    return best, found


def by_heads(cells: Sequence[object], heads: Mapping[str, str]) -> dict[str, int]:
    """The columns of the heads that are there."""
    clean = [clean_head(cell) for cell in cells]
    wanted = {field: clean_head(head) for field, head in heads.items()}
    return {field: clean.index(head) for field, head in wanted.items() if head in clean}


def problems(columns: Columns) -> list[str]:
    """Why rows cannot be read with these columns; nothing when they can."""
    found = []
    if "day" not in columns:
        found.append(N_("Choose the column that holds the day."))
    if "amount" not in columns and not {"credit", "debit"} & columns.keys():
        found.append(N_("Choose the columns that hold the amounts."))
    return found


def find_header(rows: Sequence[Sequence[object]]) -> int | None:
    """Which of the first rows is the header: the one whose columns suffice to read, the fullest of them."""
    fitting = [(len(columns), -place) for place, row in enumerate(rows[:HEADER_ROWS_SEARCHED])
               if not problems(columns := recognise(row)[1])]  # fmt: skip
    return -max(fitting)[1] if fitting else None


def read_row(line: int, cells: Sequence[Cell], columns: Columns, currency: str, today: date) -> Entry | None:
    """One row as an entry; None for rows that are none (empty, totals). Raises BadCell."""

    def cell(field: str) -> Cell:
        place = columns.get(field)
        return cells[place] if place is not None and place < len(cells) else None

    if not any(words(each) for each in cells):
        return None
    booked_on = day(cell("day"), today)
    if booked_on is None:
        _check_no_entry(cells, [cell(field) for field in ("credit", "debit", "amount")], currency)
        return None
    _check_currency(words(cell("currency")), currency)
    signed = _signed(cell, currency)
    other = "payer" if signed.minor > 0 else "payee"
    texts = dict.fromkeys(text for field in ("text", "purpose", "note") if (text := words(cell(field))))
    return Entry(
        line,
        booked_on,
        signed.minor > 0,
        Money(abs(signed.minor), currency),
        amount(cell("balance"), currency) or (Money.zero(currency) if words(cell("balance")) else None),
        cut("name", words(cell("name")) or words(cell(other))),
        cut("number", words(cell("number")) or words(cell(f"{other}_number"))),
        cut("text", " ".join(texts)),
        cut("reference", telling_reference(words(cell("reference")))),
    )


def _check_no_entry(cells: Sequence[Cell], amounts: Sequence[Cell], currency: str) -> None:
    """A row without a day is left out when it is a total or holds no amount."""
    if TOTALS.search(unicodedata.normalize("NFKC", "".join(words(each) for each in cells)).upper()):
        return
    for each in amounts:
        try:
            found = amount(each, currency)
        except BadCell:
            continue
        if found is not None:
            raise BadCell(NO_DAY)


def _check_currency(text: str, wanted: str) -> None:
    found = CURRENCY_WORDS.get(unicodedata.normalize("NFKC", text).upper().strip(), text)
    if text and found != wanted:
        raise BadCell(FOREIGN, found=found[:20], wanted=wanted)


def _signed(cell: Callable[[str], Cell], currency: str) -> Money:
    """The amount of a row, positive when money came in."""
    credit, debit = amount(cell("credit"), currency), amount(cell("debit"), currency)
    if credit is not None and debit is not None:
        raise BadCell(BOTH_SIDES)
    if credit is not None:
        return credit
    if debit is not None:
        return -debit
    found = amount(cell("amount"), currency)
    if found is None:
        raise BadCell(NO_AMOUNT_READ)
    mark = unicodedata.normalize("NFKC", words(cell("sign"))).upper().replace(" ", "")
    if not mark:
        return found
    mark = re.sub(r"\[.*|\(.*", "", mark) or mark
    if mark in INCOMING:
        return found
    if mark in OUTGOING:
        return found if found.minor < 0 else -found
    raise BadCell(NO_SIDE, text=mark[:20])

