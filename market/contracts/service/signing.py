"""Signing: by click with the password, or by a signed and sealed scan that the other side confirms; mixed as one likes.

What is signed is named by its hash: a text that was replaced meanwhile cannot be signed by mistake.
"""

from market.contracts import queries
from market.contracts.errors import AlreadySigned, NotReady
from market.contracts.events import ContractConcluded, ContractSigned, ScanConfirmed, ScanRejected
from market.contracts.models import Contract, ContractSignature, ContractVersion
from market.contracts.rules.states import Side, State, Way
from market.contracts.service.drawing import locked, move, open_matter, signer, standing_text
from market.core import clock, limits
from market.core.actor import Actor
from market.core.context import request_id
from market.core.db import db
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.outbox import emit

TRIES, SECONDS = 10, 3600


def count_try(actor: Actor) -> None:
    """Count a try to sign with the password, so that it cannot be guessed here; raises TooMany."""
    limits.hit("contracts.sign", str(actor.user_id), TRIES, SECONDS)


def sign(actor: Actor, contract_id: int, text_hash: str) -> ContractSignature:
    """Accept the text with this hash by click, inside a transaction; the caller has just checked the password."""
    return _sign(actor, contract_id, text_hash, None)


def upload_scan(actor: Actor, contract_id: int, text_hash: str, stored: StoredFile) -> ContractSignature:
    """Hand in the side's signed and sealed copy of the text with this hash, inside a transaction."""
    return _sign(actor, contract_id, text_hash, stored)


def _sign(actor: Actor, contract_id: int, text_hash: str, stored: StoredFile | None) -> ContractSignature:
    contract = locked(actor, contract_id)
    side = signer(actor, contract)
    text = standing_text(contract, text_hash)
    if contract.state != State.SIGNING:
        raise NotReady
    if text.signature(side) is not None:
        raise AlreadySigned
    open_matter(contract.subject_key, to_sign=True)
    made = _signature(actor, side, text, stored)
    text.signatures.append(made)
    db.session.flush()
    emit(ContractSigned(contract.subject_key, contract.id, made.id, made.way), actor)
    _conclude(contract, text, actor)
    return made


def _signature(actor: Actor, side: Side, text: ContractVersion, stored: StoredFile | None) -> ContractSignature:
    if stored is not None:
        db.session.add(stored)
        db.session.flush()
    now = clock.now()
    return ContractSignature(
        version_id=text.id,
        side=side,
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        person=actor.name[:60],
        way=Way.SCAN if stored is not None else Way.CLICK,
        file_id=stored.id if stored is not None else None,
        text_hash=text.text_hash,
        request_number=request_id(),
        signed_at=now,
        confirmed_at=None if stored is not None else now,
    )


def confirm_scan(actor: Actor, signature_id: int) -> Contract:
    """The other side confirms an uploaded copy, inside a transaction."""
    signature, contract, text = _scan(actor, signature_id)
    signature.confirmed_at, signature.confirmed_by = clock.now(), actor.user_id
    db.session.flush()
    emit(ScanConfirmed(contract.subject_key, contract.id, signature.id), actor)
    _conclude(contract, text, actor)
    return contract


def reject_scan(actor: Actor, signature_id: int, reason: str) -> Contract:
    """The other side does not accept an uploaded copy; it can be handed in again."""
    signature, contract, _text = _scan(actor, signature_id)
    signature.rejected_at, signature.rejected_by, signature.reason = clock.now(), actor.user_id, reason[:500]
    db.session.flush()
    emit(ScanRejected(contract.subject_key, contract.id, signature.id), actor)
    return contract


def _scan(actor: Actor, signature_id: int) -> tuple[ContractSignature, Contract, ContractVersion]:
    """A scan of the other side that waits, with its contract held."""
    signature, seen = queries.signature_for(actor, signature_id)
    contract = locked(actor, seen.id)
    db.session.refresh(signature)
    side = signer(actor, contract)
    if signature.side == side:
        raise NotFound
    text = contract.text
    waits = signature.way == Way.SCAN and signature.confirmed_at is None and signature.rejected_at is None
    if contract.state != State.SIGNING or text is None or text.id != signature.version_id or not waits:
        raise NotReady
    return signature, contract, text


def _conclude(contract: Contract, text: ContractVersion, actor: Actor) -> None:
    """Both sides have signed: the contract is concluded, once."""
    standing = [text.signature(side) for side in Side]
    if not all(it is not None and it.confirmed_at is not None for it in standing):
        return
    today = clock.today()
    move(contract, State.SIGNING, State.CONCLUDED, concluded_on=today, concluded_at=clock.now())
    emit(ContractConcluded(contract.subject_key, contract.id, today.isoformat(), contract.reference), actor)
