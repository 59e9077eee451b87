"""What is said about pitches, their reviews and their order."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

PAGE, DESK, DRAW = "pitches.page", "pitches.assess", "pitches.verify_draw"
REVIEW = "pitches.review"
MESSAGES: Mapping[str, Message] = {
    "pitches.submitted": Message(N_("%(applicant)s applied to pitch %(title)s at %(roadshow)s."), DESK),
    "pitches.mended": Message(N_("%(applicant)s handed in %(title)s for %(roadshow)s again."), DESK),
    "pitches.withdrawn": Message(N_("%(applicant)s withdrew %(title)s from %(roadshow)s."), DESK),
    "pitches.dropped_out": Message(
        N_("%(applicant)s withdrew %(title)s, which stood on the programme of %(roadshow)s."), DESK, True
    ),
    "pitches.returned": Message(N_("Please mend your application %(title)s: %(decision)s"), PAGE, True),
    "pitches.selected": Message(N_("Your pitch %(title)s is on the programme of %(roadshow)s."), PAGE, True),
    "pitches.reserved": Message(N_("Your pitch %(title)s is in reserve for %(roadshow)s."), PAGE, True),
    "pitches.declined": Message(N_("Your pitch %(title)s was not chosen for %(roadshow)s: %(decision)s"), PAGE, True),
    "pitches.doubted": Message(
        N_("%(title)s at %(roadshow)s is in doubt: what it is about is no longer on offer. Please decide."), DESK, True
    ),
    "pitches.doubted_owner": Message(
        N_("Your pitch %(title)s at %(roadshow)s is in doubt: what it is about is no longer on offer."), PAGE, True
    ),
    "pitches.files_due": Message(N_("The slides of %(title)s are still missing; they are due by %(due)s."), PAGE, True),
    "pitches.review_asked": Message(
        N_("You are asked to review pitches for %(roadshow)s."), REVIEW, True, inbox=False, sealed="review"
    ),
    "pitches.review_reminded": Message(
        N_("Your review of pitches for %(roadshow)s is still awaited."), REVIEW, True, inbox=False, sealed="review"
    ),
    "pitches.reviewed": Message(N_("%(expert)s has reviewed every pitch of %(roadshow)s."), "pitches.experts"),
    "pitches.draw_announced": Message(N_("The order at %(roadshow)s is going to be drawn by lot."), DRAW),
    "pitches.draw_held": Message(N_("The order at %(roadshow)s is drawn."), DRAW, True),
}
