"""The deeds about pitches: calling, applying, reviewing, deciding, ordering, drawing."""

from market.pitches.service.applying import About, about, application_of, begin, edit, prefilled, submit, withdraw
from market.pitches.service.calling import on_copied, set_terms
from market.pitches.service.deciding import Outcome, decide, decide_all
from market.pitches.service.drawing import announce, call_off, hold
from market.pitches.service.holding import deeds
from market.pitches.service.materials import attach, detach, may_change
from market.pitches.service.ordering import arrange, shift
from market.pitches.service.reviewing import Invited, answer, dismiss, invite, link, opened, progress, remind
from market.pitches.service.watching import (
    on_listing_back,
    on_listing_gone,
    on_need_gone,
    on_organisation,
    remind_of_slides,
)

__all__ = [
    "About",
    "Invited",
    "Outcome",
    "about",
    "announce",
    "answer",
    "application_of",
    "arrange",
    "attach",
    "begin",
    "call_off",
    "decide",
    "decide_all",
    "deeds",
    "detach",
    "dismiss",
    "edit",
    "hold",
    "invite",
    "link",
    "may_change",
    "on_copied",
    "on_listing_back",
    "on_listing_gone",
    "on_need_gone",
    "on_organisation",
    "opened",
    "prefilled",
    "progress",
    "remind",
    "remind_of_slides",
    "set_terms",
    "shift",
    "submit",
    "withdraw",
]
