"""The papers of a filing and of a registration: which are needed, and which are there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from market.core.i18n import N_

PAPER_NAMES: Mapping[str, str] = {
    "application": N_("Application form, signed or sealed"),
    "proof": N_("Proof of the open licence: the written notice, and the proof of payment"),
    "contract": N_("Licence contract, signed by both sides"),
    "identity_licensor": N_("Proof of identity of the licensor"),
    "identity_licensee": N_("Proof of identity of the licensee"),
    "power": N_("Power of attorney"),
    "pledgee": N_("Written consent of the pledgee"),
    "change": N_("What proves the change or the end"),
    "receipt": N_("Receipt of the patent office"),
    "other": N_("Another paper"),
}
HINTS: Mapping[str, str] = {
    "application": N_("Print the filled form, have one party sign or seal it, and upload the scan."),
    "proof": N_("The notice with its receipt is kept here; upload the bank's or card's proof of payment."),
    "identity_licensor": N_("For a university: the certificate of its legal person status."),
    "identity_licensee": N_("For a firm: its business licence."),
    "power": N_("Only when an agency or another person files."),
    "pledgee": N_("Only when a patent is pledged."),
}


@dataclass(frozen=True)
class Needs:
    """What decides which papers are needed."""

    kind: str = "recordal"
    open_licence: bool = True
    free: bool = False
    agent: bool = False
    pledged: bool = False


def needed(needs: Needs) -> list[str]:
    """The papers a filing needs (Measures on recording, Art. 8; Implementing Rules, Art. 87), keys of PAPER_NAMES."""
    papers = ["application", "identity_licensor", "identity_licensee"]
    if needs.kind == "recordal":
        papers.insert(1, "proof" if needs.open_licence else "contract")
    else:
        papers.insert(1, "change")
    if needs.agent:
        papers.append("power")
    if needs.pledged and needs.kind != "cancellation":
        papers.append("pledgee")
    return papers


def missing(needs: Needs, there: Collection[str]) -> list[str]:
    """The papers that are needed and not there."""
    return [paper for paper in needed(needs) if paper not in there]


REGISTRATION_PAPERS: Sequence[str] = (
    N_("The contract, with the seals of both sides as their names are registered"),
    N_("The technical matter: abstract, description and claims of the licensed patents"),
    N_("The patent certificates"),
    N_("At a seller's first registration: its registration form and its certificate of legal person status"),
)
"""What the registry of technology contracts asks for with a licence."""
