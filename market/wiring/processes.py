"""Every declared process, and the document made from the tables: docs/processes.md. A test holds the file to it.

To write it anew: python -m market.wiring.processes > docs/processes.md
"""

import sys

from market.core.process import Process, document
from market.guests.rules.processes import PROCESS as REGISTRATION
from market.intents.rules.processes import PROCESS as INTENT
from market.invitations.rules.states import PROCESS as INVITATION
from market.licensing.rules.states import OPEN_LICENCE
from market.meetings.rules.states import PROCESS as MEETING
from market.negotiation.rules.processes import ANSWER, EQUITY, LICENCE, TRANSFER
from market.pitches.rules.processes import PROCESS as PITCH
from market.roadshows.rules.processes import PROCESS as ROADSHOW

DEALS: tuple[Process, ...] = (OPEN_LICENCE, ANSWER, LICENCE, TRANSFER, EQUITY)
EVENTS: tuple[Process, ...] = (ROADSHOW, PITCH, INVITATION, REGISTRATION, MEETING, INTENT)
OPENING = """
# Processes

Every kind of deal, and every thing at a roadshow that has a life of its own, is one declared table: states, moves, who
may make them, what must hold, what the clock does, who is told, and where the operator may step in. Buttons, guards,
messages and the property tests are made from the same tables, and so is this file. The tables stand in the rules of
their rooms, `market/<room>/rules/`.
"""


def text() -> str:
    """The whole file."""
    return document((*DEALS, *EVENTS), OPENING)


if __name__ == "__main__":
    sys.stdout.write(text())
