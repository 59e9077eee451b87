"""The map: which pages there are, who hears what, what runs by the clock, where the frame leads."""

from collections.abc import Callable

from flask import Blueprint, Flask

from market.accounts import views as accounts_views
from market.agenda import views as agenda_views
from market.banking import views as banking_views
from market.contracts import views as contracts_views
from market.contracts.views import panel as contracts_panel
from market.core import frame, panels
from market.effects import views as effects_views
from market.evidence import views as evidence_views
from market.filings import views as filings_views
from market.guests import queries as guests_queries
from market.guests import views as guests_views
from market.income import views as income_views
from market.intents import queries as intents_queries
from market.intents import views as intents_views
from market.invitations import views as invitations_views
from market.ledger import views as ledger_views
from market.licensing import queries as licensing_queries
from market.licensing import views as licensing_views
from market.listings import queries as listings_queries
from market.listings import views as listings_views
from market.live import views as live_views
from market.matching import views as matching_views
from market.matching.views.words import lines_of
from market.meetings import queries as meetings_queries
from market.meetings import views as meetings_views
from market.needs import views as needs_views
from market.negotiation import views as negotiation_views
from market.negotiation.models import Deal
from market.notifications import views as notifications_views
from market.operations import views as operations_views
from market.outcomes import views as outcomes_views
from market.patents import views as patents_views
from market.payments import views as payments_views
from market.payments import webhooks as payments_callbacks
from market.pitches import views as pitches_views
from market.reconciliation import views as reconciliation_views
from market.reports import views as reports_views
from market.roadshows import views as roadshows_views
from market.royalties import views as royalties_views
from market.schedule import views as schedule_views
from market.search import views as search_views
from market.wiring import roadshows as roadshow_counts
from market.wiring.places import FOOTER, FRAME, NAVIGATION
from market.wiring.reactions import AFTERWARDS, TOGETHER, UNHEARD, WIRING

__all__ = [
    "AFTERWARDS",
    "BLUEPRINTS",
    "FOOTER",
    "FRAME",
    "NAVIGATION",
    "PANELS",
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
    reconciliation_views.blueprint,
    licensing_views.blueprint,
    income_views.blueprint,
    effects_views.blueprint,
    filings_views.blueprint,
    agenda_views.blueprint,
    negotiation_views.blueprint,
    royalties_views.blueprint,
    contracts_views.blueprint,
    evidence_views.blueprint,
    operations_views.blueprint,
    reports_views.blueprint,
    listings_views.blueprint,
    roadshows_views.blueprint,
    pitches_views.blueprint,
    invitations_views.blueprint,
    guests_views.blueprint,
    schedule_views.blueprint,
    intents_views.blueprint,
    meetings_views.blueprint,
    live_views.blueprint,
    outcomes_views.blueprint,
]


def contract_of_deal(deal: Deal) -> panels.Panel | None:
    """The contract on the page of a negotiated deal: in the middle while it is what to do, beside it afterwards."""
    at_work = deal.state in ("agreed", "signing")
    return contracts_panel.of_subject(deal.subject_key, side="main" if at_work else "aside")


PANELS: dict[str, list[panels.Ask]] = {
    "deal": [
        royalties_views.deal_panel,
        negotiation_views.deal_panel,
        filings_views.deal_panel,
        effects_views.deal_panel,
        income_views.deal_panel,
        contracts_views.deal_panel,
        intents_views.deal_panel,
        evidence_views.deal_panel,
    ],
    "roadshow": [
        live_views.roadshow_panel,
        pitches_views.roadshow_panel,
        schedule_views.roadshow_panel,
        guests_views.roadshow_panel,
        meetings_views.public_panel,
        outcomes_views.roadshow_panel,
    ],
    "roadshow_desk": [
        live_views.desk_panel,
        pitches_views.desk_panel,
        schedule_views.roadshow_desk_panel,
        guests_views.desk_panel,
        invitations_views.desk_panel,
        meetings_views.desk_panel,
        outcomes_views.desk_panel,
        intents_views.desk_panel,
    ],
    "pitch": [intents_views.pitch_panel],
    "stage": [meetings_views.stage_panel],
    "negotiation": [
        contract_of_deal,
        royalties_views.negotiation_panel,
        intents_views.negotiation_panel,
        evidence_views.negotiation_panel,
    ],
}
"""What features above add to a page of a feature below: asked in this order, each may have nothing to show."""


def know_readers(app: Flask) -> None:
    """Whoever is let in sees more tabs and, like one with an intent, more of a pitch: asked without an import."""
    app.extensions[roadshows_views.LET_IN] = guests_queries.let_in
    app.extensions[roadshows_views.COUNTS] = roadshow_counts.counts
    app.extensions[roadshows_views.TAKEN] = roadshow_counts.taken
    app.extensions["pitch_readers"] = pitches_views.readers(
        registered=lambda actor, pitch: guests_queries.let_in(actor, pitch.roadshow),
        intent=lambda actor, pitch: intents_queries.has_intent(actor, pitch.id),
    )


def know_engagements(app: Flask) -> None:
    """The check of a programme knows whose meetings it would collide with."""
    app.extensions[schedule_views.ELSEWHERE] = meetings_queries.engaged


def show_licence_counts(app: Flask) -> None:
    """Pages of listings tell how many licences were taken, and the fee in English: asked by name, without an import."""
    app.jinja_env.globals["licence_count"] = licensing_queries.licence_count
    app.jinja_env.globals["announced_fee_in"] = listings_queries.announced_fee


def show_reasons(app: Flask) -> None:
    """Pages of other rooms show the reasons of matching in its own words."""
    app.jinja_env.globals["lines_of"] = lines_of


SET_UPS: list[Callable[[Flask], None]] = [
    show_licence_counts,
    show_reasons,
    know_readers,
    know_engagements,
    negotiation_views.set_up,
    accounts_views.set_up,
    roadshows_views.set_up,
]


def init_app(app: Flask) -> None:
    """Mount every feature."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    frame.init_app(app, FRAME)
    panels.init_app(app, PANELS)
    for set_up in SET_UPS:
        set_up(app)
