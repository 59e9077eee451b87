"""The arithmetic of one split: costs first, then co-owners, inventors, college, office; the rest to the university.

Whole minor units throughout. A rate's part is rounded half up (the house's one rounding) and never more than what is
left. Among co-owners and inventors parts are cut off to the whole unit; what that leaves over goes to a named line: the
university's own for co-owners, the first-named inventor's for inventors. The lines add up to what was received.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from market.core.i18n import N_
from market.core.money import Money
from market.income.rules.policy import Policy

KINDS: dict[str, str] = {
    "cost": N_("Cost"),
    "co_owner": N_("Co-owner"),
    "inventor": N_("Inventor"),
    "college": N_("College"),
    "office": N_("Transfer office"),
    "university": N_("University"),
}
PAID_OUT = ("co_owner", "inventor", "college", "office")
"""Kinds of lines that the university owes to somebody; costs it has paid itself, its own part it keeps."""
WHOLE = 10_000
"""Percentages are kept in hundredths of a per cent: 10,000 make the whole."""


@dataclass(frozen=True)
class Cost:
    """A cost still to be deducted; `number` is its row."""

    number: int
    kind: str
    money: Money


@dataclass(frozen=True)
class Party:
    """Somebody with a part of a whole: `weight` in hundredths of a per cent; `number` its row, None without one."""

    name: str
    weight: int
    number: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a split. `weight` is its part of `base` in hundredths of a per cent; None for costs and the rest.

    `rounding` is what this line took over from cutting off the others' parts.
    """

    kind: str
    name: str
    money: Money
    base: Money
    weight: int | None = None
    number: int | None = None
    rounding: int = 0


@dataclass(frozen=True)
class Sums:
    """The stations of a split: received, after costs, and net, of which the inventors' rate is taken."""

    received: Money
    costs: Money
    after_costs: Money
    co_owners: Money
    net: Money


@dataclass(frozen=True)
class Question:
    """What a split is made of. `owners` are all owners, the university at `own`; `college` is a name or empty."""

    received: Money
    costs: tuple[Cost, ...]
    owners: tuple[Party, ...]
    own: int
    inventors: tuple[Party, ...]
    college: str
    policy: Policy


def divide(question: Question) -> list[Line]:
    """The lines of a split, in the order of the law; their sum is what was received, to the unit."""
    costs = cost_lines(question.received, question.costs)
    left = question.received - _sum(costs, question.received)
    co_owners = co_owner_lines(left, question.owners, question.own)
    net = left - _sum(co_owners, left)
    return [*costs, *co_owners, *own_lines(net, question)]


def cost_lines(received: Money, costs: Sequence[Cost]) -> list[Line]:
    """Costs as far as the receipt carries them; what it does not carry waits for the next receipt."""
    left, lines = received, []
    for cost in costs:
        taken = min(left, cost.money)
        if taken:
            lines.append(Line("cost", cost.kind, taken, cost.money, number=cost.number))
        left = left - taken
    return lines


def co_owner_lines(amount: Money, owners: Sequence[Party], own: int) -> list[Line]:
    """The co-owners' parts, cut off to the whole unit: what is left over stays with the university (LAW20 Art. 14)."""
    others = [party for position, party in enumerate(owners) if position != own]
    if not others or not amount:
        return []
    weights = [party.weight for party in others]
    parts = amount.split([*weights, owners[own].weight])
    return [
        Line("co_owner", party.name, part, amount, party.weight, party.number)
        for party, part in zip(others, parts, strict=False)
        if part
    ]


def own_lines(net: Money, question: Question) -> list[Line]:
    """Inventors, college and office by the policy's rates; the rest is the university's."""
    policy, zero = question.policy, Money.zero(net.currency)
    team = min(net, net.part(policy.inventors)) if question.inventors else zero
    lines, left = inventor_lines(team, question.inventors), net - team
    for kind, name, rate in (
        ("college", question.college, policy.college if question.college else Decimal(0)),
        ("office", "", policy.office),
    ):
        part = min(left, net.part(rate))
        left = left - part
        if part:
            lines.append(Line(kind, name, part, net, hundredths(rate)))
    return [*lines, Line("university", "", left, net)] if left else lines


def inventor_lines(team: Money, inventors: Sequence[Party]) -> list[Line]:
    """The inventors' shares of their whole; the first-named takes the units that cutting off leaves over."""
    if not team or not inventors:
        return []
    first, *others = inventors
    parts = team.split([*(party.weight for party in others), first.weight])
    exact = Money(team.minor * first.weight // sum(party.weight for party in inventors), team.currency)
    shares = [parts[-1], *parts[:-1]]
    return [
        Line("inventor", party.name, part, team, party.weight, party.number, (part - exact).minor if not place else 0)
        for place, (party, part) in enumerate(zip(inventors, shares, strict=True))
        if part
    ]


def sums(received: Money, lines: Sequence[Line]) -> Sums:
    """The stations of a split, read from its lines."""
    costs = _sum([line for line in lines if line.kind == "cost"], received)
    co_owners = _sum([line for line in lines if line.kind == "co_owner"], received)
    return Sums(received, costs, received - costs, co_owners, received - costs - co_owners)


def equal_weights(count: int) -> list[int]:
    """Equal parts of the whole in hundredths of a per cent; the first takes what does not divide."""
    if count < 1:
        return []
    part = WHOLE // count
    return [WHOLE - part * (count - 1), *[part] * (count - 1)]


def hundredths(rate: Decimal) -> int:
    """A fraction in hundredths of a per cent: Decimal("0.7") is 7,000."""
    return int(rate * WHOLE)


def percent(weight: int) -> str:
    """Hundredths of a per cent as people read them: 3333 is "33.33", 5000 is "50"."""
    return format((Decimal(weight) / 100).normalize(), "f")


def _sum(lines: Sequence[Line], like: Money) -> Money:
    return sum((line.money for line in lines), Money.zero(like.currency))
