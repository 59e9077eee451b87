"""Contracts for tests: opened on an open licence, details filled in, drawn up, agreed to, signed."""

import io
from typing import Any

from market.contracts import service
from market.contracts.models import Contract
from market.core import files
from market.core.db import db, transaction
from market.licensing.models import LicenceRequest
from market.patents.models import Patent
from tests.factories import licensing as make
from tests.factories.licensing import Side

DETAILS = {
    "legal_representative": "王法人",
    "agent": "",
    "contact": "张联系",
    "address": "山东省淄博市张店区共青团路1号",
    "postcode": "255000",
    "phone": "0533-1234567",
    "email": "contact@example.org",
    "bank": "示例银行淄博支行",
    "account": "1603 0000 0000 0001",
    "background": "生产铝合金轮毂。",
}
PDF = b"%PDF-1.7\n% signed and sealed\n%%EOF\n"


def request_on(university: Side, firm: Side, **over: Any) -> LicenceRequest:
    """A notice on an open licence whose patents have all that Civil Code 845 asks for."""
    request = make.notice(make.offer(university, **over), firm)
    with transaction() as session:
        for patent in session.query(Patent).all():
            patent.applicants = [owner.name for owner in patent.owners]
    return make.again(request)


def opened(side: Side, subject_key: str) -> Contract:
    """The contract of a deal, begun by this side."""
    with transaction():
        number = service.open_contract(side.actor, subject_key).id
    return again(number)


def again(contract: Contract | int) -> Contract:
    """The contract as it stands now."""
    number = contract if isinstance(contract, int) else contract.id
    db.session.rollback()
    return db.session.get_one(Contract, number)


def fill(side: Side, contract: Contract, **over: str) -> Contract:
    """This side's details."""
    with transaction():
        service.fill_details(side.actor, contract.id, DETAILS | over)
    return again(contract)


def draw(side: Side, contract: Contract, zh: str = "", en: str = "", place: str = "淄博") -> Contract:
    """A new text, drawn up by this side."""
    with transaction():
        service.draw(side.actor, contract.id, again(contract).current, zh, en, place)
    return again(contract)


def agree(side: Side, contract: Contract) -> Contract:
    """This side agrees to the text that counts."""
    with transaction():
        service.agree(side.actor, contract.id, text_hash(contract))
    return again(contract)


def text_hash(contract: Contract) -> str:
    """The hash of the text that counts."""
    text = again(contract).text
    if text is None:
        raise LookupError(contract.id)
    return text.text_hash


def sign(side: Side, contract: Contract) -> Contract:
    """This side accepts by click."""
    with transaction():
        service.sign(side.actor, contract.id, text_hash(contract))
    return again(contract)


def scan(side: Side, contract: Contract, content: bytes = PDF) -> int:
    """This side hands in a signed copy; the signature's id."""
    stored = files.keep(io.BytesIO(content), "signed.pdf", side.organisation.id)
    with transaction():
        return service.upload_scan(side.actor, contract.id, text_hash(contract), stored).id


def ready(university: Side, firm: Side, subject_key: str = "") -> Contract:
    """A contract that both sides agree to and nobody has signed yet."""
    key = subject_key or f"request:{request_on(university, firm).id}"
    contract = opened(firm, key)
    fill(firm, contract)
    fill(university, contract)
    draw(firm, contract)
    return agree(university, contract)


def concluded(university: Side, firm: Side, subject_key: str = "") -> Contract:
    """A contract that both sides have signed by click."""
    contract = ready(university, firm, subject_key)
    sign(firm, contract)
    return sign(university, contract)
