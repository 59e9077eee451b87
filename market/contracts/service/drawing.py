"""Drawing a contract up: opening it on a deal, the sides' details, numbered texts, agreeing, setting aside."""

from collections.abc import Mapping
from dataclasses import replace

from market.contracts import queries
from market.contracts.errors import (
    Blocked,
    NoContractNow,
    NothingDrawn,
    NothingToAdd,
    NotReady,
    NotSignable,
    OnlySigners,
    OwnText,
    Superseded,
)
from market.contracts.events import ContractAgreed, ContractDrawn, ContractSetAside
from market.contracts.models import Contract, ContractParty, ContractVersion
from market.contracts.queries.sources import Matter
from market.contracts.rules import agreement as agreements
from market.contracts.rules import clauses, document
from market.contracts.rules.agreement import Agreement, Finding
from market.contracts.rules.document import Block
from market.contracts.rules.states import FAMILY_OF, LICENCES, LIVE, SIGNING_ROLES, Kind, Side, State, reference
from market.contracts.service import templates
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.core.errors import NotFound
from market.core.i18n import N_
from market.core.outbox import emit
from market.negotiation import queries as negotiation
from market.negotiation.events import DealConcluded, DealMoved

LONGEST_ADDITION = 8_000
SIGNED_ON_PAPER = N_("The two sides have signed on paper.")


def signer(actor: Actor, contract: Contract) -> Side:
    """The side an actor may draw up and sign for; raises NotFound for strangers, OnlySigners for other roles."""
    side = contract.side_of(actor.organisation_id)
    if side is None:
        raise NotFound
    if actor.role not in SIGNING_ROLES or not actor.vetted:
        raise OnlySigners
    return side


def locked(actor: Actor, contract_id: int) -> Contract:
    """A contract of this actor's, held until the transaction ends, so that two sides act one after the other.

    Its deal is held first: what moves the deal holds it before the contract too, so that neither waits for the other.
    """
    found = queries.contract_for(actor, contract_id)
    hold_deal(found.subject_key)
    lock_row(found)
    return found


def hold_deal(subject_key: str) -> None:
    """Hold the negotiated deal behind a key until the transaction ends; nothing for an open licence."""
    deal = negotiation.deal_of_subject(subject_key)
    if deal is not None:
        lock_row(deal)


def open_matter(subject_key: str, to_sign: bool = False) -> Matter:
    """What the deal agreed on, when a contract may be drawn up on it now, or signed; raises the fitting refusal."""
    found = queries.matter(subject_key)
    if found is None or not found.ready:
        raise NoContractNow
    if to_sign and not found.signable:
        raise NotSignable
    return found


