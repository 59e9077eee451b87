"""Where the pages of this feature hang."""

from flask import Blueprint

from market.intents import models

blueprint = Blueprint("intents", __name__)
_KNOWN = models
