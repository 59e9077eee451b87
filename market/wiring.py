"""The map: which pages there are, who hears what, what runs by the clock.

TOGETHER reactions run in the transaction of the deed; AFTERWARDS reactions are stored with it and done by the worker.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Blueprint, Flask

from market.core import frame, limits
from market.core.actor import Actor
from market.core.db import transaction
from market.core.events import Event
from market.core.frame import Frame, Place
from market.core.i18n import N_
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

PUBLIC_PLACES = (
    Place("search.search", N_("Find patents")),
    Place("needs.board", N_("Technology needs")),
    Place("accounts.organisations", N_("Universities")),
    Place("reports.figures", N_("Open figures")),
)
NAVIGATION = {
    "": PUBLIC_PLACES,
    "firm": (
        Place("search.search", N_("Find patents")),
        Place("needs.mine", N_("My needs")),
        Place("licensing.mine", N_("My licences")),
        Place("payments.mine", N_("Payments")),
    ),
    "service": PUBLIC_PLACES,
    "university": (
        Place("patents.mine", N_("My patents")),
        Place("listings.mine", N_("Listings")),
        Place("matching.needs", N_("Needs that fit")),
        Place("licensing.mine", N_("Licences")),
        Place("payments.incoming", N_("Income")),
    ),
    "operator": (
        Place("operations.desk", N_("Desk")),
        Place("accounts.vetting", N_("Vetting")),
        Place("needs.triage", N_("Needs")),
        Place("licensing.all", N_("Licences")),
        Place("payments.incoming", N_("Money")),
        Place("reports.figures", N_("Figures")),
    ),
    "authority": (
        Place("reports.dashboard", N_("Programme")),
        Place("reports.figures", N_("Figures")),
        Place("search.search", N_("Find patents")),
    ),
}
FOOTER = (
    Place("operations.guide", N_("How it works")),
    Place("operations.fees", N_("Fees and payment")),
    Place("operations.sources", N_("Data and sources")),
    Place("operations.status", N_("Service status")),
    Place("operations.privacy", N_("Privacy")),
    Place("operations.accessibility", N_("Accessibility")),
)


def utilities(actor: Actor) -> list[tuple[Place, int]]:
    """What stands at the right of the header: sign in, or inbox, own account and sign out."""
    if actor.user_id is None:
        return [(Place("accounts.login", N_("Sign in")), 0), (Place("accounts.sign_up", N_("Join")), 0)]
    return [
        (Place("notifications.inbox", N_("Inbox"), icon="inbox"), 0),
        (Place("accounts.me", actor.name, icon="person-circle"), 0),
        (Place("accounts.logout", N_("Sign out"), post=True), 0),
    ]


FRAME = Frame(NAVIGATION, utilities, FOOTER)

SET_UPS: list[Callable[[Flask], None]] = []


def init_app(app: Flask) -> None:
    """Mount every feature."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    frame.init_app(app, FRAME)
    for set_up in SET_UPS:
        set_up(app)
