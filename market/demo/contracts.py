"""Contracts of the demo market: one concluded by click, one whose signed copy waits, one being drawn up."""

import io
from collections.abc import Sequence

from sqlalchemy import select

from market.accounts.models import Organisation
from market.accounts.queries import members_of
from market.contracts import queries, service
from market.contracts.models import Contract
from market.contracts.rules.states import SIGNING_ROLES
from market.core import files
from market.core.actor import Actor
from market.core.db import db, transaction
from market.licensing.models import LicenceRequest
from market.negotiation.models import Deal

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
"""Stands for a signed and sealed copy."""
CLAUSE = (
    "许可方在签订后一个月内派员到现场指导一次。",
    "The licensor gives guidance on the spot once within a month of signing.",
)


def build() -> None:
    """Believable contracts on the deals that are there; doing it twice changes nothing."""
    if db.session.scalar(select(Contract.id).limit(1)) is not None:
        return
    for steps, subject in zip((4, 3, 1), _subjects(), strict=False):
        _walk(subject, steps)


def _subjects() -> Sequence[str]:
    """Deals in signing first, then open licences."""
    deals = db.session.scalars(select(Deal.id).where(Deal.state == "signing").order_by(Deal.id).limit(1)).all()
    granted = LicenceRequest.state == "granted"
    requests = db.session.scalars(
        select(LicenceRequest.id).where(granted, LicenceRequest.kind == "open").order_by(LicenceRequest.id).limit(3)
    ).all()
    found = [f"request:{number}" for number in requests]
    return found[:1] + [f"deal:{number}" for number in deals] + found[1:]


def _walk(subject: str, steps: int) -> None:
    """Draw a contract up (1), agree (2), have one side sign by copy (3), conclude by clicks (4)."""
    matter = queries.matter(subject)
    if matter is None:
        return
    owner, taker = _signer(matter.agreement.licensor.id), _signer(matter.agreement.licensee.id)
    if owner is None or taker is None:
        return
    with transaction():
        number = service.open_contract(owner, subject).id
        for actor in (owner, taker):
            service.fill_details(actor, number, _details(actor))
        clause = ("", "") if subject.startswith("request:") else CLAUSE
        text_hash = service.draw(owner, number, 0, *clause, "云州").text_hash
        blocked = queries.matter(subject) is None
    if steps < 2 or blocked or not _agreed(taker, number, text_hash):
        return
    if steps == 3:
        stored = files.keep(io.BytesIO(SCAN), "signed.pdf", owner.organisation_id)
        with transaction():
            service.upload_scan(owner, number, text_hash, stored)
    elif steps > 3:
        for actor in (owner, taker):
            with transaction():
                service.sign(actor, number, text_hash)


def _agreed(actor: Actor, number: int, text_hash: str) -> bool:
    """Agree, unless a record of the demo lacks what Civil Code 845 asks for."""
    contract = queries.contract_for(actor, number)
    text = contract.text
    if text is None or any(it.tone == "bad" for it in service.standing_findings(text)):
        return False
    with transaction():
        service.agree(actor, number, text_hash)
    return True


def _signer(organisation_id: int) -> Actor | None:
    found = members_of(organisation_id, SIGNING_ROLES)
    return found[0].actor if found else None


def _details(actor: Actor) -> dict[str, str]:
    own = db.session.get_one(Organisation, actor.organisation_id)
    return {
        "legal_representative": "（演示）法定代表人",
        "agent": "",
        "contact": own.contact_name or actor.name,
        "address": own.address or "云州市",
        "postcode": "",
        "phone": own.contact_phone or "0500-0000000",
        "email": own.contact_email,
        "background": "",
    } | queries.bank_account(own.id)
