"""The rows a report counts: organisations, pitches and intents of one roadshow, and what was measured on the day.

They are plain values: a report's snapshot is made of them, and every figure is reckoned from them alone. Amounts are
minor units of yuan unless a currency stands beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

ORDER = ("intent", "talk", "visit", "signed", "recorded", "paid")
"""The stages in their order; closed and withdrawn ones keep what they had reached."""
STILL_OPEN = ("intent", "talk", "visit")
WON = ("signed", "recorded", "paid")
HOME_CURRENCY = "CNY"


def reached(stage: str, log: Sequence[str]) -> str:
    """How far an intent has come: its stage, or before a contract the furthest stage its log tells of."""
    if stage in WON:
        return stage
    steps = [ORDER.index(it) for it in (stage, *log) if it in STILL_OPEN]
    return ORDER[max(steps, default=0)]


@dataclass(frozen=True)
class Body:
    """An organisation at a roadshow; `registered` and `present` count its people."""

    id: int
    name: str
    name_en: str
    kind: str
    invited: bool = False
    registered: int = 0
    present: int = 0
    present_online: int = 0


@dataclass(frozen=True)
class Shown:
    """A pitch on the programme. `named`: whether its owner may be named to the bureau."""

    id: int
    reference: str
    title: str
    title_en: str
    owner_id: int
    owner: str
    owner_en: str
    subject: str
    """"patent" or "need"."""
    named: bool = True
    position: int | None = None


@dataclass(frozen=True)
class Elsewhere:
    """A contract signed outside this service, as reported: `kind` is a key of intents.rules.outside.CONTRACT_NAMES."""

    kind: str
    signed_on: str
    amount: int
    currency: str = HOME_CURRENCY
    terms: str = ""
    number: str = ""
    recordal: str = ""


@dataclass(frozen=True)
class Wanted:
    """An intent and what became of it; dates are ISO texts, `contract` the reference of the licence or deal."""

    id: int
    reference: str
    pitch_id: int
    body_id: int
    body: str
    body_en: str
    kind: str
    stage: str
    reached: str
    declared_on: str
    low: int | None = None
    high: int | None = None
    closed_reason: str = ""
    contract: str = ""
    amount: int | None = None
    currency: str = HOME_CURRENCY
    recorded_on: str = ""
    received: int = 0
    shared: bool = False
    """Whether its contract is counted with another intent of the same firm."""
    received_more: tuple[tuple[str, int], ...] = ()
    """What was received in other currencies: currency and minor units."""
    elsewhere: Elsewhere | None = None
    """What is reported of its contract, where none is on record here."""
    entered: bool = False
    """Whether the operator entered it for a firm that wrote or said it."""

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Wanted":
        """From a snapshot."""
        more = tuple((str(currency), int(minor)) for currency, minor in plain.get("received_more", ()))
        told = plain.get("elsewhere")
        return cls(**(dict(plain) | {"received_more": more, "elsewhere": Elsewhere(**told) if told else None}))

    @property
    def stands(self) -> bool:
        """Whether it counts: everything but what the firm took back."""
        return self.stage != "withdrawn"

    @property
    def signed(self) -> bool:
        """Whether a contract came of it."""
        return self.stage in WON or bool(self.contract) or self.shared

    @property
    def signed_here(self) -> bool:
        """Whether its contract is on record here."""
        return bool(self.contract) or self.shared

    @property
    def signed_outside(self) -> bool:
        """Whether its contract is only said to be signed."""
        return self.signed and not self.signed_here

    @property
    def got_money(self) -> bool:
        """Whether anything was received on its contract, in whatever currency."""
        return self.received > 0 or any(minor > 0 for _currency, minor in self.received_more)

    @property
    def talked(self) -> bool:
        """Whether it came at least to a talk."""
        return self.signed or ORDER.index(self.reached) >= ORDER.index("talk")


@dataclass(frozen=True)
class Measured:
    """What the rooms of the day counted; None says that it was not measured."""

    viewers: int | None = None
    peak: int | None = None
    questions: int | None = None
    answered: int | None = None
    meetings: int | None = None
    asked: int | None = None
    """How many people got the survey."""
    answers: int | None = None
    useful: int | None = None
    """The mean usefulness in tenths."""
    fetched: int | None = None


@dataclass(frozen=True)
class Facts:
    """Everything counted of one roadshow."""

    held: bool
    bodies: tuple[Body, ...] = ()
    pitches: tuple[Shown, ...] = ()
    intents: tuple[Wanted, ...] = ()
    measured: Measured = field(default_factory=Measured)

    def to_plain(self) -> dict[str, Any]:
        """As a snapshot keeps it."""
        return asdict(self) | {
            "bodies": [asdict(it) for it in self.bodies],
            "pitches": [asdict(it) for it in self.pitches],
            "intents": [asdict(it) for it in self.intents],
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Facts":
        """From a snapshot."""
        return cls(
            bool(plain["held"]),
            tuple(Body(**it) for it in plain["bodies"]),
            tuple(Shown(**it) for it in plain["pitches"]),
            tuple(Wanted.read(it) for it in plain["intents"]),
            Measured(**plain["measured"]),
        )

    @property
    def visitors(self) -> tuple[Body, ...]:
        """Those the pitches are for: neither pitching themselves nor running or overseeing the roadshow."""
        owners = {it.owner_id for it in self.pitches}
        return tuple(it for it in self.bodies if it.id not in owners and it.kind not in ("operator", "authority"))

    @property
    def standing(self) -> tuple[Wanted, ...]:
        """The intents that count."""
        return tuple(it for it in self.intents if it.stands)

    @property
    def contracts(self) -> tuple[Wanted, ...]:
        """One intent for each contract: a contract that came of two intents of a firm is one contract."""
        found: dict[str, Wanted] = {}
        for it in self.standing:
            if it.contract:
                found.setdefault(it.contract, it)
        return tuple(found.values())

    def of_pitch(self, pitch_id: int) -> "Facts":
        """The intents of one pitch alone; a contract counts for the pitch that `contracts` gives it to."""
        mine = {it.id for it in self.contracts}
        shown = tuple(it for it in self.pitches if it.id == pitch_id)
        wanted = tuple(
            it if it.id in mine or not it.contract else _without_contract(it)
            for it in self.intents
            if it.pitch_id == pitch_id
        )
        return Facts(self.held, (), shown, wanted)


def _without_contract(it: Wanted) -> Wanted:
    """An intent whose contract is counted with another one: it stays signed, but no amount stands with it."""
    return replace(it, contract="", shared=True, amount=None, recorded_on="", received=0, received_more=())
