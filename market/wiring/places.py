"""Where the frame around every page leads, for each kind of organisation."""

from market.core.actor import Actor
from market.core.frame import Frame, Place
from market.core.i18n import N_
from market.notifications import queries as inbox_queries

PUBLIC_PLACES = (
    Place("search.search", N_("Find patents")),
    Place("needs.board", N_("Technology needs")),
    Place("roadshows.index", N_("Roadshows")),
    Place("accounts.organisations", N_("Universities")),
    Place("reports.figures", N_("Open figures")),
)
DESK = (
    Place("operations.desk", N_("Work list")),
    Place("operations.deals", N_("Deals")),
    Place("contracts.templates", N_("Contract templates")),
    Place("operations.jobs", N_("Jobs")),
    Place("notifications.mail_log", N_("Mail log")),
    Place("operations.trail", N_("Audit trail")),
)
ROADSHOWS_DESK = (
    Place("roadshows.board", N_("Roadshow desk")),
    Place("roadshows.approvals", N_("Approval of roadshows")),
    Place("roadshows.all_series", N_("Series of roadshows")),
    Place("outcomes.table", N_("Comparison")),
    Place("roadshows.index", N_("Public list")),
)
ROADSHOWS_BUREAU = (
    Place("roadshows.approvals", N_("Approval of roadshows")),
    Place("outcomes.table", N_("Comparison")),
    Place("roadshows.index", N_("Public list")),
)
ROADSHOWS = (
    Place("roadshows.index", N_("Coming and past")),
    Place("guests.mine", N_("My registrations")),
    Place("invitations.mine", N_("Invitations")),
    Place("pitches.mine", N_("My pitches")),
    Place("intents.mine", N_("Intents")),
)
"""What somebody who takes part has to do with roadshows."""
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
    Place("payments.refunds", N_("Refunds")),
    Place("payments.payouts", N_("Payouts")),
    Place("filings.invoices", N_("Invoices")),
    Place("royalties.reports", N_("Royalty reports")),
)
BOOKS_DESK = (
    Place("banking.statements", N_("Bank statements")),
    Place("banking.rows", N_("Suspense")),
    Place("banking.lists", N_("Lists for the bank")),
    Place("payments.matters", N_("To look at")),
    Place("reconciliation.differences", N_("Differences")),
    Place("ledger.trial_balance", N_("Ledger")),
    Place("ledger.statements", N_("Statements")),
    Place("income.overview", N_("Income split")),
)
FIGURES_DESK = (
    Place("reports.dashboard", N_("Programme")),
    Place("reports.figures", N_("Open figures")),
    Place("effects.reports", N_("Effects of licences")),
    Place("effects.rank", N_("Ranking of licensors")),
)
UNIVERSITY_PATENTS = (
    Place("patents.mine", N_("My patents")),
    Place("patents.imports", N_("Imports")),
    Place("patents.claims", N_("Claims of ownership")),
)
UNIVERSITY_MONEY = (
    Place("payments.incoming", N_("Amounts due")),
    Place("payments.receipts", N_("Receipts")),
    Place("royalties.reports", N_("Royalty reports")),
    Place("filings.invoices", N_("Invoices")),
    Place("income.overview", N_("Income split")),
    Place("ledger.statement", N_("Statement")),
)
UNIVERSITY_BANK = (
    Place("banking.statements", N_("Bank statements")),
    Place("banking.rows", N_("Bank rows to decide")),
    Place("payments.payouts", N_("Payouts")),
    Place("payments.mine", N_("Own payments")),
)
FIRM_LICENCES = (
    Place("licensing.mine", N_("My licences")),
    Place("negotiation.mine", N_("Deals in negotiation")),
    Place("filings.overview", N_("Recordals")),
    Place("agenda.deadlines", N_("Deadlines")),
    Place("effects.reports", N_("Effects of licences")),
)
UNIVERSITY_LICENCES = (
    Place("licensing.mine", N_("Licences")),
    Place("negotiation.mine", N_("Deals in negotiation")),
    Place("negotiation.rule", N_("Public notice rule")),
    Place("filings.overview", N_("Recordals")),
    Place("agenda.deadlines", N_("Deadlines")),
    Place("effects.reports", N_("Effects of licences")),
)
LICENCES_DESK = (
    Place("licensing.all", N_("Licences")),
    Place("negotiation.board", N_("Deals in negotiation")),
    Place("contracts.mine", N_("Contracts")),
    Place("negotiation.notices", N_("Public notices")),
    Place("filings.overview", N_("Recordals")),
    Place("agenda.deadlines", N_("Deadlines")),
)
FIRM_MONEY = (
    Place("payments.mine", N_("Payments")),
    Place("filings.invoices", N_("Invoices")),
    Place("ledger.statement", N_("Statement")),
    Place("royalties.reports", N_("Royalty reports")),
)
NAVIGATION = {
    "": PUBLIC_PLACES,
    "firm": (
        Place("search.search", N_("Find patents")),
        Place("needs.mine", N_("My needs")),
        Place("roadshows.index", N_("Roadshows"), beside=ROADSHOWS),
        Place("licensing.mine", N_("My licences"), beside=FIRM_LICENCES),
        Place("payments.mine", N_("Payments"), beside=FIRM_MONEY),
    ),
    "service": (*PUBLIC_PLACES, Place("negotiation.mine", N_("Deals"))),
    "university": (
        Place("patents.mine", N_("My patents"), beside=UNIVERSITY_PATENTS),
        Place("listings.mine", N_("Listings")),
        Place("matching.needs", N_("Needs that fit")),
        Place("roadshows.index", N_("Roadshows"), beside=ROADSHOWS),
        Place("licensing.mine", N_("Licences"), beside=UNIVERSITY_LICENCES),
        Place("payments.incoming", N_("Income"), beside=UNIVERSITY_MONEY),
        Place("banking.statements", N_("Banking"), beside=UNIVERSITY_BANK),
    ),
    "operator": (
        Place("operations.desk", N_("Desk"), beside=DESK),
        Place("accounts.vetting", N_("Vetting")),
        Place("patents.mine", N_("Patents"), beside=PATENTS_DESK),
        Place("needs.triage", N_("Needs"), beside=NEEDS_DESK),
        Place("roadshows.board", N_("Roadshows"), beside=ROADSHOWS_DESK),
        Place("licensing.all", N_("Licences"), beside=LICENCES_DESK),
        Place("payments.incoming", N_("Money"), beside=MONEY_DESK),
        Place("banking.statements", N_("Books"), beside=BOOKS_DESK),
        Place("reports.dashboard", N_("Figures"), beside=FIGURES_DESK),
    ),
    "authority": (
        Place("reports.dashboard", N_("Programme")),
        Place("reports.figures", N_("Figures")),
        Place("effects.rank", N_("Ranking of licensors")),
        Place("roadshows.approvals", N_("Roadshows"), beside=ROADSHOWS_BUREAU),
        Place("search.search", N_("Find patents")),
    ),
}
FOOTER = (
    Place("operations.guide", N_("How it works")),
    Place("operations.fees", N_("Fees and payment")),
    Place("operations.sources", N_("Data and sources")),
    Place("negotiation.notices", N_("Public notices")),
    Place("contracts.verify", N_("Verify a contract")),
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
