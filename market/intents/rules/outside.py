"""Contracts signed outside this service: what is reported of them, and what makes a report acceptable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money
from market.filings.rules.numbers import is_filing_number

LONGEST_NUMBER = 60
LONGEST_TERMS = 300
OLDEST = timedelta(days=5 * 366)
"""So long before the report a contract may have been signed."""


class ContractKind(StrEnum):
    """What was signed; the technology contracts of the Civil Code, and shares for a patent."""

    LICENCE = "licence"
    TRANSFER = "transfer"
    DEVELOPMENT = "development"
    SERVICE = "service"
    SHARES = "shares"
    OTHER = "other"


CONTRACT_NAMES: Mapping[str, str] = {
    ContractKind.LICENCE: N_("Patent licence"),
    ContractKind.TRANSFER: N_("Patent transfer"),
    ContractKind.DEVELOPMENT: N_("Technology development"),
    ContractKind.SERVICE: N_("Technical service or advice"),
    ContractKind.SHARES: N_("Patent given for shares"),
    ContractKind.OTHER: N_("Another contract"),
}


@dataclass(frozen=True)
class Signed:
    """A contract as reported: `amount` is the fixed part, zero for a running royalty, which `terms` puts in words."""

    kind: str
    signed_on: date
    amount: Money
    terms: str = ""
    number: str = ""
    recordal: str = ""

    def problems(self, today: date) -> dict[str, str]:
        """What is wrong with it, by field, as message ids."""
        found: dict[str, str] = {}
        if self.kind not in CONTRACT_NAMES:
            found["kind"] = N_("Choose the kind of contract.")
        if not today - OLDEST <= self.signed_on <= today:
            found["signed_on"] = N_("Enter the day it was signed: not in the future, within the last five years.")
        if not 0 <= self.amount.minor <= LARGEST_MINOR:
            found["amount"] = N_("Enter an amount of zero or more.")
        elif not self.amount.minor and not self.terms.strip():
            found["terms"] = N_("Without a fixed amount say what is paid: a running royalty, or nothing.")
        if len(self.terms) > LONGEST_TERMS:
            found["terms"] = N_("Use at most 300 characters.")
        if len(self.number) > LONGEST_NUMBER:
            found["number"] = N_("Use at most 60 characters.")
        if self.recordal and not is_filing_number(self.recordal):
            found["recordal"] = N_("This is no recordal number. It looks like X2024980001234.")
        return found
