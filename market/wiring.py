"""The map: which pages there are, who hears what, what runs by the clock.

TOGETHER reactions run in the transaction of the deed; AFTERWARDS reactions are stored with it and done by the worker.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Blueprint, Flask

from market.core import limits
from market.core.db import transaction
from market.core.events import Event
from market.core.outbox import Batch, Handler, Timed, Wiring

BLUEPRINTS: list[Blueprint] = []

TOGETHER: dict[type[Event], Sequence[Handler | Batch]] = {}

AFTERWARDS: dict[type[Event], Sequence[Handler | Batch]] = {}

UNHEARD: set[type[Event]] = set()


def sweep_limits() -> None:
    """Forget old attempt counters."""
    with transaction():
        limits.sweep()


TIMED: list[Timed] = [Timed("limits.sweep", timedelta(hours=1), sweep_limits)]

WIRING = Wiring(together=TOGETHER, afterwards=AFTERWARDS, timed=TIMED)

SET_UPS: list[Callable[[Flask], None]] = []


def init_app(app: Flask) -> None:
    """Mount every feature."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for set_up in SET_UPS:
        set_up(app)
