"""The operator's templates: shipped ones put in force at first use, drafts, versions, withdrawal.

A contract keeps its own copy of the text it was drawn from: nothing here reaches an old contract.
"""

from collections.abc import Mapping
from pathlib import Path

from market.contracts import queries
from market.contracts.errors import BadTemplate, NoTemplate, NotReady, TemplateFixed
from market.contracts.events import TemplateChanged
from market.contracts.models import ContractTemplate
from market.contracts.rules import document, wording
from market.contracts.rules.agreement import Agreement, values
from market.contracts.rules.document import Block
from market.contracts.rules.example import examples
from market.contracts.rules.states import FAMILIES, TEMPLATE_MOVES, Family, TemplateState
from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import db, swap_state
from market.core.errors import NotFound
from market.core.i18n import translate
from market.core.outbox import emit

SHIPPED = Path(__file__).parents[1] / "shipped"
EXAMPLE_NUMBER = "HT-0000-000000"


def shipped(family: str, language: str) -> str:
    """The wording that comes with the software."""
    return (SHIPPED / f"{Family(family).value}.{language}.md").read_text(encoding="utf-8")


def provide_shipped(family: str) -> ContractTemplate | None:
    """The version in force; a family that never had one gets the shipped wording, inside a transaction.

    None when the operator has withdrawn what there was.
    """
    found = queries.template_in_force(family)
    if found is not None or queries.templates(family):
        return found
    made = ContractTemplate(
        family=family,
        number=1,
        body_zh=shipped(family, "zh"),
        body_en=shipped(family, "en"),
        state=TemplateState.IN_FORCE,
        shipped=True,
        in_force_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    emit(TemplateChanged(made.id, "shipped"), SYSTEM)
    return made


def in_force(family: str) -> ContractTemplate:
    """The version to draw from; raises NoTemplate."""
    found = provide_shipped(family)
    if found is None:
        raise NoTemplate
    return found


def rendered(body_zh: str, body_en: str, agreement: Agreement, number: str) -> list[Block]:
    """The blocks of both bodies with the agreement's values; raises BadTemplate naming what is wrong."""
    texts = {}
    for field, body, language in (("body_zh", body_zh, "zh"), ("body_en", body_en, "en")):
        try:
            texts[field] = wording.render(body, values(agreement, number, language))
        except wording.WordingRefused as refused:
            raise bad_template(field, refused.sentence, refused.values) from refused
    try:
        return document.paired(texts["body_zh"], texts["body_en"])
    except document.Uneven as uneven:
        named = {key: translate(document.LINE_NAMES.get(str(it), str(it))) for key, it in uneven.values.items()}
        raise bad_template("body_en", document.UNEVEN, named) from uneven


def bad_template(field: str, sentence: str, values_of_it: Mapping[str, object]) -> BadTemplate:
    """The refusal of a template, shown at one of its two bodies."""
    refusal = BadTemplate(fields={field: sentence})
    refusal.values = dict(values_of_it)
    return refusal


def checked(family: str, body_zh: str, body_en: str) -> list[Block]:
    """The template with the first example of its family; raises BadTemplate when any example does not come out."""
    drawn = [rendered(body_zh, body_en, example, EXAMPLE_NUMBER) for example in examples(family)]
    return drawn[0]


def _operator(actor: Actor) -> None:
    if not actor.operator:
        raise NotFound


def new_version(actor: Actor, family: str) -> ContractTemplate:
    """A new draft that begins as the newest version of its family, inside a transaction."""
    _operator(actor)
    if family not in FAMILIES:
        raise NotFound
    provide_shipped(family)
    newest = queries.templates(family)[0]
    made = ContractTemplate(
        family=family,
        number=newest.number + 1,
        body_zh=newest.body_zh,
        body_en=newest.body_en,
        made_by=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    emit(TemplateChanged(made.id, "drafted"), actor)
    return made


def save_draft(
    actor: Actor, template_id: int, seen: int, body_zh: str, body_en: str, note: str = ""
) -> ContractTemplate:
    """Store a draft that can be used; raises BadTemplate, Conflict when it changed since, TemplateFixed."""
    _operator(actor)
    found = queries.template(template_id)
    if found.state != TemplateState.DRAFT:
        raise TemplateFixed
    if found.version != seen:
        raise NotReady
    checked(found.family, body_zh, body_en)
    found.body_zh, found.body_en, found.note = body_zh, body_en, note
    emit(TemplateChanged(found.id, "changed"), actor)
    return found


def bring_in_force(actor: Actor, template_id: int) -> ContractTemplate:
    """Make a draft the version in force; the one before is withdrawn by that. Contracts drawn stay as they are."""
    _operator(actor)
    found = queries.template(template_id)
    checked(found.family, found.body_zh, found.body_en)
    before = queries.template_in_force(found.family)
    if before is not None:
        _move(before, TemplateState.WITHDRAWN, withdrawn_at=clock.now(), withdrawn_reason="")
    _move(found, TemplateState.IN_FORCE, in_force_at=clock.now())
    emit(TemplateChanged(found.id, "in_force"), actor)
    return found


def withdraw(actor: Actor, template_id: int, reason: str) -> ContractTemplate:
    """Take a version out of use, inside a transaction; contracts drawn from it stay as they are."""
    _operator(actor)
    found = queries.template(template_id)
    _move(found, TemplateState.WITHDRAWN, withdrawn_at=clock.now(), withdrawn_reason=reason[:300])
    emit(TemplateChanged(found.id, "withdrawn"), actor)
    return found


def _move(template: ContractTemplate, to: TemplateState, **more: object) -> None:
    """Compare and swap: of two at once, one is refused."""
    if to not in TEMPLATE_MOVES[template.state]:
        raise NotReady
    if not swap_state(template, (template.state,), to, **more):
        raise NotReady
