"""Where the pages of this feature hang."""

from flask import Blueprint

blueprint = Blueprint("live", __name__)
