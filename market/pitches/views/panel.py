"""What the pages of a roadshow show of its pitches: the selected ones to everybody, counts to the organiser."""

from market.core.panels import Panel
from market.pitches import queries
from market.pitches.rules.states import STATE_NAMES, STATE_TONES, State
from market.roadshows.models import Roadshow


def roadshow_panel(roadshow: Roadshow) -> Panel | None:
    """The selected pitches in their order, and the call while it is open."""
    pitches = queries.of_roadshow(roadshow.id)
    drawn = bool(queries.draws(roadshow.id))
    if not pitches and not roadshow.calls() and not drawn:
        return None
    values = {"roadshow": roadshow, "pitches": pitches, "drawn": drawn, "terms": queries.terms(roadshow)}
    return Panel("pitches", "pitches/panel.html", values)


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """How many applications stand where, which ones are in doubt, and the next step."""
    values = {
        "roadshow": roadshow,
        "counts": queries.counts(roadshow.id),
        "doubtful": queries.doubtful(roadshow.id),
        "states": [(key, name, STATE_TONES[key]) for key, name in STATE_NAMES.items() if key != State.DRAFT],
        "waiting": State.SUBMITTED,
    }
    return Panel("pitches", "pitches/desk_panel.html", values)
