"""What is said after a roadshow."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "outcomes.thanks": Message(
        N_("Thank you for coming to %(title)s. Replay and files are there; please tell us what it brought you."),
        "outcomes.survey_by_link",
        True,
        sealed="survey",
    ),
    "outcomes.missed": Message(
        N_("We missed you at %(title)s. Replay and files are there for you."), "outcomes.materials", True
    ),
    "outcomes.survey_repeated": Message(
        N_("What did %(title)s bring you? Two minutes are enough; the survey closes on %(closes_on)s."),
        "outcomes.survey_by_link",
        True,
        sealed="survey",
    ),
    "outcomes.replay": Message(N_("The replay of %(title)s is there."), "outcomes.materials"),
    "outcomes.report_drafted": Message(
        N_("The report on %(title)s is drafted. Read it, add your words and issue it."), "outcomes.report", True
    ),
    "outcomes.report_overdue": Message(
        N_("The report on %(title)s has waited a week. The bureau expects it."), "outcomes.report", True
    ),
    "outcomes.report_issued": Message(
        N_("Version %(version)s of the report on %(title)s is issued."), "outcomes.report", True
    ),
}
