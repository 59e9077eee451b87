"""Reads one camt.053 or MT940 file inside a process of its own, under limits, and prints what it holds as JSON.

Runs as a script, imports nothing of the application, trusts nothing in the file. Arguments: file, kind ("camt053" or
"mt940"), limits as JSON. Prints {"entries": [...], "statements": [...]} or {"error": code, ...}. Amounts are texts.
"""

import codecs
import json
import logging
import re
import resource
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import mt940
from lxml import etree

CAMT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d{2})")
CAMT_VERSIONS = range(2, 14)
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
NO_REFERENCE = ("NOTPROVIDED", "NONREF", "")
DECODERS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Refused(Exception):
    """The file is refused for the reason named by a code."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.answer = {"error": code, **values}


def limit_process(limits: dict[str, Any]) -> None:
    """Cap memory and processor time where the system knows how."""
    for name, value in (("RLIMIT_AS", limits["memory"]), ("RLIMIT_CPU", limits["cpu_seconds"])):
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            continue


def camt053(content: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """The booked entries and balances of a camt.053 message, versions 02 to 13; no entities, no network, no DTD."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<\x00!\x00D" in content or b"\x00<\x00!\x00D" in content:
        raise Refused("doctype")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, UnicodeError) as error:
        raise Refused("broken") from error
    space = CAMT.fullmatch(etree.QName(root).namespace or "")
    if space is None or int(space[1]) not in CAMT_VERSIONS or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("not_camt")
    statements = [node for node in root.iter() if local(node) == "Stmt"]
    entries: list[dict[str, Any]] = []
    for place, statement in enumerate(statements):
        for node in children(statement, "Ntry"):
            if state(node) == "BOOK":
                entries += [{**found, "statement": place} for found in entry(node)]
            if len(entries) > limits["rows"]:
                raise Refused("too_many_rows", limit=limits["rows"])
    return {"entries": entries, "statements": [head(statement) for statement in statements]}


def local(node: Any) -> str:
    """The name of an element without its namespace."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def children(node: Any, name: str) -> list[Any]:
    """The direct children of a name."""
    return [child for child in node if local(child) == name]


def find(node: Any, path: str) -> Any:
    """The first element down a path of names, or None."""
    for name in path.split("/"):
        found = children(node, name)
        if not found:
            return None
        node = found[0]
    return node


def text(node: Any, *paths: str) -> str:
    """The text of the first path that has one."""
    for path in paths:
        found = find(node, path)
        if found is not None and (found.text or "").strip():
            return str(found.text).strip()
    return ""


def state(node: Any) -> str:
    """The state of an entry: a text in version 02, a code inside since 04."""
    return text(node, "Sts/Cd", "Sts") or "BOOK"


def head(statement: Any) -> dict[str, Any]:
    """Number, account, currency and balances of a statement."""
    found: dict[str, Any] = {
        "id": text(statement, "Id"),
        "account": text(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id"),
        "currency": text(statement, "Acct/Ccy"),
    }
    for balance in children(statement, "Bal"):
        kind = text(balance, "Tp/CdOrPrtry/Cd")
        name = "opening" if kind in OPENING else "closing" if kind in CLOSING else ""
        amount = find(balance, "Amt")
        if name and amount is not None and (name not in found or kind != "PRCD"):
            sign = "-" if text(balance, "CdtDbtInd") == "DBIT" else ""
            found[name] = sign + (amount.text or "").strip()
            found["currency"] = found["currency"] or amount.get("Ccy", "")
    return found


def entry(node: Any) -> list[dict[str, Any]]:
    """An entry as one row, or as one row for each transaction of a batch whose amounts make up the whole."""
    whole = row(node, None)
    details = [each for part in children(node, "NtryDtls") for each in children(part, "TxDtls")]
    if len(details) < 2:
        return [row(node, details[0])] if details else [whole]
    parts = [row(node, each) for each in details]
    try:
        total = sum(Decimal(part["amount"]) for part in parts)
        adds_up = total == Decimal(whole["amount"]) and all(part["own_amount"] for part in parts)
    except InvalidOperation:
        adds_up = False
    same_side = all(part["incoming"] == whole["incoming"] for part in parts)
    return parts if adds_up and same_side else [whole]


def row(node: Any, detail: Any) -> dict[str, Any]:
    """One row from an entry and, where there is one, its transaction details."""
    amount = find(node, "Amt")
    own = None
    if detail is not None:
        own = find(detail, "Amt")
        own = own if own is not None else find(detail, "AmtDtls/TxAmt/Amt")
    if own is not None and own.get("Ccy") == (amount.get("Ccy") if amount is not None else ""):
        shown = own if len(node.findall(".//{*}TxDtls")) > 1 else amount
    else:
        own, shown = None, amount
    incoming = (text(detail, "CdtDbtInd") if detail is not None else "") or text(node, "CdtDbtInd")
    if shown is None or incoming not in ("CRDT", "DBIT"):
        raise Refused("broken")
    return {
        "day": (text(node, "BookgDt/Dt", "BookgDt/DtTm") or text(node, "ValDt/Dt", "ValDt/DtTm"))[:10],
        "incoming": incoming == "CRDT",
        "amount": (shown.text or "").strip(),
        "own_amount": own is not None,
        "currency": shown.get("Ccy", ""),
        "reference": reference(node, detail),
        **parties(detail, incoming == "CRDT"),
        "text": remittance(node, detail),
    }


def reference(node: Any, detail: Any) -> str:
    """The bank's own number of the movement."""
    inner = text(detail, "Refs/AcctSvcrRef", "Refs/TxId") if detail is not None else ""
    found = inner or text(node, "AcctSvcrRef", "NtryRef")
    return "" if found.upper() in NO_REFERENCE else found


