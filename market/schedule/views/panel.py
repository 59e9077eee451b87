"""What the pages of a roadshow show of its programme: everybody the programme, the organiser how far the draft is."""

from market.core.panels import Panel
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule import queries
from market.schedule.rules.clashes import blocking
from market.schedule.views.mount import findings_of, words_of_programmes
from market.schedule.views.programme import by_room


def roadshow_panel(roadshow: Roadshow) -> Panel | None:
    """The released programme on the public page; nothing before it is released, or when the event is called off."""
    release = queries.released(roadshow.id)
    if release is None or roadshow.state == State.CANCELLED:
        return None
    values = {
        "roadshow": roadshow,
        "release": release,
        "groups": by_room(queries.items(release)),
        "changed": queries.changed_since_first(roadshow.id),
        **words_of_programmes(),
    }
    return Panel("programme", "schedule/panel.html", values)


def roadshow_desk_panel(roadshow: Roadshow) -> Panel | None:
    """On the organiser's desk: items, findings, versions, and the next step."""
    found = findings_of(roadshow)
    states = queries.readiness(roadshow.id)
    values = {
        "roadshow": roadshow,
        "rows": queries.draft_items(roadshow.id),
        "newest": queries.released(roadshow.id),
        "pending": queries.pending(roadshow.id),
        "findings": found,
        "blocked": blocking(found),
        "pitches": len(states),
        "ready": sum(1 for _pitch, state, _rows in states if state.ready),
        **words_of_programmes(),
    }
    return Panel("programme", "schedule/desk_panel.html", values)
