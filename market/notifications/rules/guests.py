"""What is said to the guests of a roadshow, and to its organiser about them."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

TICKET, DESK = "guests.ticket", "guests.desk"
REQUEST, CANCEL = "REQUEST", "CANCEL"
"""What a mail's calendar entry asks of a calendar (RFC 5546)."""

MESSAGES: Mapping[str, Message] = {
    "guests.asked": Message(N_("%(guest)s of %(firm)s registered for %(title)s and waits for your word."), DESK),
    "guests.received": Message(N_("You registered for %(title)s, %(when)s. The organiser will confirm it."), TICKET),
    "guests.confirmed": Message(
        N_("Your place at %(title)s, %(when)s, is confirmed. Here is your ticket."), TICKET, True, calendar=REQUEST
    ),
    "guests.waiting": Message(
        N_("You are on the waiting list of %(title)s. A free place is offered to you by mail."), TICKET, True
    ),
    "guests.offered": Message(
        N_("A place at %(title)s is free and kept for you until %(until)s. Take it or let it go."),
        "guests.offer",
        True,
        sealed="guests.offer",
    ),
    "guests.lost": Message(
        N_("The place at %(title)s that was kept for you was not taken in time and went to the next in line."),
        TICKET,
        True,
    ),
    "guests.declined": Message(
        N_("The organiser could not admit you to %(title)s: %(why)s"), TICKET, True, calendar=CANCEL
    ),
    "guests.cancelled": Message(N_("Your registration for %(title)s is cancelled."), TICKET, True, calendar=CANCEL),
    "guests.changed": Message(
        N_("You take part in %(title)s another way now. Your calendar is brought up to date."),
        TICKET,
        True,
        calendar=REQUEST,
    ),
    "guests.moved": Message(
        N_("%(title)s has another time or place: %(when)s, %(place)s. It was %(was)s."), TICKET, True, calendar=REQUEST
    ),
    "guests.called_off": Message(N_("%(title)s, %(when)s, is called off: %(why)s"), TICKET, True, calendar=CANCEL),
    "guests.reminded": Message(N_("%(title)s begins on %(when)s. Here is your ticket."), TICKET, True),
    "guests.soon": Message(N_("%(title)s begins at %(when)s. Here is the link."), TICKET, True),
}