def parties(detail: Any, incoming: bool) -> dict[str, str]:
    """Name and account of the other side: the debtor of money that came in, the creditor of money that went out."""
    if detail is None:
        return {"name": "", "number": ""}
    side = "Dbtr" if incoming else "Cdtr"
    return {
        "name": text(detail, f"RltdPties/{side}/Pty/Nm", f"RltdPties/{side}/Nm", f"RltdPties/Ultmt{side}/Pty/Nm"),
        "number": text(detail, f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id"),
    }


def remittance(node: Any, detail: Any) -> str:
    """Everything that was written on the transfer."""
    parts: list[str] = []
    if detail is not None:
        info = find(detail, "RmtInf")
        if info is not None:
            parts += [(each.text or "").strip() for each in children(info, "Ustrd")]
            parts += [text(each, "CdtrRefInf/Ref") for each in children(info, "Strd")]
        parts += [text(detail, "AddtlTxInf")]
        end = text(detail, "Refs/EndToEndId")
        parts += [end] if end.upper() not in NO_REFERENCE else []
    parts.append(text(node, "AddtlNtryInf"))
    return " ".join(part for part in dict.fromkeys(parts) if part)


def decoded(content: bytes) -> str:
    """The text of an MT940 file: by its mark, UTF-8, or the Chinese national encoding."""
    for mark, name in DECODERS:
        if content.startswith(mark):
            names = [name]
            break
    else:
        names = ["utf-8", "gb18030"]
    for name in names:
        try:
            return content.decode(name)
        except UnicodeError:
            continue
    raise Refused("not_text")


def swift(content: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """The entries and balances of an MT940 file, one statement after the other.

    The library passes over what it does not know, and takes a reversed credit for money in; so lines are counted
    against rows and the mark decides.
    """
    logging.disable(logging.CRITICAL)
    whole = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if max((len(line) for line in whole.split("\n")), default=0) > limits["line"]:
        raise Refused("broken")
    if len(re.findall(r"^:61:", whole, re.MULTILINE)) > limits["rows"]:
        raise Refused("too_many_rows", limit=limits["rows"])
    entries: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for place, part in enumerate(re.split(r"(?m)(?=^(?:\{1:.*)?:20:)|(?=^\{4:\n:20:)", whole)):
        if ":60" not in part and ":61:" not in part:
            continue
        rows, found = one_statement(part)
        entries += [{**each, "statement": len(heads)} for each in rows]
        heads.append({**found, "place": place})
    if not heads:
        raise Refused("not_mt940")
    return {"entries": entries, "statements": heads}


def one_statement(part: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows and the head of one statement."""
    try:
        found = mt940.parse(part)
    except Exception as error:
        raise Refused("broken") from error
    data = found.data
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    if opening is None or closing is None or len(found) != len(re.findall(r"^:61:", part, re.MULTILINE)):
        raise Refused("broken")
    head = {
        "id": str(data.get("statement_number") or data.get("transaction_reference") or ""),
        "account": str(data.get("account_identification") or "").rpartition("/")[2],
        "currency": opening.amount.currency,
        "opening": str(opening.amount.amount),
        "closing": str(closing.amount.amount),
    }
    return [swift_row(each.data, head["currency"]) for each in found], head


STRUCTURED = re.compile(r"/(ORDP|BENM|NAME|REMI|ORDA|ACCW|IBAN)/([^/]*)")


def swift_row(data: dict[str, Any], currency: str) -> dict[str, Any]:
    """One :61: line with its :86:; fields such as /ORDP/ and /REMI/ are read where the bank writes them."""
    details = " ".join(str(data.get("transaction_details") or "").split("\n"))
    extra = str(data.get("extra_details") or "")
    named = dict(STRUCTURED.findall(details))
    day = data.get("entry_date") or data["date"]
    return {
        "day": f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
        "incoming": data["status"] in ("C", "RD"),
        "amount": str(abs(data["amount"].amount)),
        "currency": currency,
        "reference": str(data.get("bank_reference") or "").strip(),
        "name": (named.get("ORDP") or named.get("BENM") or named.get("NAME") or "").strip(),
        "number": (named.get("ORDA") or named.get("ACCW") or named.get("IBAN") or "").strip(),
        "text": " ".join(each for each in (details, extra, customer(data)) if each),
    }


def customer(data: dict[str, Any]) -> str:
    """The customer's own reference of a line, unless it says that there is none."""
    found = str(data.get("customer_reference") or "").strip()
    return "" if found.upper() in NO_REFERENCE else found


def main(path: Path, kind: str, limits: dict[str, Any]) -> dict[str, Any]:
    """Read; the answer holds the entries or the reason for refusing."""
    limit_process(limits)
    try:
        content = path.read_bytes()
        return camt053(content, limits) if kind == "camt053" else swift(content, limits)
    except Refused as refused:
        return refused.answer
    except MemoryError:
        return {"error": "too_much"}
    except Exception as error:
        return {"error": "broken", "detail": type(error).__name__}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))))
