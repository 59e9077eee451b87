"""What is said about schedules, royalty reports, milestones and payments to come."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

REPORT = "royalties.report"
MILESTONE = "royalties.milestone"
SCHEDULE = "royalties.schedule"
PAYMENT = "payments.page"

MESSAGES: Mapping[str, Message] = {
    "royalties.report_due": Message(
        N_("Report your sales for %(period)s by %(report_on)s: %(title)s (%(reference)s)."), REPORT, True
    ),
    "royalties.report_missing": Message(
        N_("%(licensee)s has not reported its sales for %(period)s, due on %(report_on)s: %(title)s (%(reference)s)."),
        REPORT,
        True,
    ),
    "royalties.report_sent": Message(
        N_("%(licensee)s reported its sales for %(period)s: %(title)s (%(reference)s). Verify or query the report."),
        REPORT,
        True,
    ),
    "royalties.report_queried": Message(
        N_("%(licensor)s asks about your report for %(period)s: %(title)s (%(reference)s)."), REPORT, True
    ),
    "royalties.report_verified": Message(
        N_("%(licensor)s verified your report for %(period)s: royalty %(amount_money)s, %(title)s (%(reference)s)."),
        REPORT,
        True,
    ),
    "royalties.milestone_reported": Message(
        N_("%(licensee)s reports as reached: %(name)s, %(title)s (%(reference)s). Confirm it or ask."), MILESTONE, True
    ),
    "royalties.milestone_confirmed": Message(
        N_("%(licensor)s confirmed: %(name)s, %(title)s (%(reference)s)."), MILESTONE
    ),
    "royalties.milestone_doubted": Message(
        N_("%(licensor)s does not agree that it is reached: %(name)s, %(title)s (%(reference)s)."), MILESTONE, True
    ),
    "royalties.payment_soon": Message(
        N_("%(open_money)s is due on %(due_on)s for %(title)s. Payment reference: %(reference)s."), PAYMENT, True
    ),
    "royalties.payment_overdue": Message(
        N_("%(open_money)s was due on %(due_on)s and is still open: %(title)s (%(reference)s)."), PAYMENT, True
    ),
    "royalties.interest": Message(
        N_("An amount was paid late; the agreed interest is %(amount_money)s: %(title)s (%(reference)s)."), SCHEDULE
    ),
    "royalties.frozen": Message(
        N_("%(reason)s Future payments of %(title)s (%(reference)s) are frozen. Choose how to go on."), SCHEDULE, True
    ),
    "royalties.choice": Message(
        N_("%(chooser)s chose: %(reason)s. Frozen payments of %(title)s (%(reference)s)."), SCHEDULE, True
    ),
    "royalties.released": Message(N_("%(reason)s: %(title)s (%(reference)s)."), SCHEDULE, True),
}
