"""The deeds after the start: schedules, milestones, royalty reports, frozen parts, late interest, reminders."""

from market.royalties.service.freezing import choose, decide, on_licence_ended, on_licensed_patent_ended
from market.royalties.service.interest import on_settled
from market.royalties.service.milestones import confirm, doubt, reach
from market.royalties.service.reports import Statement, query, submit, verify
from market.royalties.service.schedules import Bargain, begin, on_deal_completed, on_granted

__all__ = [
    "Bargain",
    "Statement",
    "begin",
    "choose",
    "confirm",
    "decide",
    "doubt",
    "on_deal_completed",
    "on_granted",
    "on_licence_ended",
    "on_licensed_patent_ended",
    "on_settled",
    "query",
    "reach",
    "submit",
    "verify",
]
