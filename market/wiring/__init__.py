"""The map: which pages there are, who hears what, what runs by the clock, where the frame leads."""

from collections.abc import Callable

from flask import Blueprint, Flask

from market.accounts import views as accounts_views
from market.banking import views as banking_views
from market.core import frame, panels
from market.core.events import Event
from market.ledger import views as ledger_views
from market.licensing import queries as licensing_queries
from market.licensing import views as licensing_views
from market.listings import views as listings_views
from market.matching import views as matching_views
from market.needs import views as needs_views
from market.notifications import views as notifications_views
from market.operations import views as operations_views
from market.patents import views as patents_views
from market.payments import views as payments_views
from market.payments import webhooks as payments_callbacks
from market.reports import views as reports_views
from market.search import views as search_views
from market.wiring.places import FOOTER, FRAME, NAVIGATION
from market.wiring.reactions import AFTERWARDS, TOGETHER, UNHEARD, WIRING

__all__ = [
    "AFTERWARDS",
    "BLUEPRINTS",
    "FOOTER",
    "FRAME",
    "NAVIGATION",
    "PANELS",
    "SAID",
    "TOGETHER",
    "UNHEARD",
    "WIRING",
    "init_app",
]

BLUEPRINTS: list[Blueprint] = [
    accounts_views.blueprint,
    notifications_views.blueprint,
    patents_views.blueprint,
    needs_views.blueprint,
    matching_views.blueprint,
    search_views.blueprint,
    payments_views.blueprint,
    payments_callbacks.blueprint,
    banking_views.blueprint,
    ledger_views.blueprint,
    licensing_views.blueprint,
    operations_views.blueprint,
    reports_views.blueprint,
    listings_views.blueprint,
]

PANELS: dict[str, list[panels.Ask]] = {
    "deal": [],
}
"""What features above add to a page of a feature below: asked in this order, each may have nothing to show."""

SAID: dict[type[Event], str] = {}
"""What the progress of a deal calls the events of features above licensing, as message ids."""


def show_licence_counts(app: Flask) -> None:
    """Listing pages tell how many licences were taken: a lower page asks by name, without an import."""
    app.jinja_env.globals["licence_count"] = licensing_queries.licence_count


SET_UPS: list[Callable[[Flask], None]] = [show_licence_counts, accounts_views.set_up]


def init_app(app: Flask) -> None:
    """Mount every feature."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    frame.init_app(app, FRAME)
    panels.init_app(app, PANELS, {event.name(): sentence for event, sentence in SAID.items()})
    for set_up in SET_UPS:
        set_up(app)
