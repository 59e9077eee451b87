"""What the pages of a roadshow show of its outcome: replay and public sums, and on the desk what is due."""

from market.core import clock
from market.core.i18n import translate
from market.core.panels import Panel
from market.core.web import current_actor
from market.outcomes import queries
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.figures import PUBLIC
from market.outcomes.rules.versions import next_due
from market.outcomes.service.cells import figure, text
from market.outcomes.service.timers import held_on
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State


def roadshow_panel(roadshow: Roadshow) -> Panel | None:
    """On the public page of one that was held: the replay where it is open, and sums of the newest issued report."""
    if roadshow.state != State.HELD:
        return None
    issued, actor = queries.issued(roadshow.id), current_actor()
    report = queries.report_of(issued[0]) if issued else None
    told = report.figures if report else {}
    shown = {key: text(figure(key, told)) for key in PUBLIC if key in told}
    values = {
        "roadshow": roadshow,
        "replay": queries.replay_open(actor, roadshow),
        "rows": [(translate(DEFINITIONS[key].name), words) for key, words in shown.items()],
        "report": report,
    }
    return Panel("outcome", "outcomes/panel.html", values)


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """On the organiser's desk of one that was held: which report is due, and how many have answered the survey."""
    if roadshow.state != State.HELD:
        return None
    rows = queries.versions(roadshow.id)
    issued = [it for it in rows if it.state == "issued"]
    values = {
        "roadshow": roadshow,
        "draft": next((it for it in rows if it.state == "draft"), None),
        "newest": issued[0] if issued else None,
        "due": next_due(held_on(roadshow), clock.today(), {it.occasion for it in issued}),
        "today": clock.today(),
        "survey": queries.outcome(queries.survey_of(roadshow.id)),
        "replay": bool(roadshow.replay_url),
    }
    return Panel("outcome", "outcomes/desk_panel.html", values, side="aside")
