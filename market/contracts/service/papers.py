"""The contract as a file: PDF and docx with the same content, and what is remembered of files handed out.

A file holds nothing but the contract's state: no time of printing, no reader's language. The same state gives the same
bytes, so that a file can be recognised by its hash when somebody brings it back.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from market.contracts.models import Contract, ContractPrint, ContractSignature, ContractVersion
from market.contracts.rules import document
from market.contracts.rules.document import Block, Group
from market.contracts.rules.states import ESIGN_NOTE, WAYS, Side, State, Way, side_name
from market.contracts.service import writing
from market.core import printing
from market.core.clock import UTC
from market.core.db import db
from market.core.i18n import N_, in_language, translate

TEMPLATES = Path(__file__).parents[3] / "templates"
UNSIGNED = N_("Text for signing: not yet signed by both sides")
DRAFT = N_("Draft: not yet agreed to by both sides")
SUPERSEDED = N_("Superseded: a later version of this text counts")
CONCLUDED = N_("Concluded: signed by both sides")
SET_ASIDE = N_("Set aside")
WORDS = (N_("Signatures"), N_("Signature, seal, date"), N_("Certificate of signing"), N_("Not signed yet"))

Pair = tuple[str, str]
"""The same in Chinese and in English."""


def both(message: str, **values: object) -> Pair:
    """A sentence of ours in both languages."""
    with in_language("zh"):
        chinese = translate(message, **values)
    with in_language("en"):
        return chinese, translate(message, **values)


@dataclass(frozen=True)
class SignedBy:
    """One side of the signature page: what it is called, who it is, and what it has signed with, if it has."""

    role: Pair
    name: str
    name_en: str
    facts: tuple[tuple[Pair, str], ...]


@dataclass(frozen=True)
class Paper:
    """Everything that stands on the paper."""

    title: Block
    reference: str
    status: Pair
    text_hash: str
    groups: tuple[Group, ...]
    sides: tuple[SignedBy, ...]
    history: tuple[tuple[Pair, str], ...]
    note: Pair
    words: dict[str, Pair]

    @property
    def page_mark(self) -> str:
        """What is printed at the foot of every page."""
        return f"{self.reference} · SHA-256 {self.text_hash}"


def paper(contract: Contract, text: ContractVersion) -> Paper:
    """What stands on the paper of one text of a contract."""
    blocks = document.read(text.content)
    title = next((it for it in blocks if it.kind == document.TITLE), Block(document.TITLE, ("",), ("",)))
    return Paper(
        title=title,
        reference=f"{contract.reference} v{text.number}",
        status=both(_status(contract, text)),
        text_hash=text.text_hash,
        groups=tuple(document.groups([it for it in blocks if it is not title])),
        sides=tuple(_side(contract, text, side) for side in Side),
        history=tuple(_history(contract, text)),
        note=both(ESIGN_NOTE),
        words={word: both(word) for word in WORDS},
    )


def _status(contract: Contract, text: ContractVersion) -> str:
    if text.number != contract.current:
        return SUPERSEDED
    if contract.state == State.DRAFTING:
        return DRAFT
    return {State.CONCLUDED: CONCLUDED, State.VOID: SET_ASIDE}.get(State(contract.state), UNSIGNED)


def _side(contract: Contract, text: ContractVersion, side: Side) -> SignedBy:
    facts = text.agreement[side]
    signature = text.signature(side)
    return SignedBy(
        both(side_name(contract.kind, side)),
        facts["name"],
        facts["name_en"],
        tuple(_signature_facts(signature)) if signature else (),
    )


def _signature_facts(signature: ContractSignature) -> list[tuple[Pair, str]]:
    found = [
        (both(N_("Way of signing")), " ".join(both(WAYS[signature.way]))),
        (both(N_("Person")), signature.person),
        (both(N_("Signed at")), _instant(signature.signed_at)),
        (both(N_("Text hash signed")), signature.text_hash),
        (both(N_("Request number")), signature.request_number or "–"),
    ]
    if signature.way == Way.SCAN and signature.file is not None:
        found.append((both(N_("Hash of the signed copy")), signature.file.sha256))
        confirmed = _instant(signature.confirmed_at) if signature.confirmed_at else "–"
        found.append((both(N_("Confirmed by the other side at")), confirmed))
    return found


def _history(contract: Contract, text: ContractVersion) -> list[tuple[Pair, str]]:
    side = {side.value: " / ".join(both(side_name(contract.kind, side))) for side in Side}
    found = [(both(N_("Drawn up")), f"{_instant(text.drawn_at)} · {side[text.side]}")]
    if text.agreed_at is not None:
        found.append((both(N_("Agreed to")), f"{_instant(text.agreed_at)} · {side[Side(text.side).other.value]}"))
    if contract.concluded_at is not None and text.number == contract.current:
        found.append((both(N_("Concluded")), _instant(contract.concluded_at)))
    found.append((both(N_("Template")), f"{text.template.family} v{text.template.number}"))
    return found


def _instant(value: object) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"  # type: ignore[attr-defined]


@cache
def _pages() -> Environment:
    """Templates without the web: what is printed is the same for every reader."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def html(contract: Contract, text: ContractVersion) -> str:
    """The page the PDF is made of; also what a browser prints where PDF files cannot be made."""
    return _pages().get_template("contracts/paper.html").render(language="zh", it=paper(contract, text))


def pdf(contract: Contract, text: ContractVersion) -> bytes:
    """The PDF of one text, with its signatures; raises NoPrinter."""
    return printing.pdf(html(contract, text))


def docx(contract: Contract, text: ContractVersion) -> bytes:
    """The same content as a word processor's file."""
    return writing.docx(paper(contract, text))


def remember(text: ContractVersion, form: str, content: bytes) -> None:
    """Keep the hash of a file that is handed out, inside a transaction; once is enough."""
    sha256 = hashlib.sha256(content).hexdigest()
    if db.session.scalar(select(ContractPrint.id).where(ContractPrint.sha256 == sha256)) is None:
        db.session.add(ContractPrint(version_id=text.id, form=form, sha256=sha256))
        db.session.flush()
