"""Counting and listing over the other features, for the bureau and for the home page. Nothing here writes."""

from market.reports.queries.counts import (
    OF_UNIVERSITY,
    UniversityLine,
    Value,
    by_university,
    figures,
    first_year,
    licences_by_month,
)
from market.reports.queries.home import (
    Week,
    ending_listings,
    lately,
    newest_listings,
    newest_needs,
    open_listings,
    sections,
)
from market.reports.queries.records import (
    licence_records,
    need_records,
    open_patent_records,
    receipt_records,
    registration_records,
)

__all__ = [
    "OF_UNIVERSITY",
    "UniversityLine",
    "Value",
    "Week",
    "by_university",
    "ending_listings",
    "figures",
    "first_year",
    "lately",
    "licence_records",
    "licences_by_month",
    "need_records",
    "newest_listings",
    "newest_needs",
    "open_listings",
    "open_patent_records",
    "receipt_records",
    "registration_records",
    "sections",
]
