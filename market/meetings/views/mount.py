"""Where the pages of this feature hang."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
