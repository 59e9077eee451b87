"""The policy of an institution, with its older versions and the law beside it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.income.forms import PolicyForm
from market.income.queries import splits
from market.income.rules import policy as policy_rules
from market.income.rules.assumptions import ASSUMPTIONS
from market.income.rules.states import approves
from market.income.service import keeping
from market.income.views.mount import Answer, blueprint


@blueprint.get("/policy")
@access("university")
def policy() -> Answer:
    """The policy in force, to be read and changed; a new institution begins with what the law gives."""
    own = keeping.university_of(current_actor())
    row = splits.policy_of(own.id)
    return _page(PolicyForm.of(row.policy if row else policy_rules.usual(own.region)))


@blueprint.post("/policy")
@access("university")
def policy_post() -> Answer:
    """A new version of the policy."""
    actor, form = current_actor(), PolicyForm()
    keeping.university_of(actor)
    if not form.validate():
        return _page(form), 422
    value = form.value()
    try:
        with transaction():
            keeping.set_policy(actor, value)
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    flash(_("The policy is saved. It applies to splits drafted from now on."), "ok")
    return redirect(url_for("income.policy"))


def _page(form: PolicyForm) -> str:
    own = keeping.university_of(current_actor())
    row = splits.policy_of(own.id)
    return render_template(
        "income/policy.html",
        form=form,
        row=row,
        versions=splits.policies(own.id),
        findings=policy_rules.findings(row.policy) if row else [],
        floors={kind: policy_rules.floor(own.region, kind) for kind in policy_rules.ESTABLISHED},
        established=policy_rules.ESTABLISHED,
        assumptions=ASSUMPTIONS,
        own=own,
        may_change=approves(current_actor(), own.id),
    )
