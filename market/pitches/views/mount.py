"""Where the pages of this feature hang."""

from flask import Blueprint

from market.pitches import models

blueprint = Blueprint("pitches", __name__)
_KNOWN = models
