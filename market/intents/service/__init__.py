"""The deeds of intents: declare and withdraw, follow up by hand, move on with requests and deals, remind."""

from market.intents.service.declaring import declare, position, share_contact, take_contact_back, withdraw
from market.intents.service.entering import confirm, enter, last_entry_day
from market.intents.service.following import advance, assign, close, note, plan
from market.intents.service.linking import follow, on_deal, on_licence, on_money, on_request
from market.intents.service.outside import report_outside
from market.intents.service.reminding import remind_due

__all__ = [
    "advance",
    "assign",
    "close",
    "confirm",
    "declare",
    "enter",
    "follow",
    "last_entry_day",
    "note",
    "on_deal",
    "on_licence",
    "on_money",
    "on_request",
    "plan",
    "position",
    "remind_due",
    "report_outside",
    "share_contact",
    "take_contact_back",
    "withdraw",
]
