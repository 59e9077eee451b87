"""What happens elsewhere after signing, step by step: registration of a transfer with CNIPA, registration of equity."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from market.core.i18n import N_
from market.licensing.rules.states import Who
from market.negotiation.rules.processes import Kind


@dataclass(frozen=True)
class Item:
    """One step: who sees to it, what is to be done, and what its number is called (empty when there is none)."""

    key: str
    who: str
    text: str
    advice: str
    number: str = ""


PAPERS = Item(
    "papers",
    Who.LICENSOR,
    N_("Papers for the change of ownership"),
    N_("Form for the change of bibliographic data, signed contract, proof of identity, power of attorney of an agent."),
)
FILING = Item(
    "filing",
    Who.LICENSEE,
    N_("Change of ownership filed with CNIPA"),
    N_("Online in the patent business system or at the local agency; the fee for the change is due within a month."),
    N_("Filing number"),
)
REGISTERED = Item(
    "registered",
    Who.LICENSEE,
    N_("Change of ownership registered and announced"),
    N_("The transfer takes effect on the day CNIPA registers it (Patent Law Art. 10)."),
    N_("Number of the notice"),
)
VALUE = Item(
    "value",
    Who.LICENSOR,
    N_("Value of the patent settled"),
    N_("By valuation, or by agreement with public notice; a contribution in kind is valued (Company Law)."),
)
RESOLUTION = Item(
    "resolution",
    Who.LICENSEE,
    N_("Resolution of the shareholders and new articles"),
    N_("With the share, the value and the day by which the patent is transferred to the company."),
)
SHARES = Item(
    "shares",
    Who.LICENSEE,
    N_("Shares registered with the market regulator"),
    N_("The extract of the register shows the new shareholder."),
    N_("Registration number"),
)
CHECKLISTS: Mapping[str, Sequence[Item]] = {
    Kind.TRANSFER: (PAPERS, FILING, REGISTERED),
    Kind.EQUITY: (VALUE, RESOLUTION, PAPERS, FILING, REGISTERED, SHARES),
}
"""The last item of each is the registration that completes the deal."""
OWNERSHIP = REGISTERED.key
"""The step with which the patent changes hands."""


def items(kind: str) -> Sequence[Item]:
    """The steps of a kind of deal, none for a licence."""
    return CHECKLISTS.get(kind, ())


def last(kind: str) -> str:
    """The key of the registration that completes a deal; empty for a licence."""
    found = items(kind)
    return found[-1].key if found else ""


def seals(kind: str, key: str) -> bool:
    """Whether a step may only follow all before it: the one that moves the patent, and the last."""
    return key in (OWNERSHIP, last(kind))


def before(kind: str, key: str) -> set[str]:
    """The keys of the steps that stand before one."""
    keys = [item.key for item in items(kind)]
    return set(keys[: keys.index(key)])


def steps_done(kind: str, done: Collection[str]) -> bool:
    """Whether every step before the last is done."""
    return all(item.key in done for item in items(kind)[:-1])