def open_contract(actor: Actor, subject_key: str) -> Contract:
    """The contract of a deal, begun now when there is none, inside a transaction; the deal must be the actor's."""
    hold_deal(subject_key)
    agreement = open_matter(subject_key).agreement
    if actor.organisation_id not in (agreement.licensor.id, agreement.licensee.id):
        raise NotFound
    if actor.role not in SIGNING_ROLES or not actor.vetted:
        raise OnlySigners
    found = queries.of_subject(subject_key)
    if found is not None:
        return found
    templates.provide_shipped(FAMILY_OF[agreement.kind])
    made = Contract(
        reference=f"~{subject_key}"[:20],
        subject_key=subject_key,
        source=agreement.source,
        kind=agreement.kind,
        title=agreement.title,
        title_en=agreement.title_en,
        licensor_id=agreement.licensor.id,
        licensee_id=agreement.licensee.id,
        opened_by=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    made.reference = reference(made.id, clock.today().year)
    db.session.flush()
    return made


def fill_details(actor: Actor, contract_id: int, given: Mapping[str, str]) -> Contract:
    """Store what a side says about itself; a text that is being agreed on is drawn up anew with it."""
    contract = locked(actor, contract_id)
    side = signer(actor, contract)
    if not contract.live:
        raise NotReady
    row = next((it for it in contract.details if it.side == side), None)
    if row is None:
        row = ContractParty(contract_id=contract.id, side=side, details={})
        contract.details.append(row)
    changed = dict(row.details) != dict(given)
    row.details, row.filled_by, row.filled_at = dict(given), actor.user_id, clock.now()
    db.session.flush()
    text = contract.text
    if changed and text is not None:
        old = Agreement.read(text.agreement)
        _store(actor, contract, side, text.additional_zh, text.additional_en, old.place)
    return contract


def preview(
    contract: Contract, additional_zh: str, additional_en: str, place: str
) -> tuple[list[Block], list[Finding]]:
    """The text as it would be drawn up now, with what stands against it; inside a transaction."""
    agreement = _agreement(contract, place)
    template = templates.in_force(FAMILY_OF[contract.kind])
    blocks = templates.rendered(template.body_zh, template.body_en, agreement, contract.reference)
    blocks += document.additional(additional_zh, additional_en)
    return blocks, findings(agreement, blocks)


def findings(agreement: Agreement, blocks: list[Block]) -> list[Finding]:
    """What stands against terms and text: "bad" keeps it from being agreed to, "warn" is pointed out."""
    found = clauses.hits(list(document.sentences(blocks)), agreement.kind in LICENCES, agreement.sublicense)
    return agreements.gaps(agreement) + [
        Finding(it.check.tone, it.check.sentence, rule=it.check.rule, passage=it.passage) for it in found
    ]


def standing_findings(text: ContractVersion) -> list[Finding]:
    """What stands against a stored text, in the reader's language."""
    return findings(queries.read_agreement(text), document.read(text.content))


def _agreement(contract: Contract, place: str) -> Agreement:
    agreement = open_matter(contract.subject_key).agreement
    for side, details in queries.details(contract).items():
        agreement = agreement.with_details(side, {key: value for key, value in details.items() if value})
    return replace(agreement, place=place)


def draw(
    actor: Actor, contract_id: int, seen: int, additional_zh: str = "", additional_en: str = "", place: str = ""
) -> ContractVersion:
    """Draw up a new text, inside a transaction. It replaces the one with number `seen`, which nobody can sign any more.

    What R24 or R25 forbid is refused at once; missing details only keep the text from being agreed to.
    """
    contract = locked(actor, contract_id)
    side = signer(actor, contract)
    if contract.current != seen:
        raise Superseded(number=contract.current)
    if contract.kind == Kind.OPEN and (additional_zh.strip() or additional_en.strip()):
        raise NothingToAdd
    return _store(actor, contract, side, additional_zh[:LONGEST_ADDITION], additional_en[:LONGEST_ADDITION], place)


def _store(actor: Actor, contract: Contract, side: Side, zh: str, en: str, place: str) -> ContractVersion:
    if contract.state not in LIVE:
        raise NotReady
    blocks, found = preview(contract, zh, en, place)
    _refuse([it for it in found if it.rule in ("R24", "R25")])
    agreement, content = _agreement(contract, place).to_plain(), document.to_plain(blocks)
    number = contract.current + 1
    made = ContractVersion(
        contract_id=contract.id,
        number=number,
        template_id=templates.in_force(FAMILY_OF[contract.kind]).id,
        additional_zh=zh,
        additional_en=en,
        agreement=agreement,
        content=content,
        text_hash=document.text_hash(contract.reference, number, content, agreement),
        side=side,
        drawn_by=actor.user_id,
        drawn_at=clock.now(),
    )
    contract.versions.append(made)
    move(contract, contract.state, State.DRAFTING, current=number)
    emit(ContractDrawn(contract.subject_key, contract.id, number), actor)
    return made


def _refuse(found: list[Finding]) -> None:
    bad = [it for it in found if it.tone == "bad"]
    if bad:
        passage = f" “{bad[0].passage}”" if bad[0].passage else ""
        raise Blocked(reason=bad[0].text() + passage)


def move(contract: Contract, come_from: str, to: str, **more: object) -> None:
    """Compare and swap the state, inside a transaction; raises NotReady when it is another one by now."""
    if not swap_state(contract, (come_from,), to, **more):
        raise NotReady


def standing_text(contract: Contract, text_hash: str) -> ContractVersion:
    """The text that counts, when it is the one with this hash; raises NothingDrawn or Superseded."""
    text = contract.text
    if text is None:
        raise NothingDrawn
    if text.text_hash != text_hash:
        raise Superseded(number=text.number)
    return text


def agree(actor: Actor, contract_id: int, text_hash: str) -> Contract:
    """The side that did not draw the text up agrees to it, named by its hash: now it can be signed."""
    contract = locked(actor, contract_id)
    side = signer(actor, contract)
    text = standing_text(contract, text_hash)
    if contract.state != State.DRAFTING:
        raise NotReady
    if text.side == side:
        raise OwnText
    open_matter(contract.subject_key)
    _refuse(standing_findings(text))
    text.agreed_by, text.agreed_at = actor.user_id, clock.now()
    move(contract, State.DRAFTING, State.SIGNING)
    emit(ContractAgreed(contract.subject_key, contract.id, text.number), actor)
    return contract


def deal_moved(event: DealMoved | DealConcluded) -> None:
    """A deal that is talked about again, is over, or was signed on paper has no contract to be signed here any more."""
    contract = queries.of_subject(f"deal:{event.deal_id}")
    found = queries.matter(f"deal:{event.deal_id}")
    if contract is None or (found is not None and found.ready):
        return
    lock_row(contract)
    if contract.state not in LIVE:
        return
    reason = event.reason if isinstance(event, DealMoved) else SIGNED_ON_PAPER
    move(contract, contract.state, State.VOID, void_at=clock.now(), void_reason=reason[:500])
    emit(ContractSetAside(contract.subject_key, contract.id))


def set_aside(actor: Actor, contract_id: int, reason: str) -> Contract:
    """A side or the operator gives up a contract that is not concluded, inside a transaction."""
    contract = locked(actor, contract_id)
    if not actor.operator:
        signer(actor, contract)
    if contract.state not in LIVE:
        raise NotReady
    move(contract, contract.state, State.VOID, void_at=clock.now(), void_reason=reason[:500])
    emit(ContractSetAside(contract.subject_key, contract.id), actor)
    return contract
