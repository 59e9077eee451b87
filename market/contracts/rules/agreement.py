"""What a contract is about, as one frozen value: sides, patents, terms. From it come the fields of every template.

The value is stored with each version of the text and hashed with it; nothing in it is read again from elsewhere.
Model of the header: CNIPA's contract forms; what must be named of each patent: Civil Code, Art. 845.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from market.contracts.rules.states import KINDS, LICENCES, side_name
from market.core.i18n import N_, in_language, translate

PATENT_KINDS = {
    "invention": N_("Invention patent"),
    "utility_model": N_("Utility model patent"),
    "design": N_("Design patent"),
}


@dataclass(frozen=True)
class PartyFacts:
    """One side as the contract names it; empty texts are not known."""

    id: int
    name: str
    uscc: str
    name_en: str = ""
    address: str = ""
    postcode: str = ""
    legal_representative: str = ""
    agent: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    account: str = ""
    background: str = ""
    """For the preamble: what the side does, its plant and staff, or the know-how it holds."""


@dataclass(frozen=True)
class PatentFacts:
    """One patent; dates are ISO texts, empty when not known; `number` is the application number without a prefix."""

    number: str
    title: str
    kind: str
    patentees: tuple[str, ...]
    title_en: str = ""
    applicants: tuple[str, ...] = ()
    filing_date: str = ""
    grant_date: str = ""
    expiry_date: str = ""
    granted: bool = True


@dataclass(frozen=True)
class Agreement:
    """Everything a contract states. `source` is the reference of the deal; texts with two languages come in pairs."""

    kind: str
    source: str
    title: str
    licensor: PartyFacts
    licensee: PartyFacts
    patents: tuple[PatentFacts, ...]
    title_en: str = ""
    territory: str = ""
    territory_en: str = ""
    field: str = ""
    manner: str = ""
    sublicense: bool = False
    start: str = ""
    end: str = ""
    free: bool = False
    royalty: bool = False
    inspection: bool = False
    price: tuple[str, str] = ("", "")
    fees: tuple[tuple[str, str], ...] = ()
    """The payment clauses, each in Chinese and in English."""
    notes: str = ""
    listing: str = ""
    announced_on: str = ""
    announcement_number: str = ""
    product: str = ""
    use_place: str = ""
    place: str = ""
    """Where the contract is signed."""
    currency: str = "CNY"
    """What is paid in."""

    def to_plain(self) -> dict[str, Any]:
        """Plain values for JSON, the same for the same agreement."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Agreement":
        """The agreement from its plain values; keys of later days are passed over."""
        known = {name: value for name, value in plain.items() if name in {it.name for it in fields(cls)}}
        return cls(
            **{
                **known,
                "licensor": PartyFacts(**plain["licensor"]),
                "licensee": PartyFacts(**plain["licensee"]),
                "patents": tuple(
                    PatentFacts(**{**it, "patentees": tuple(it["patentees"]), "applicants": tuple(it["applicants"])})
                    for it in plain["patents"]
                ),
                "price": tuple(plain["price"]),
                "fees": tuple((it[0], it[1]) for it in plain["fees"]),
            }
        )

    def party(self, side: str) -> PartyFacts:
        """One of the two sides."""
        return self.licensor if side == "licensor" else self.licensee

    def with_details(self, side: str, details: Mapping[str, str]) -> "Agreement":
        """The agreement with what a side has filled in about itself."""
        own = PartyFacts(**{**asdict(self.party(side)), **details})
        return replace(self, licensor=own) if side == "licensor" else replace(self, licensee=own)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def values(agreement: Agreement, number: str, language: str) -> dict[str, Any]:
    """The fields of the templates (see wording.FIELDS) in one language, "zh" or "en"."""
    with in_language(language):
        return {
            "contract": _contract(agreement, number, language),
            "licensor": _party(agreement, "licensor", language),
            "licensee": _party(agreement, "licensee", language),
            "terms": _terms(agreement, language),
            "patents": [_patent(it, place, language) for place, it in enumerate(agreement.patents, start=1)],
            "fees": [
                {"text": pair[language == "en"], "position": str(place)}
                for place, pair in enumerate(agreement.fees, start=1)
            ],
        }


def _contract(agreement: Agreement, number: str, language: str) -> dict[str, Any]:
    return {
        "number": number,
        "place": agreement.place,
        "kind": agreement.kind,
        "kind_name": translate(KINDS[agreement.kind]),
        "title": _either(agreement.title, agreement.title_en, language),
        "source": agreement.source,
        "listing": agreement.listing,
        "announced_on": agreement.announced_on,
        "announcement_number": agreement.announcement_number,
        "product": agreement.product,
        "use_place": agreement.use_place,
    }


