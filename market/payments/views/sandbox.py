"""The page of the sandbox card service: plainly marked, never in production. It plays the outside world."""

from flask import redirect, render_template, request, url_for

from market.core.errors import NotFound
from market.core.web import access
from market.payments import gateway
from market.payments.gateway import sandbox as service
from market.payments.views.mount import Answer, blueprint

REPEATS = 3


def _open_here() -> None:
    """The page exists only where the sandbox stands behind the door."""
    if not gateway.available() or gateway.door() is not service:
        raise NotFound


@blueprint.get(f"{service.PAGE}/<session_id>")
@access("public")
def sandbox(session_id: str) -> Answer:
    """The buttons: pay, pay with the answer repeated or lost, decline, leave without an answer."""
    _open_here()
    return render_template(
        "payments/sandbox.html",
        session=service.session(session_id),
        state=service.outcome(session_id).state,
    )


@blueprint.post(f"{service.PAGE}/<session_id>")
@access("public")
def sandbox_post(session_id: str) -> Answer:
    """Do what the button says, send the callbacks, and lead back (or, when the answer is lost, nowhere)."""
    _open_here()
    service.session(session_id)
    deed = request.form.get("deed", "")
    callbacks = {"pay": 1, "repeat": REPEATS, "lost": 0, "decline": 1}.get(deed, 0)
    if deed in ("pay", "repeat", "lost"):
        service.pay(session_id)
    elif deed == "decline":
        service.decline(session_id)
    for _time in range(callbacks):
        gateway.receive(*service.callback(session_id))
    if deed == "lost":
        return redirect(url_for("payments.sandbox", session_id=session_id))
    return redirect(url_for("payments.returned", session_id=session_id))
