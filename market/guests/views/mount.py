"""Where the pages of this feature hang."""

from flask import Blueprint

from market.guests import models

blueprint = Blueprint("guests", __name__)
_KNOWN = models
