"""A university's policy for dividing income, frozen into each split, and the floors it must keep (R21)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from market.core.i18n import N_
from market.income.rules.assumptions import figure

SHANDONG = "37"
COST_KINDS: Mapping[str, str] = {
    "tax": N_("Taxes and surcharges"),
    "agency": N_("Agency and brokerage"),
    "valuation": N_("Valuation"),
    "annuity": N_("Annuities"),
    "registration": N_("Registration and notary"),
    "other": N_("Other cost of the transfer"),
}
NOTICE_RULES: Mapping[str, str] = {
    "leader": N_("When a leader shares"),
    "always": N_("Before every split"),
}
NOTICE_PLACES: Mapping[str, str] = {
    "inside": N_("Inside the institution"),
    "public": N_("On a public page"),
}
ESTABLISHED: Mapping[str, str] = {
    "government": N_("By government (state university or institute)"),
    "other": N_("By others (private or other body)"),
}


@dataclass(frozen=True)
class Policy:
    """Rates are fractions of net income ("0.70"); what inventors, college and office leave stays with the university.

    `region` is the district code the floor is read from; `house_rules` names the rules or agreement the inventors'
    rate rests on, empty when there is none.
    """

    region: str
    established: str = "government"
    house_rules: str = ""
    inventors: Decimal = Decimal("0.70")
    college: Decimal = Decimal("0.10")
    office: Decimal = Decimal("0.10")
    notice: str = "leader"
    notice_days: int = 15
    notice_place: str = "inside"
    cost_kinds: tuple[str, ...] = tuple(COST_KINDS)

    @property
    def university(self) -> Decimal:
        """What stays with the institution."""
        return Decimal(1) - self.inventors - self.college - self.office

    def to_plain(self) -> dict[str, Any]:
        """As values that can be stored."""
        rates = {name: str(getattr(self, name)) for name in ("inventors", "college", "office")}
        return asdict(self) | rates | {"cost_kinds": list(self.cost_kinds)}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Policy":
        """From its stored form."""
        rates = {name: Decimal(plain[name]) for name in ("inventors", "college", "office")}
        return cls(**{**plain, **rates, "cost_kinds": tuple(plain["cost_kinds"])})


def usual(region: str) -> Policy:
    """What an institution begins with: the floor of its region, a tenth for the office, a tenth for the college."""
    return Policy(
        region=region,
        inventors=floor(region, "government"),
        college=Decimal("0.10"),
        office=figure("office_usual"),
        notice_days=int(figure("notice_days")),
    )


def floor(region: str, established: str) -> Decimal:
    """The least share of net income that the law gives the inventors (R21).

    Shandong's higher floor is written for institutions established by government only.
    """
    if region.startswith(SHANDONG) and established == "government":
        return figure("shandong_floor")
    return figure("national_floor")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a policy: `tone` is "bad" (it cannot be used) or "warn"; `field` is where it stands."""

    field: str
    tone: str
    sentence: str


def findings(policy: Policy) -> list[Finding]:
    """Why a policy cannot be used, or what to think about before using it."""
    found = []
    rates = (policy.inventors, policy.college, policy.office)
    if any(rate < 0 or rate > 1 for rate in rates) or policy.university < 0:
        found.append(Finding("inventors", "bad", N_("The shares together cannot be more than the whole net income.")))
    if policy.notice_days < 1 or policy.notice_days > 365:
        found.append(Finding("notice_days", "bad", N_("Enter between 1 and 365 days.")))
    if below := _below_floor(policy):
        found.append(below)
    return found


def _below_floor(policy: Policy) -> Finding | None:
    """State institutions may not go below the floor, others only by house rules or an agreement (STTP Art. 45)."""
    if policy.inventors >= floor(policy.region, policy.established):
        return None
    if policy.established == "government":
        return Finding(
            "inventors",
            "bad",
            N_("Below the share the law gives the inventors of a state institution; its own rules may not go lower."),
        )
    if not policy.house_rules.strip():
        return Finding(
            "inventors",
            "bad",
            N_("Below the share that the law gives the inventors where no house rules and no agreement say otherwise."),
        )
    return Finding(
        "inventors",
        "warn",
        N_("Below the usual half: allowed only because your house rules or an agreement with the inventors say so."),
    )


def usable(policy: Policy) -> bool:
    """Whether money may be divided by it."""
    return not any(finding.tone == "bad" for finding in findings(policy))
