"""Callbacks of the card door. Signed, therefore without a form token; a hint only: the outcome is asked for again."""

from flask import Blueprint, request
from werkzeug.exceptions import LengthRequired

from market.core.errors import TooLarge
from market.core.web import access, csrf
from market.payments import gateway
from market.payments.gateway.sandbox import SIGNATURE_HEADER

BODY_LIMIT = 64 * 1024

blueprint = Blueprint("payment_callbacks", __name__)
csrf.exempt(blueprint)


@blueprint.post("/payments/callback")
@access("public")
def callback() -> tuple[str, int]:
    """Take a callback: 204 when it is done (again), 400 when the signature does not fit, 404 for a foreign session."""
    if request.content_length is None:
        raise LengthRequired
    if request.content_length > BODY_LIMIT:
        raise TooLarge(limit=1)
    gateway.receive(request.get_data(cache=False), request.headers.get(SIGNATURE_HEADER, ""))
    return "", 204
