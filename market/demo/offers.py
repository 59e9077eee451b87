"""What an invented offer consists of; the texts stand in the modules named by trade."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """One patent and how it is offered.

    `fee`: "free", "one_off 30000", "royalty 0.02 net_sales", "entry 30000 0.015 net_sales 200000" (entry fee, rate,
    base, yearly cap) or "parts 20000@0 30000@12" (amount in yuan @ months after the start). `state` is the listing's
    state to reach, "" for a patent that is not offered.
    """

    owner: str
    kind: str
    ipc: str
    filed: str
    title: str
    title_en: str
    abstract: str
    summary: str
    application: str
    industry: str
    maturity: str
    fee: str
    benefits: tuple[tuple[str, str, str], ...] = ()
    not_for: str = ""
    state: str = "announced"
    summary_en: str = ""
