"""What intents add to other pages: the button on a pitch, the count on a roadshow's desk, the beginning of a deal."""

from market.core.panels import Panel
from market.core.web import current_actor
from market.intents import queries
from market.intents.forms import WishForm
from market.intents.models import Intent
from market.intents.rules.states import STAGE_NAMES
from market.intents.rules.wishes import AFTER, BEFORE, names
from market.intents.views.declaring import may_register, refusal
from market.intents.views.mount import shared_words, subject
from market.licensing.models import LicenceRequest
from market.negotiation.models import Deal
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow


def pitch_panel(pitch: Pitch) -> Panel | None:
    """On a pitch: declare an intent, or what one has declared; its own side sees how many and who."""
    if pitch.roadshow.state not in BEFORE | AFTER:
        return None
    actor = current_actor()
    cares = actor.operator or actor.of(pitch.organisation_id)
    why = None if cares or actor.user_id is None else refusal(pitch)
    values = {
        **shared_words(),
        "pitch": pitch,
        "need": pitch.need_id is not None,
        "cares": cares,
        "on_it": queries.of_pitch(pitch.id) if cares else [],
        "declared": queries.of_person(actor, pitch.id),
        "refusal": why,
        "to_register": why is not None and may_register(pitch, why),
        "stranger": actor.user_id is None,
        "form": WishForm(names(subject(pitch)), formdata=None) if why is None and not cares else None,
        "count": queries.counts(pitch.roadshow_id).get(pitch.id, 0),
    }
    return Panel("intent", "intents/pitch_panel.html", values)


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """On the desk of a roadshow: how many intents are in which stage, and how many wait."""
    counts = queries.stage_counts(current_actor(), roadshow.id)
    if not counts:
        return None
    values = {
        **shared_words(),
        "roadshow": roadshow,
        "stages": [(stage, name, counts[stage]) for stage, name in STAGE_NAMES.items() if stage in counts],
        "late": queries.late_count(roadshow.id),
    }
    return Panel("intents", "intents/desk_panel.html", values)


def deal_panel(request: LicenceRequest) -> Panel | None:
    """On a notice or licence: the intent and the roadshow it began with."""
    return _began(queries.of_request(request.id))


def negotiation_panel(deal: Deal) -> Panel | None:
    """On a negotiated deal: the same."""
    return _began(queries.of_deal(deal.id))


def _began(found: list[Intent]) -> Panel | None:
    actor = current_actor()
    seen = [
        row for row in found if actor.operator or actor.of(row.organisation_id) or actor.of(row.pitch.organisation_id)
    ]
    values = {**shared_words(), "intents": seen}
    return Panel("began", "intents/deal_panel.html", values, side="aside") if seen else None
