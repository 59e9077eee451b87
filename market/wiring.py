"""The map: which pages there are, who hears what, what runs by the clock.

TOGETHER reactions run in the transaction of the deed; AFTERWARDS reactions are stored with it and done by the worker.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Blueprint, Flask

from market.accounts import events as accounts_events
from market.accounts import views as accounts_views
from market.core import frame, limits
from market.core.actor import Actor
from market.core.db import transaction
from market.core.events import Event
from market.core.frame import Frame, Place
from market.core.i18n import N_
from market.core.outbox import Batch, Handler, Timed, Wiring
from market.ledger import service as ledger
from market.ledger import views as ledger_views
from market.licensing import events as licensing_events
from market.licensing import queries as licensing_queries
from market.licensing import service as licensing
from market.licensing import views as licensing_views
from market.licensing.service import timers as licensing_timers
from market.listings import events as listings_events
from market.listings import service as listings
from market.listings import views as listings_views
from market.matching import events as matching_events
from market.matching import service as matching
from market.matching import views as matching_views
from market.needs import events as needs_events
from market.needs import service as needs
from market.needs import views as needs_views
from market.notifications import events as notifications_events
from market.notifications import mail
from market.notifications import queries as inbox_queries
from market.notifications import views as notifications_views
from market.notifications.service import accounts as tell_accounts
from market.notifications.service import licensing as tell_licensing
from market.notifications.service import listings as tell_listings
from market.notifications.service import needs as tell_needs
from market.notifications.service import patents as tell_patents
from market.notifications.service import payments as tell_payments
from market.operations import views as operations_views
from market.patents import events as patents_events
from market.patents import service as patents
from market.patents import views as patents_views
from market.payments import events as payments_events
from market.payments import gateway as card_door
from market.payments import service as payments
from market.payments import views as payments_views
from market.payments import webhooks as payments_callbacks
from market.reports import views as reports_views
from market.search import events as search_events
from market.search import views as search_views
from market.search.index import upkeep as search_index

BLUEPRINTS: list[Blueprint] = [
    accounts_views.blueprint,
    notifications_views.blueprint,
    patents_views.blueprint,
    needs_views.blueprint,
    matching_views.blueprint,
    search_views.blueprint,
    payments_views.blueprint,
    payments_callbacks.blueprint,
    ledger_views.blueprint,
    licensing_views.blueprint,
    operations_views.blueprint,
    reports_views.blueprint,
    listings_views.blueprint,
]

TOGETHER: dict[type[Event], Sequence[Handler | Batch]] = {
    patents_events.PatentStatusChanged: [listings.patent_status_changed],
    payments_events.ReceivableSettled: [licensing.on_settled],
}

FIND = Batch(search_index.hear)
"""What can be found has changed: one run for however many events."""

AFTERWARDS: dict[type[Event], Sequence[Handler | Batch]] = {
    # accounts
    accounts_events.OrganisationChanged: [patents.link_after_vetting, FIND],
    accounts_events.OrganisationSignedUp: [tell_accounts.sign_up],
    accounts_events.OrganisationVetted: [patents.link_after_vetting, tell_accounts.vetting],
    accounts_events.MemberInvited: [tell_accounts.invitation],
    accounts_events.MemberJoined: [tell_accounts.joining],
    accounts_events.MemberChanged: [tell_accounts.role],
    accounts_events.PasswordResetAsked: [tell_accounts.reset],
    accounts_events.PasswordChanged: [tell_accounts.password],
    accounts_events.SignUpRepeated: [tell_accounts.repeated],
    accounts_events.PersonDisabled: [tell_accounts.disabling],
    # patents
    patents_events.PatentChanged: [FIND],
    patents_events.ImportAsked: [patents.run_asked],
    patents_events.PatentsImported: [tell_patents.imported, FIND, Batch(matching.on_import)],
    patents_events.PatentStatusChanged: [licensing_timers.on_patent_status, FIND],
    patents_events.OwnershipClaimed: [tell_patents.claim],
    patents_events.OwnershipDecided: [tell_patents.decision, FIND],
    # listings
    listings_events.ListingChanged: [FIND],
    listings_events.ListingDeclared: [tell_listings.declared],
    listings_events.ListingAnnounced: [tell_listings.announced, FIND, matching.on_listing],
    listings_events.ListingSuspended: [tell_listings.suspended, FIND, matching.on_listing_gone],
    listings_events.ListingResumed: [tell_listings.resumed, FIND, matching.on_listing],
    listings_events.ListingWithdrawn: [tell_listings.withdrawn, FIND, matching.on_listing_gone],
    listings_events.ListingEnded: [tell_listings.ended, FIND, matching.on_listing_gone],
    # needs
    needs_events.NeedSubmitted: [tell_needs.submitted],
    needs_events.NeedReturned: [tell_needs.returned],
    needs_events.NeedPublished: [tell_needs.published, matching.on_need],
    needs_events.NeedChanged: [matching.on_need],
    needs_events.NeedClosed: [tell_needs.closed, matching.on_need_closed],
    # matching
    matching_events.MatchingAsked: [matching.on_need],
    matching_events.NeedMatched: [tell_needs.matched],
    matching_events.ListingMatched: [tell_needs.listing_matched],
    matching_events.ProposalAnswered: [tell_needs.answered],
    # licensing
    licensing_events.NoticeSent: [tell_licensing.notice],
    licensing_events.RequestHeld: [tell_licensing.held],
    licensing_events.NoticeRead: [tell_licensing.read],
    licensing_events.RequestClosed: [tell_licensing.closed],
    licensing_events.LicenceGranted: [tell_licensing.granted],
    licensing_events.RecordalDueSoon: [tell_licensing.recordal_soon],
    licensing_events.LicensedPatentEnded: [tell_licensing.patent_ended],
    licensing_events.LicenceRecorded: [tell_licensing.recorded],
    licensing_events.LicenceEnded: [tell_licensing.ended],
    # payments
    payments_events.PaymentAsked: [tell_payments.asked],
    payments_events.PaymentReceived: [tell_payments.received],
    payments_events.ReceivableCancelled: [tell_payments.cancelled],
    payments_events.SurplusReceived: [tell_payments.surplus],
    payments_events.SurplusGivenBack: [tell_payments.given_back],
    # search
    search_events.IndexLost: [FIND],
    # notifications
    notifications_events.MailQueued: [mail.deliver],
}

UNHEARD: set[type[Event]] = {
    accounts_events.InvitationWithdrawn,
    accounts_events.OrganisationNoted,
    accounts_events.PersonChanged,
    accounts_events.SessionsEnded,
    accounts_events.SignedIn,
    accounts_events.SignInFailed,
    listings_events.ListingDrafted,
    needs_events.NeedReopened,
    needs_events.NeedTalked,
    needs_events.NeedsImported,
    patents_events.OwnersLinked,
}


def sweep_limits() -> None:
    """Forget old attempt counters."""
    with transaction():
        limits.sweep()


def check_books() -> None:
    """Let an unsound ledger, or rows that disagree with it, stand out among the timed jobs."""
    if findings := [*ledger.self_check(), *payments.self_check()]:
        raise RuntimeError("; ".join(findings[:20]))


TIMED: list[Timed] = [
    Timed("limits.sweep", timedelta(hours=1), sweep_limits),
    Timed("search.check", timedelta(hours=1), search_index.check),
    Timed("listings.watch", timedelta(hours=12), listings.nightly),
    Timed("matching.due", timedelta(minutes=5), matching.run_due),
    Timed("needs.expire", timedelta(hours=6), needs.expire_due),
    Timed("payments.ask_again", timedelta(minutes=1), card_door.ask_again),
    Timed("ledger.check", timedelta(days=1), check_books),
    Timed("licensing.lapse", timedelta(hours=1), licensing_timers.lapse_unpaid),
    Timed("licensing.remind", timedelta(hours=1), licensing_timers.remind_of_recordal),
    Timed("licensing.end", timedelta(hours=6), licensing_timers.end_what_is_over),
]

WIRING = Wiring(together=TOGETHER, afterwards=AFTERWARDS, timed=TIMED)

PUBLIC_PLACES = (
    Place("search.search", N_("Find patents")),
    Place("needs.board", N_("Technology needs")),
    Place("accounts.organisations", N_("Universities")),
    Place("reports.figures", N_("Open figures")),
)
DESK = (
    Place("operations.desk", N_("Work list")),
    Place("operations.deals", N_("Deals")),
    Place("operations.jobs", N_("Jobs")),
    Place("notifications.mail_log", N_("Mail log")),
    Place("operations.trail", N_("Audit trail")),
)
PATENTS_DESK = (
    Place("patents.mine", N_("All patents")),
    Place("listings.desk", N_("Listings")),
    Place("patents.imports", N_("Imports")),
    Place("patents.claims", N_("Claims of ownership")),
)
NEEDS_DESK = (
    Place("needs.triage", N_("Needs to review")),
    Place("matching.overview", N_("Matching desk")),
    Place("needs.board", N_("Public board")),
)
MONEY_DESK = (
    Place("payments.incoming", N_("Amounts due")),
    Place("payments.receipts", N_("Receipts")),
    Place("payments.surplus", N_("Surplus")),
    Place("ledger.trial_balance", N_("Ledger")),
)
FIGURES_DESK = (
    Place("reports.dashboard", N_("Programme")),
    Place("reports.figures", N_("Open figures")),
)
UNIVERSITY_PATENTS = (
    Place("patents.mine", N_("My patents")),
    Place("patents.imports", N_("Imports")),
    Place("patents.claims", N_("Claims of ownership")),
)
UNIVERSITY_MONEY = (
    Place("payments.incoming", N_("Amounts due")),
    Place("payments.receipts", N_("Receipts")),
    Place("payments.mine", N_("Own payments")),
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
        Place("patents.mine", N_("My patents"), beside=UNIVERSITY_PATENTS),
        Place("listings.mine", N_("Listings")),
        Place("matching.needs", N_("Needs that fit")),
        Place("licensing.mine", N_("Licences")),
        Place("payments.incoming", N_("Income"), beside=UNIVERSITY_MONEY),
    ),
    "operator": (
        Place("operations.desk", N_("Desk"), beside=DESK),
        Place("accounts.vetting", N_("Vetting")),
        Place("patents.mine", N_("Patents"), beside=PATENTS_DESK),
        Place("needs.triage", N_("Needs"), beside=NEEDS_DESK),
        Place("licensing.all", N_("Licences")),
        Place("payments.incoming", N_("Money"), beside=MONEY_DESK),
        Place("reports.dashboard", N_("Figures"), beside=FIGURES_DESK),
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
        (Place("notifications.inbox", N_("Inbox"), icon="inbox"), inbox_queries.unread(actor.user_id)),
        (Place("accounts.me", actor.name, icon="person-circle"), 0),
        (Place("accounts.logout", N_("Sign out"), post=True), 0),
    ]


FRAME = Frame(NAVIGATION, utilities, FOOTER)


def show_licence_counts(app: Flask) -> None:
    """Listing pages tell how many licences were taken: a lower page asks by name, without an import."""
    app.jinja_env.globals["licence_count"] = licensing_queries.licence_count


SET_UPS: list[Callable[[Flask], None]] = [show_licence_counts, accounts_views.set_up]


def init_app(app: Flask) -> None:
    """Mount every feature."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    frame.init_app(app, FRAME)
    for set_up in SET_UPS:
        set_up(app)
