"""The first page of income: what waits, and every split with its stations, exported as shown."""

from flask import render_template, request
from flask_babel import gettext as _

from market.core import sheets
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.income.models import Split
from market.income.queries import matters, splits
from market.income.rules.states import NAMES, approves
from market.income.service.keeping import university_of
from market.income.views.mount import Answer, blueprint


@blueprint.get("")
@access("university", "operator")
def overview() -> Answer:
    """What waits to be divided, approved and paid: one's own, or everybody's for the operator."""
    actor = current_actor()
    own = None if actor.operator else university_of(actor).id
    state = request.args.get("state", "")
    statement = splits.splits(actor, state)
    if request.args.get("format") in sheets.FORMATS:
        rows = [cells(split) for split in splits.rows(statement)]
        return sheets.send("income-splits", heads(), rows, request.args["format"])
    page = paginate(statement)
    return render_template(
        "income/overview.html",
        waiting=matters.waiting(own),
        page=page,
        sums={split.id: splits.sums_of(split) for split in page.items},
        state=state,
        state_choices=[(key, translate(name)) for key, name in NAMES.items()],
        counts=splits.counts(actor),
        owed=splits.owed_in_all(own) if own else None,
        policy=splits.policy_of(own) if own else None,
        may_pay=own is not None and approves(actor, own),
    )


def heads() -> list[str]:
    """The columns of the exported list."""
    return [
        _("Split"),
        _("University"),
        _("Deal"),
        _("Receipt number"),
        _("Day of receipt"),
        _("State"),
        _("Received"),
        _("Costs"),
        _("Co-owners"),
        _("Net income"),
        _("Currency"),
    ]


def cells(split: Split) -> list[Cell]:
    """One split as a row."""
    found = splits.sums_of(split)
    return [
        split.number,
        split.organisation.name,
        split.title,
        split.receipt.number,
        split.receipt.received_on,
        translate(NAMES[split.state]),
        found.received,
        found.costs,
        found.co_owners,
        found.net,
        split.currency,
    ]
