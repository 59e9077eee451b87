"""One's intents as a list, and the page of one."""

from collections.abc import Iterable, Mapping, Sequence

from flask import render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.actor import Actor
from market.core.i18n import current_language, translate
from market.core.money import Money
from market.core.process import open_moves
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.intents import queries
from market.intents.forms import CloseForm, OutsideForm, PlanForm, StepForm, WordForm
from market.intents.models import Intent
from market.intents.queries import Chain
from market.intents.rules.closing import REASONS
from market.intents.rules.outside import CONTRACT_NAMES
from market.intents.rules.processes import BY_HAND, MOVES
from market.intents.rules.states import KIND_NAMES, SOURCE_NAMES, STAGE_NAMES, Stage
from market.intents.service.moving import side
from market.intents.views.mount import Answer, blueprint, kind_name, organisation_name, presenter_name
from market.intents.views.starting import spoken, starts

MOST_EXPORTED = 10_000


@blueprint.get("/intents")
@access("firm", "university", "service", "operator")
def mine() -> Answer:
    """The intents one may see: one's own, those on one's pitches, all for the operator; searched, exported."""
    actor, stage, kind = current_actor(), request.args.get("stage", ""), request.args.get("kind", "")
    statement = queries.listed(
        actor,
        stage if stage in {*STAGE_NAMES, "open", "won"} else "",
        kind if kind in KIND_NAMES else "",
        request.args.get("q", ""),
        late=request.args.get("late") == "1",
    )
    if request.args.get("format") in sheets.FORMATS:
        page = paginate(statement, MOST_EXPORTED)
        return sheets.send("intents", heads(), rows(page.items), request.args["format"], page.total)
    page = paginate(statement)
    return render_template(
        "intents/mine.html",
        page=page,
        stage=stage,
        kind=kind,
        counts=queries.stage_counts(actor),
        stage_choices=stage_choices(),
        kind_choices=[("", _("All")), *((key, translate(name)) for key, name in KIND_NAMES.items())],
        late_choices=[("", _("All")), ("1", _("Next date passed"))],
    )


def stage_choices() -> list[tuple[str, str]]:
    """The stages to filter by."""
    wide = [("", _("All")), ("open", _("Open intents")), ("won", _("Signed or further"))]
    return wide + [(key, translate(name)) for key, name in STAGE_NAMES.items()]


def heads() -> list[str]:
    """The columns of an exported list, each with its unit."""
    return [
        _("Number"),
        _("Roadshow"),
        _("Pitch"),
        _("Who pitched"),
        _("Who declared"),
        _("What is wanted"),
        _("Lower amount (yuan)"),
        _("Upper amount (yuan)"),
        _("Intent declared on"),
        _("How it was declared"),
        _("Confirmed on"),
        _("Stage"),
        _("Since"),
        _("Looked after by"),
        _("Next date"),
        _("Step to take"),
        _("Why closed"),
        _("Request or deal"),
        _("Licence"),
        _("Signed on"),
        _("Recorded on"),
        _("Contracted (yuan, or as stated)"),
        _("Received (yuan, or as stated)"),
        _("Signed outside, as reported: kind"),
        _("Signed outside, as reported: day"),
        _("Signed outside, as reported: number"),
        _("Signed outside, as reported: amount (yuan, or as stated)"),
        _("Signed outside, as reported: terms"),
        _("Signed outside, as reported: recordal"),
    ]


def rows(found: Iterable[Intent]) -> Iterable[list[Cell]]:
    """The intents as rows, each with what became of it."""
    listed = list(found)
    known = queries.chains(listed)
    return (_cells(intent, known[intent.id]) for intent in listed)


def _cells(intent: Intent, known: Chain) -> list[Cell]:
    low, high = intent.amount
    about = known.request or known.deal
    return [
        intent.reference,
        intent.roadshow.title,
        intent.pitch.title,
        presenter_name(intent.pitch),
        organisation_name(intent.organisation),
        kind_name(intent),
        low,
        high,
        intent.declared_at,
        translate(SOURCE_NAMES[intent.source]),
        intent.entry.confirmed_at if intent.entry is not None else None,
        translate(STAGE_NAMES[intent.stage]),
        intent.stage_at,
        intent.owner.name if intent.owner is not None else "",
        intent.next_on,
        intent.next_step,
        translate(REASONS[intent.closed_reason]) if intent.closed_reason in REASONS else "",
        about.reference if about is not None else "",
        known.licence.reference if known.licence is not None else "",
        known.signed_on,
        known.recorded_on,
        sums([known.contracted] if known.contracted is not None else []),
        sums(known.received),
        *_outside_cells(known),
    ]


def _outside_cells(known: Chain) -> list[Cell]:
    found = known.outside
    if found is None:
        return [None] * 6
    kind = translate(CONTRACT_NAMES[found.kind])
    return [kind, found.signed_on, found.number, sums([found.amount]), found.terms, found.recordal]


def sums(amounts: Sequence[Money]) -> Cell:
    """Amounts as one cell: yuan alone as a number, anything else with its currency, one after the other."""
    if not amounts or (len(amounts) == 1 and amounts[0].currency == "CNY"):
        return amounts[0] if amounts else None
    return " + ".join(money.format(current_language()) for money in amounts)


@blueprint.get("/intents/<int:intent_id>")
@access("firm", "university", "service", "operator")
def page(intent_id: int) -> Answer:
    """One intent: stage, what to do next, contact, log, and everything that came of it."""
    return intent_page(queries.get(current_actor(), intent_id))


def intent_page(intent: Intent, **forms: object) -> str:
    """The page; `forms` are those that were filled in wrongly."""
    actor, known = current_actor(), queries.chain(intent)
    cares = actor.operator or actor.of(intent.pitch.organisation_id)
    moves = by_hand(actor, intent, known)
    own = actor.of(intent.organisation_id)
    started = starts(intent, actor.kind) if own and intent.open and not known.facts.linked else []
    shown: dict[str, object] = {
        "step_form": StepForm(moves, formdata=None) if moves else None,
        "word_form": WordForm(formdata=None),
        "close_form": CloseForm(formdata=None) if cares and intent.open else None,
        "plan_form": plan_form(actor, intent, formdata=None) if cares and intent.open else None,
    }
    reports = cares and intent.stage != Stage.WITHDRAWN and not (known.facts.linked or known.signed)
    shown["outside_form"] = OutsideForm.of(known.outside) if reports else None
    return render_template(
        "intents/page.html",
        intent=intent,
        chain=known,
        steps=queries.steps_seen(actor, intent),
        side=side(actor, intent),
        cares=cares,
        amount=spoken(*intent.amount),
        starts=started,
        **(shown | forms),
    )


def by_hand(actor: Actor, intent: Intent, known: Chain) -> Mapping[str, str]:
    """The moves the acting person may make by hand now, with their names."""
    found = open_moves(MOVES, intent.stage, side(actor, intent), known.facts)
    return {name: MOVES[name].label for name in found if name in BY_HAND}


def plan_form(actor: Actor, intent: Intent, **values: object) -> PlanForm:
    """The form of the next date, with the people the acting person may choose."""
    people = [
        person
        for person in queries.owners(intent.pitch, intent.roadshow.organisation_id)
        if actor.operator or actor.of(person.actor.organisation_id) or person.id == intent.owner_id
    ]
    begun = {"next_on": intent.next_on, "next_step": intent.next_step, "owner": intent.owner_id or 0}
    return PlanForm(people, data=begun, **values)