def _party(agreement: Agreement, side: str, language: str) -> dict[str, Any]:
    facts = agreement.party(side)
    return asdict(facts) | {
        "name": _either(facts.name, facts.name_en, language),
        "kind": side,
        "role": translate(side_name(agreement.kind, side)),
    }


def _terms(agreement: Agreement, language: str) -> dict[str, Any]:
    return {
        "territory": _either(agreement.territory, agreement.territory_en, language),
        "field": agreement.field,
        "manner": agreement.manner,
        "sublicense": agreement.sublicense,
        "start": agreement.start,
        "end": agreement.end,
        "free": agreement.free,
        "royalty": agreement.royalty,
        "inspection": agreement.inspection,
        "price": agreement.price[language == "en"],
        "notes": agreement.notes,
    }


def _patent(facts: PatentFacts, position: int, language: str) -> dict[str, Any]:
    return {
        "title": _either(facts.title, facts.title_en, language),
        "number": f"ZL{facts.number}" if facts.granted else "",
        "application_number": facts.number,
        "kind": translate(PATENT_KINDS.get(facts.kind, facts.kind)),
        "applicants": "、".join(facts.applicants or facts.patentees),
        "patentees": "、".join(facts.patentees),
        "filing_date": facts.filing_date,
        "grant_date": facts.grant_date,
        "expiry_date": facts.expiry_date,
        "position": str(position),
    }


def _either(chinese: str, english: str, language: str) -> str:
    return english if language == "en" and english else chinese


@dataclass(frozen=True)
class Finding:
    """What stands against a text: "bad" blocks it, "warn" is said; a sentence, its values, the rule and the passage."""

    tone: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    rule: str = ""
    passage: str = ""

    def text(self) -> str:
        """The sentence in the current language."""
        return translate(self.sentence, **self.values)


REQUIRED_OF_PATENT = {
    "title": N_("title"),
    "applicants": N_("applicant"),
    "patentees": N_("patentee"),
    "filing_date": N_("filing date"),
    "number": N_("application number and patent number"),
    "expiry_date": N_("end of the patent's term"),
}
"""What a technology contract about a patent states of it (Civil Code, Art. 845)."""
REQUIRED_OF_PARTY = {
    "legal_representative": N_("legal representative"),
    "address": N_("address"),
    "contact": N_("contact person"),
    "phone": N_("telephone"),
}
PATENT_LACKS = N_("Patent %(number)s: %(what)s is missing in its record (Civil Code, Art. 845).")
NO_PATENT = N_("The agreement names no patent.")
PARTY_LACKS = N_("%(name)s: %(what)s is missing. The side completes its details itself.")
NO_TERM = N_("The licence has no last day: without one it would be unlimited in time.")
BEYOND = N_("The licence runs beyond the term of patent %(number)s (%(day)s).")
NOT_GRANTED = N_("%(number)s is not granted: it must not be called a patent (Implementing Rules, Art. 101).")


def gaps(agreement: Agreement) -> list[Finding]:
    """What the agreement lacks: Civil Code 845, the sides' details, a term (R25) within the patents' terms (R11)."""
    found = [] if agreement.patents else [Finding("bad", NO_PATENT, rule="CC845")]
    for patent in agreement.patents:
        found += _patent_gaps(patent, agreement)
    for facts in (agreement.licensor, agreement.licensee):
        lacking = [name for key, name in REQUIRED_OF_PARTY.items() if not getattr(facts, key)]
        if lacking:
            found.append(Finding("bad", PARTY_LACKS, {"name": facts.name, "what": _listed(lacking)}, "PARTY"))
    if agreement.kind in LICENCES and not agreement.end:
        found.append(Finding("bad", NO_TERM, rule="R25"))
    return found


def _patent_gaps(patent: PatentFacts, agreement: Agreement) -> list[Finding]:
    found = []
    shown = asdict(patent) | {"applicants": patent.applicants or patent.patentees}
    lacking = [name for key, name in REQUIRED_OF_PATENT.items() if not shown[key]]
    if lacking:
        found.append(Finding("bad", PATENT_LACKS, {"number": patent.number, "what": _listed(lacking)}, "CC845"))
    if not patent.granted:
        found.append(Finding("bad", NOT_GRANTED, {"number": patent.number}, "R29"))
    if agreement.kind in LICENCES and agreement.end and patent.expiry_date and patent.expiry_date < agreement.end:
        found.append(Finding("bad", BEYOND, {"number": patent.number, "day": patent.expiry_date}, "R11"))
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(translate(name) for name in names)
