"""Where a deal began: the roadshow, the pitch and the intent it came of."""

from market.core.i18n import N_, current_language, translate
from market.evidence.queries.case import Case, instant
from market.evidence.rules.dossier import Dossier, facts, named, table
from market.intents import queries as intents
from market.intents.models import Intent
from market.intents.rules.processes import SAID
from market.intents.rules.states import STAGE_NAMES
from market.intents.rules.wishes import names


def roadshow(case: Case, dossier: Dossier) -> None:
    """Pitch, intent and every step on the way, as this reader may see them."""
    found = intents.of_request(case.request.id) if case.request is not None else []
    found += intents.of_deal(case.deal.id) if case.deal is not None else []
    heads = (N_("Time"), N_("Step"), N_("Organisation"), N_("Remark"))
    for intent in {row.id: row for row in found}.values():
        rows = [
            (
                instant(step.at),
                translate(SAID.get(step.what) or STAGE_NAMES[step.stage]),
                step.organisation.name if step.organisation is not None else "",
                step.note,
            )
            for step in reversed(intents.steps_seen(case.reader, intent))
        ]
        dossier.add(N_("Roadshow and intent"), facts(_facts(intent)), table(heads, rows))


def _facts(intent: Intent) -> list[tuple[str, str] | None]:
    language, pitch = current_language(), intent.pitch
    return [
        (N_("Roadshow"), f"{intent.roadshow.reference} {intent.roadshow.name(language)}"),
        (N_("Held at"), instant(intent.roadshow.starts_at)),
        (N_("Pitch"), f"{pitch.reference} {pitch.name(language)}"),
        (N_("Intent"), intent.reference),
        (N_("What is wanted"), named(names("need" if pitch.need_id is not None else "listing"), intent.kind)),
        (N_("Intent declared at"), instant(intent.declared_at)),
        (N_("Stage"), named(STAGE_NAMES, intent.stage)),
    ]
