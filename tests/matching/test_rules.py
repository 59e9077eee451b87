"""Answers, inferred classes, and every reason in each of its colours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.matching.rules.answers import FIRM, FIRM_REASONS, OWNER, OWNER_REASONS, acceptable
from market.matching.rules.classes import Near, likely_classes, nearness, written
from market.matching.rules.reasons import Fit, Offered, Reason, Wanted, fee, industry, maturity, reasons, region, terms

LEVELS = ("B", "B22", "B22D", "B22D18", "B22D18/04")
PUMP = ("F", "F04", "F04D", "F04D29", "F04D29/24")


def test_only_reasons_of_the_closed_list() -> None:
    assert acceptable(FIRM, "interested", "")
    assert all(acceptable(FIRM, "declined", code) for code in FIRM_REASONS)
    assert all(acceptable(OWNER, "declined", code) for code in OWNER_REASONS)
    assert not acceptable(FIRM, "declined", "")
    assert not acceptable(FIRM, "declined", "budget_low")
    assert not acceptable(OWNER, "declined", "over_budget")
    assert not acceptable(OWNER, "perhaps", "need_unclear")


def test_classes_are_inferred_from_the_nearest() -> None:
    assert likely_classes([(LEVELS, 1.0), (LEVELS, 0.8), (PUMP, 0.2)]) == ("B22D18", "B22D")
    assert likely_classes([]) == ()
    scattered = [((section, f"{section}01", f"{section}01B"), 1.0) for section in "ABCDEFGH"]
    assert likely_classes(scattered) == ()


@given(st.lists(st.tuples(st.sampled_from([LEVELS, PUMP, (), ("A",)]), st.floats(0, 1)), max_size=30))
def test_inferred_classes_are_few_and_known(hits: list[tuple[tuple[str, ...], float]]) -> None:
    found = likely_classes(hits)
    assert len([symbol for symbol in found if len(symbol) == 4]) <= 2
    assert set(found) <= {*LEVELS, *PUMP}


@pytest.mark.parametrize(
    ("likely", "near", "shared"),
    [
        (("B22D18", "B22D"), Near.GROUP, "B22D18"),
        (("B22D30", "B22D"), Near.SUBCLASS, "B22D"),
        (("B22C",), Near.CLASS, "B22"),
        (("B01J",), Near.SECTION, "B"),
        (("F04D",), Near.NONE, ""),
    ],
)
def test_nearness(likely: tuple[str, ...], near: Near, shared: str) -> None:
    assert nearness(LEVELS, likely) == (near, shared)


def test_symbols_are_written_as_people_write_them() -> None:
    assert (written("B22D18/04"), written("B22D"), written("")) == ("B22D 18/04", "B22D", "")


def wanted(low: int | None = None, high: int | None = None, **over: Any) -> Wanted:
    """A need with a budget in whole yuan."""
    bounds = [None if bound is None else Money.of(bound) for bound in (low, high)]
    return Wanted(budget_low=bounds[0], budget_high=bounds[1], **over)


def offered(kind: str = "one_off", due: int = 30_000, total: int = 30_000, **over: Any) -> Offered:
    """A listing with a fee in whole yuan."""
    return Offered(listed=True, fee_kind=kind, due=Money.of(due), total=Money.of(total), **over)


@pytest.mark.parametrize(
    ("need", "offer", "fit", "budget"),
    [
        (wanted(10_000, 50_000), offered(), Fit.YES, "within"),
        (wanted(None, 20_000), offered(), Fit.NO, "above"),
        (wanted(None, 50_000), offered("instalments", 20_000, 90_000), Fit.PARTLY, "total_above"),
        (wanted(10_000, None), offered(), Fit.YES, "within"),
        (wanted(), offered(), Fit.UNKNOWN, "unknown"),
        (wanted(unlimited=True), offered(), Fit.YES, "open"),
        (wanted(profile=True), offered(), Fit.UNKNOWN, "profile"),
        (Wanted(budget_high=Money.of(9, "USD")), offered(), Fit.UNKNOWN, "unknown"),
    ],
)
def test_fee_against_budget(need: Wanted, offer: Offered, fit: Fit, budget: str) -> None:
    found = fee(need, offer)
    assert found is not None
    assert (found.fit, found.values["budget"]) == (fit, budget)


def test_a_free_licence_fits_every_budget_and_an_unlisted_patent_has_no_fee() -> None:
    free = fee(wanted(), offered("free", 0, 0))
    assert free is not None
    assert free.fit is Fit.YES
    assert fee(wanted(1, 2), Offered(listed=False)) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "fit"),
    [
        ("C36", "C3670", Fit.YES),
        ("36", "C36", Fit.YES),
        ("C", "C36", Fit.PARTLY),
        ("C27", "C36", Fit.PARTLY),
        ("A", "C36", Fit.NO),
    ],
)
def test_industry(mine: str, theirs: str, fit: Fit) -> None:
    found = industry(Wanted(industry=mine), Offered(listed=True, industry=theirs))
    assert found is not None
    assert found.fit is fit


def test_industry_unknown_on_one_side_is_no_reason() -> None:
    assert industry(Wanted(industry="C"), Offered(listed=True)) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ("370900", "370902", "city"),
        ("370900", "370302", "province"),
        ("370000", "370000", "province"),
        ("370900", "330100", "elsewhere"),
    ],
)
def test_region(mine: str, theirs: str, near: str) -> None:
    found = region(Wanted(region=mine), Offered(listed=True, region=theirs))
    assert found is not None
    assert found.values["near"] == near
    assert found.fit is not Fit.NO


def test_maturity() -> None:
    fits = {
        value: getattr(maturity(Offered(listed=True, maturity=value)), "fit", None) for value in ("in_use", "lab", "")
    }
    assert fits == {"in_use": Fit.YES, "lab": Fit.NO, "": None}


def test_figures_alone_are_no_shared_words() -> None:
    assert terms([("97", 1.0), ("%", 0.5)]) is None
    found = terms([("缩松", 0.4), ("97.5", 0.3), ("轮毂", 0.2)])
    assert found == Reason("terms", Fit.PARTLY, {"words": ["缩松", "轮毂"]})


def test_what_is_unknown_is_said_last() -> None:
    found = reasons(
        wanted(classes=("B22D",), measurable=False), Offered(listed=False, status_known=False), [("缩松", 1.0)]
    )
    assert [reason.kind for reason in found] == ["terms", "unknown"]
    assert set(found[-1].values["codes"]) == {"not_listed", "budget", "maturity", "status", "indicators", "classes"}
    complete = reasons(
        wanted(1, 99_999, industry="C36", region="370900", classes=("B22D18", "B22D")),
        offered(levels=LEVELS, symbols=("B22D18/04",), industry="C36", region="370902", maturity="product"),
        [("缩松", 1.0), ("轮毂", 0.5), ("铸造", 0.2)],
    )
    assert [(reason.kind, reason.fit) for reason in complete] == [
        (kind, Fit.YES) for kind in ("terms", "classes", "industry", "fee", "maturity", "region")
    ]
