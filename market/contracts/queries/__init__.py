"""Reading contracts and templates: every query starts from what this reader may see."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from market.accounts.queries import account_for
from market.contracts.models import (
    Contract,
    ContractParty,
    ContractPrint,
    ContractSignature,
    ContractTemplate,
    ContractVersion,
)
from market.contracts.queries.sources import matter
from market.contracts.rules.agreement import Agreement
from market.contracts.rules.states import State, TemplateState
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.files import StoredFile

__all__ = ["matter"]


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which contracts somebody may see: the operator all, the two sides their own, others none."""
    if actor.operator:
        return true()
    if actor.organisation_id is None:
        return false()
    own = actor.organisation_id
    return or_(Contract.licensor_id == own, Contract.licensee_id == own)


def contract_for(actor: Actor, contract_id: int) -> Contract:
    """One contract of this actor's; NotFound for anybody else's and for none."""
    found = db.session.scalar(select(Contract).where(Contract.id == contract_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def version_for(actor: Actor, contract_id: int, number: int) -> ContractVersion:
    """One text of a contract this actor may see; raises NotFound."""
    contract = contract_for(actor, contract_id)
    found = next((version for version in contract.versions if version.number == number), None)
    if found is None:
        raise NotFound
    return found


def of_subject(subject_key: str) -> Contract | None:
    """The contract of a deal that is not set aside; the caller has made sure that the deal may be seen."""
    return db.session.scalar(select(Contract).where(Contract.subject_key == subject_key, Contract.state != State.VOID))


def all_of_subject(subject_key: str) -> list[Contract]:
    """Every contract of a deal, those set aside too, oldest first."""
    return list(db.session.scalars(select(Contract).where(Contract.subject_key == subject_key).order_by(Contract.id)))


def contracts(actor: Actor, state: str = "") -> Select[Contract]:
    """The contracts somebody may see, newest first."""
    statement = select(Contract).where(visible(actor))
    if state:
        statement = statement.where(Contract.state == state)
    return statement.order_by(Contract.id.desc())


def signature_for(actor: Actor, signature_id: int) -> tuple[ContractSignature, Contract]:
    """A signature and its contract, for those who may see it; raises NotFound."""
    found = db.session.execute(
        select(ContractSignature, Contract)
        .join(ContractVersion, ContractVersion.id == ContractSignature.version_id)
        .join(Contract, Contract.id == ContractVersion.contract_id)
        .where(ContractSignature.id == signature_id, visible(actor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def details(contract: Contract) -> dict[str, dict[str, str]]:
    """What each side has filled in about itself."""
    return {row.side: dict(row.details) for row in contract.details}


def earlier_details(organisation_id: int) -> dict[str, str]:
    """What an organisation filled in last time, to begin with."""
    found = db.session.scalar(
        select(ContractParty)
        .join(Contract, Contract.id == ContractParty.contract_id)
        .where(
            or_(
                (Contract.licensor_id == organisation_id) & (ContractParty.side == "licensor"),
                (Contract.licensee_id == organisation_id) & (ContractParty.side == "licensee"),
            )
        )
        .order_by(ContractParty.id.desc())
        .limit(1)
    )
    return dict(found.details) if found else {}


def bank_account(organisation_id: int, currency: str = "CNY") -> dict[str, str]:
    """Where an organisation is paid in a currency, if that is on record."""
    found = account_for(organisation_id, "income", currency)
    return {"bank": found.bank_and_branch, "account": found.number} if found else {}


def templates(family: str = "") -> list[ContractTemplate]:
    """Every version of the templates, by family, newest first."""
    statement = select(ContractTemplate).order_by(ContractTemplate.family, ContractTemplate.number.desc())
    return list(db.session.scalars(statement.where(ContractTemplate.family == family) if family else statement))


def template(template_id: int) -> ContractTemplate:
    """One version of a template; raises NotFound."""
    found = db.session.get(ContractTemplate, template_id)
    if found is None:
        raise NotFound
    return found


def template_in_force(family: str) -> ContractTemplate | None:
    """The version that contracts of this family are drawn from."""
    return db.session.scalar(
        select(ContractTemplate).where(
            ContractTemplate.family == family, ContractTemplate.state == TemplateState.IN_FORCE
        )
    )


def recognised(sha256: str) -> tuple[ContractVersion, str] | None:
    """The text that a hash belongs to, and as what: "text", "pdf", "docx" or "scan"; None for a stranger's."""
    by_text = db.session.scalar(select(ContractVersion).where(ContractVersion.text_hash == sha256))
    if by_text is not None:
        return by_text, "text"
    handed_out = db.session.scalar(select(ContractPrint).where(ContractPrint.sha256 == sha256))
    if handed_out is not None:
        return handed_out.text, handed_out.form
    scan = db.session.scalar(
        select(ContractVersion)
        .join(ContractSignature, ContractSignature.version_id == ContractVersion.id)
        .join(StoredFile, StoredFile.id == ContractSignature.file_id)
        .where(StoredFile.sha256 == sha256)
        .order_by(ContractVersion.id)
        .limit(1)
    )
    return None if scan is None else (scan, "scan")


def contract_of(version: ContractVersion) -> Contract:
    """The contract a text belongs to."""
    return db.session.get_one(Contract, version.contract_id)


def read_agreement(version: ContractVersion) -> Agreement:
    """The terms a text was drawn from."""
    return Agreement.read(version.agreement)


def signatures(contract: Contract) -> Sequence[ContractSignature]:
    """Every signature under every text of a contract, rejected ones too, oldest first."""
    return sorted((it for version in contract.versions for it in version.signatures), key=lambda it: it.id)
