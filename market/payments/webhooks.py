"""Messages of the card door. Signed, therefore without a form token; hints only: what is true is asked for again."""

from flask import Blueprint, request
from werkzeug.exceptions import LengthRequired

from market.core.errors import TooLarge
from market.core.web import access, csrf
from market.payments import gateway

BODY_LIMIT = 256 * 1024

blueprint = Blueprint("payment_callbacks", __name__)
csrf.exempt(blueprint)


@blueprint.post("/payments/callback")
@access("public")
def callback() -> tuple[str, int]:
    """Take a message: 204 when it is taken (again, or is about nothing of ours), 400 when the signature does not fit.

    503 when the card service could not be asked what is true: it sends the message again, for three days.
    """
    if request.content_length is None:
        raise LengthRequired
    if request.content_length > BODY_LIMIT:
        raise TooLarge(limit=1)
    header = request.headers.get(gateway.door().SIGNATURE_HEADER, "")
    gateway.receive(request.get_data(cache=False), header)
    return "", 204
