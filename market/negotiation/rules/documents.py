"""The document of every process, made from the tables: docs/processes.md. A test holds the file to it.

To write it anew: python -m market.negotiation.rules.documents > docs/processes.md
"""

import sys

from market.core.process import document
from market.licensing.rules.states import OPEN_LICENCE
from market.negotiation.rules.processes import ANSWER, EQUITY, LICENCE, TRANSFER

PROCESSES = (OPEN_LICENCE, ANSWER, LICENCE, TRANSFER, EQUITY)
OPENING = """
# Processes

Every kind of deal is one declared table: states, moves, who may make them, what must hold, what the clock does, who is
told, and where the operator may step in. Buttons, guards, messages and the property tests are made from the same
tables, and so is this file: `market/licensing/rules/states.py` and `market/negotiation/rules/processes.py`.
"""


def text() -> str:
    """The whole file."""
    return document(PROCESSES, OPENING)


if __name__ == "__main__":
    sys.stdout.write(text())
