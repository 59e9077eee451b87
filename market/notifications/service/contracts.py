"""What the two sides and the operator hear on the way to a signed contract."""

from market.accounts.models import User
from market.accounts.queries import operators
from market.contracts.events import (
    ContractAgreed,
    ContractConcluded,
    ContractDrawn,
    ContractSetAside,
    ContractSigned,
    ScanRejected,
)
from market.contracts.models import Contract, ContractSignature, ContractVersion
from market.contracts.rules.states import Side, Way
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell


def drawn(event: ContractDrawn) -> None:
    """The other side is asked to agree to a new text."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        text = next((it for it in contract.versions if it.number == event.text_number), None)
        if text is None:
            return
        values = of_contract(contract) | named("side", contract.party(text.side)) | {"number": event.text_number}
        tell(event, "contracts.drawn", side_people(contract, Side(text.side).other), values, contract_id=contract.id)


def agreed(event: ContractAgreed) -> None:
    """Both sides hear that they can sign."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        values = of_contract(contract) | {"number": event.text_number}
        tell(event, "contracts.agreed", both_sides(contract), values, contract_id=contract.id)


def signed(event: ContractSigned) -> None:
    """The other side is asked to sign, or to confirm an uploaded copy; the last signature is told as conclusion."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        signature = session.get_one(ContractSignature, event.signature_id)
        values = of_contract(contract) | named("side", signature.organisation)
        other = Side(signature.side).other
        text = session.get_one(ContractVersion, signature.version_id)
        if event.way == Way.SCAN:
            tell(event, "contracts.to_confirm", side_people(contract, other), values, contract_id=contract.id)
        elif text.signature(other) is None:
            tell(event, "contracts.signed", side_people(contract, other), values, contract_id=contract.id)


def rejected(event: ScanRejected) -> None:
    """A side hears why its signed copy was not accepted."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        signature = session.get_one(ContractSignature, event.signature_id)
        side = Side(signature.side)
        values = of_contract(contract) | named("side", contract.party(side.other)) | {"reason": signature.reason}
        tell(event, "contracts.rejected", side_people(contract, side), values, contract_id=contract.id)


def concluded(event: ContractConcluded) -> None:
    """Both sides and the operators hear that the contract is concluded."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        values = of_contract(contract) | {"number": contract.current}
        tell(event, "contracts.concluded", both_sides(contract), values, contract_id=contract.id)
        tell(event, "contracts.concluded", operators(), values, mailed=False, contract_id=contract.id)


def set_aside(event: ContractSetAside) -> None:
    """Both sides hear that a contract was given up."""
    with transaction() as session:
        contract = session.get_one(Contract, event.contract_id)
        tell(event, "contracts.set_aside", both_sides(contract), of_contract(contract), contract_id=contract.id)


def of_contract(contract: Contract) -> dict[str, object]:
    """What messages say about a contract."""
    return {"reference": contract.reference, "title": contract.title, "title_en": contract.title_en}


def side_people(contract: Contract, side: Side) -> list[User]:
    """Those of one side who sign."""
    return people(contract.party(side).id, MANAGERS)


def both_sides(contract: Contract) -> list[User]:
    """Those of both sides who sign."""
    return side_people(contract, Side.LICENSOR) + side_people(contract, Side.LICENSEE)
