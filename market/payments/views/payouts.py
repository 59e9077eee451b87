"""Money that goes on to universities: the list, and a university's own account at the card service."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.settings import settings
from market.core.web import access, current_actor, paginate
from market.payments import gateway, queries
from market.payments.views.mount import Answer, blueprint, leading_out


@blueprint.get("/payments/payouts")
@access("university", "operator")
def payouts() -> Answer:
    """What is passed on and what is still to be: one's own, or everybody's for the operator."""
    actor, state = current_actor(), request.args.get("state", "open")
    page = paginate(queries.payouts(actor, state))
    return leading_out(
        render_template(
            "payments/payouts.html",
            page=page,
            state=state,
            account=queries.payout_account(actor.organisation_id),
            connect=gateway.available() and not gateway.plays() and actor.kind == "university",
        )
    )


@blueprint.post("/payments/payouts/send")
@access("operator")
def send() -> Answer:
    """Pass on by Connect now what waits, without its day of rest."""
    done = gateway.send_payouts(timedelta())
    flash(_("%(count)s payouts were sent by the card service.", count=done), "ok")
    return redirect(url_for("payments.payouts"))


@blueprint.post("/payments/account")
@access("university", roles=("owner", "finance"))
def account() -> Answer:
    """On to the card service's page where the university opens or completes its own account."""
    return redirect(gateway.onboard(current_actor(), f"{settings().public_url}{url_for('payments.payouts')}"), 303)
