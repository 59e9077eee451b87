"""Public notices of splits: the list and one notice, without amounts for readers from outside."""

from flask import render_template

from market.core.web import access, current_actor, paginate
from market.income.queries import splits
from market.income.views.mount import Answer, blueprint


@blueprint.get("/notices")
@access("public")
def notices() -> Answer:
    """The notices one may read: public ones, and those of one's own institution."""
    return render_template("income/notices.html", page=paginate(splits.notices(current_actor())))


@blueprint.get("/notices/<int:split_id>")
@access("public")
def notice(split_id: int) -> Answer:
    """One notice: whose achievement, who shares and in which parts, until when, and what came of it."""
    actor = current_actor()
    found = splits.notice_for(actor, split_id)
    inside = actor.operator or actor.of(found.organisation_id)
    return render_template("income/notice.html", split=found, inside=inside, sums=splits.sums_of(found))
