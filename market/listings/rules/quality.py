"""How well a listing answers what a reader asks: not law, but the complaints readers make of other platforms."""

from dataclasses import dataclass

from market.core.i18n import N_
from market.listings.rules.offer import Offer

GOOD, FAIR = 85, 60


@dataclass(frozen=True)
class Point:
    """One thing a reader looks for: its name, whether it is there, its weight, and what its absence costs."""

    name: str
    present: bool
    weight: int
    missing: str
    step: str = "description"


@dataclass(frozen=True)
class Quality:
    """The points in order and their weighted sum in per cent."""

    points: tuple[Point, ...]

    @property
    def percent(self) -> int:
        """Weighted share of what is there, 0 to 100."""
        total = sum(point.weight for point in self.points)
        return round(100 * sum(point.weight for point in self.points if point.present) / total)

    @property
    def missing(self) -> list[Point]:
        """What a reader will miss, the heaviest first."""
        return sorted((point for point in self.points if not point.present), key=lambda point: -point.weight)

    @property
    def tone(self) -> str:
        """The state class of the meter."""
        return "ok" if self.percent >= GOOD else "info" if self.percent >= FAIR else "warn"


def quality(offer: Offer) -> Quality:
    """Measure a listing as its reader will see it."""
    return Quality((*_what_it_is(offer), *_what_it_brings(offer)))


def _what_it_is(offer: Offer) -> tuple[Point, ...]:
    return (
        Point(
            N_("Plain summary of some length"),
            len(offer.summary.strip()) >= 60,
            20,
            N_("Readers who do not read patent language will not see what it does."),
        ),
        Point(
            N_("Title in everyday words"),
            bool(offer.title.strip()) and offer.title.strip() not in {patent.title for patent in offer.patents},
            5,
            N_("The formal title of a patent says little to a factory owner."),
        ),
        Point(
            N_("Field of application"),
            len(offer.application.strip()) >= 10,
            10,
            N_("Readers will not know where it is used."),
        ),
        Point(N_("Products"), bool(offer.products.strip()), 10, N_("Readers look for the product they make.")),
        Point(N_("Industry"), bool(offer.industry), 8, N_("It will not be found under any industry.")),
        Point(N_("Maturity"), bool(offer.maturity), 8, N_("Readers cannot tell how much work is left to do.")),
        Point(
            N_("What the maturity rests on"),
            bool(offer.maturity_note.strip()),
            4,
            N_("One line on trials or users makes the stage believable."),
        ),
    )


def _what_it_brings(offer: Offer) -> tuple[Point, ...]:
    sourced = any(benefit.get("source") for benefit in offer.benefits)
    return (
        Point(
            N_("At least one benefit in figures"),
            bool(offer.benefits),
            14,
            N_("Without a figure nobody can compare it with what they do today."),
        ),
        Point(
            N_("Source of the figures"),
            sourced,
            6,
            N_("A figure without a source is not believed; say so if untested."),
        ),
        Point(
            N_("What it is not suitable for"),
            bool(offer.not_for.strip()),
            5,
            N_("Limits save both sides a useless visit."),
        ),
        Point(
            N_("Title and summary in English"),
            bool(offer.title_en.strip() and offer.summary_en.strip()),
            5,
            N_("English readers will see the Chinese text only."),
        ),
        Point(
            N_("Material to download"),
            offer.public_documents > 0,
            5,
            N_("A data sheet or trial record answers the first questions."),
            "documents",
        ),
    )
