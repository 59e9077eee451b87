"""The fee plan two sides agree on: stored as plain values, read back strictly, judged, said, and put into dates."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from market.core.i18n import in_language
from market.core.money import CURRENCIES
from market.licensing.rules.fees import checks, schedule, words
from market.licensing.rules.fees.values import (
    DEFAULT_DUE_DAYS,
    KINDS,
    FeeTerms,
    Milestone,
    Part,
    Problem,
    Royalty,
    Step,
    WrongPlan,
)

ANNOUNCED_REPORT_DAYS = 90
ANNOUNCED_PAY_MONTHS = 4
"""An open licence announces: the part of each year is paid by 30 April of the next."""


class FeePlan(FeeTerms):
    """A whole fee plan; equal plans are equal values. See FeeTerms for what its fields mean."""

    def to_plain(self) -> dict[str, Any]:
        """Plain values for JSON; rates as text without trailing zeros."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "FeePlan":
        """The plan from its plain values; raises WrongPlan for anything that is not one."""
        try:
            return _read(plain)
        except (TypeError, KeyError, InvalidOperation, AttributeError) as error:
            raise WrongPlan(f"not a fee plan: {error}") from error

    @classmethod
    def of_offer(cls, offer: Mapping[str, Any]) -> "FeePlan":
        """The plan of an open licence from the terms as announced (listings.queries.terms)."""
        return cls(
            kind=offer["fee_kind"],
            currency=offer["currency"],
            parts=_offered_parts(offer),
            royalty=_offered_royalty(offer),
            due_days=DEFAULT_DUE_DAYS if offer["due_days"] is None else offer["due_days"],
        )

    def problems(self, licensee_sme: bool | None = None, months: int | None = None) -> list[Problem]:
        """Why the plan is not acceptable, empty when it is.

        `licensee_sme`: whether the licensee is a small or medium firm (None: not judged here); `months`: the term.
        """
        return checks.problems(self, licensee_sme, months)

    def clauses(self, language: str) -> list[str]:
        """The payment clauses for a contract, whole sentences in "zh" or "en"."""
        with in_language(language):
            return [words.said(clause) for clause in words.clauses(self)]

    def sentence(self, language: str) -> str:
        """The price in one line."""
        with in_language(language):
            return words.said(words.summary(self))

    def schedule(self, effective: date, term_end: date | None) -> list[schedule.Obligation]:
        """Everything that will fall due, by position; see `schedule.schedule`."""
        return schedule.schedule(self, effective, term_end)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _read(plain: Mapping[str, Any]) -> FeePlan:
    given = dict(plain)
    if unknown := set(given) - {field.name for field in fields(FeeTerms)}:
        raise WrongPlan(f"unknown: {', '.join(sorted(map(str, unknown)))}")
    if given["kind"] not in KINDS or given.get("currency", "CNY") not in CURRENCIES:
        raise WrongPlan("unknown kind or currency")
    given["parts"] = tuple(_part(part) for part in _list(given, "parts"))
    given["milestones"] = tuple(_milestone(milestone) for milestone in _list(given, "milestones"))
    given["royalty"] = _royalty(given.get("royalty"))
    given["late_rate"] = _rate(given.get("late_rate"))
    given["due_days"] = _whole(given.get("due_days", DEFAULT_DUE_DAYS))
    given["inspection"] = _truth(given.get("inspection", False))
    return FeePlan(**given)


def _list(given: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = given.get(name, [])
    if not isinstance(found, list | tuple):
        raise WrongPlan(f"{name} is no list")
    return found


def _part(plain: Mapping[str, Any]) -> Part:
    part = Part(**plain)
    _whole(part.amount_minor), _whole(part.months), _truth(part.on_income)
    return part


def _milestone(plain: Mapping[str, Any]) -> Milestone:
    milestone = Milestone(**plain)
    if not isinstance(milestone.name, str):
        raise WrongPlan("a milestone's name is a text")
    _whole(milestone.amount_minor)
    return milestone


def _royalty(plain: Mapping[str, Any] | None) -> Royalty | None:
    if plain is None:
        return None
    steps = tuple(Step(_whole(step["start"]), _rate(step["rate"]) or Decimal(0)) for step in _list(plain, "steps"))
    royalty = Royalty(**{**plain, "steps": steps})
    for number in (royalty.minimum_minor, royalty.report_days, royalty.pay_days, royalty.pay_months):
        _whole(number)
    if royalty.cap_minor is not None:
        _whole(royalty.cap_minor)
    if not all(isinstance(text, str) for text in (royalty.base, royalty.by, royalty.period)):
        raise WrongPlan("base, by and period are texts")
    return royalty


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongPlan(f"not a whole number: {value!r}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongPlan(f"neither true nor false: {value!r}")
    return value


def _rate(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str | Decimal):
        raise WrongPlan(f"a rate is a text: {value!r}")
    rate = Decimal(value)
    if not rate.is_finite():
        raise WrongPlan("a rate is a finite number")
    return rate


def _offered_parts(offer: Mapping[str, Any]) -> tuple[Part, ...]:
    if offer["fee_kind"] == "instalments":
        return tuple(Part(part["amount_minor"], part["months"]) for part in offer["instalments"])
    return (Part(offer["amount_minor"]),) if offer["amount_minor"] and offer["fee_kind"] != "free" else ()


def _offered_royalty(offer: Mapping[str, Any]) -> Royalty | None:
    if not offer["rate"] or offer["fee_kind"] not in ("royalty", "entry_royalty"):
        return None
    return Royalty(
        base=offer["royalty_base"] or "net_sales",
        steps=(Step(1, Decimal(offer["rate"])),),
        cap_minor=offer["annual_cap_minor"],
        report_days=ANNOUNCED_REPORT_DAYS,
        pay_months=ANNOUNCED_PAY_MONTHS,
    )
