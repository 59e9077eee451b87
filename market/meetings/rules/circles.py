"""Who may ask whom for a meeting: organisations fall into circles, and a matrix says which circle may ask which."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from market.core.i18n import N_


class Circle(StrEnum):
    """What an organisation is at a roadshow, for the question who may ask it."""

    UNIVERSITY = "university"
    PITCHER = "pitcher"
    FIRM = "firm"
    INVESTOR = "investor"
    SERVICE = "service"
    EXPERT = "expert"


CIRCLE_NAMES: Mapping[str, str] = {
    Circle.UNIVERSITY: N_("Universities and institutes"),
    Circle.PITCHER: N_("Others with a pitch"),
    Circle.FIRM: N_("Firms"),
    Circle.INVESTOR: N_("Banks and investors"),
    Circle.SERVICE: N_("Service bodies"),
    Circle.EXPERT: N_("Experts and advisers"),
}
MEET_BY_DEFAULT = (
    (Circle.FIRM, Circle.UNIVERSITY),
    (Circle.FIRM, Circle.PITCHER),
    (Circle.UNIVERSITY, Circle.PITCHER),
    (Circle.INVESTOR, Circle.FIRM),
    (Circle.INVESTOR, Circle.PITCHER),
)


def circle(kind: str, roles: Collection[str], pitches: bool) -> Circle | None:
    """The circle of an organisation of this kind whose people come in these roles; None: no meetings (press, staff)."""
    if kind == "university":
        return Circle.UNIVERSITY
    if "investor" in roles:
        return Circle.INVESTOR
    if pitches or "pitcher" in roles:
        return Circle.PITCHER
    return next((one for one in (Circle.FIRM, Circle.SERVICE, Circle.EXPERT) if one.value in roles), None)


def written(asker: str, asked: str) -> str:
    """One entry of the matrix as it is stored."""
    return f"{asker}:{asked}"


def both_ways(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """A matrix in which each of these pairs may ask in both directions."""
    return sorted({written(*pair) for one, two in pairs for pair in ((one, two), (two, one))})


DEFAULT = both_ways(MEET_BY_DEFAULT)


def may_ask(pairs: Collection[str], asker: str | None, asked: str | None) -> bool:
    """Whether an organisation of one circle may ask one of another."""
    return asker is not None and asked is not None and written(asker, asked) in pairs


def may_meet(pairs: Collection[str], one: str | None, two: str | None) -> bool:
    """Whether one of them may ask the other: then the organiser may propose it."""
    return may_ask(pairs, one, two) or may_ask(pairs, two, one)
