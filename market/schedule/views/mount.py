"""Where the pages of this feature hang."""

from flask import Blueprint

from market.schedule import models

blueprint = Blueprint("schedule", __name__)
_KNOWN = models
