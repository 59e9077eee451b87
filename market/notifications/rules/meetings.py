"""What is said about one-to-one meetings."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

PAGE, HALL = "meetings.page", "meetings.hall"
MESSAGES: Mapping[str, Message] = {
    "meetings.asked": Message(N_("%(other)s asks you for a meeting at %(roadshow)s: %(words)s"), PAGE, True),
    "meetings.proposed": Message(N_("%(other)s proposes another time for your meeting: %(when)s"), PAGE, True),
    "meetings.agreed": Message(N_("%(other)s wants to meet you. The organiser sets the time."), PAGE, True),
    "meetings.arranged": Message(N_("Your meeting with %(other)s: %(when)s, %(place)s"), PAGE, True),
    "meetings.moved": Message(N_("Your meeting with %(other)s was moved to %(when)s, %(place)s"), PAGE, True),
    "meetings.declined": Message(N_("%(other)s cannot meet you: %(reason)s"), PAGE, True),
    "meetings.cancelled": Message(N_("The meeting with %(other)s is cancelled."), PAGE, True),
    "meetings.expired": Message(N_("The request for a meeting with %(other)s was not answered in time."), PAGE, True),
    "meetings.answers": Message(
        N_("At %(roadshow)s %(waiting)s answers about meetings are waiting for you."), HALL, True
    ),
    "meetings.unbooked": Message(N_("You have no meeting at %(roadshow)s yet. See whom you could meet."), HALL, True),
    "meetings.published": Message(
        N_("Your meetings at %(roadshow)s: %(booked)s fixed, %(invited)s proposed to you for an answer."), HALL, True
    ),
    "meetings.ready": Message(N_("The draft of the timetable for %(roadshow)s is ready."), "meetings.arrange"),
}
