"""The blueprint that the pages of banking hang on."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.banking import models

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("banking", __name__, url_prefix="/bank")
__all__ = ["Answer", "blueprint", "models"]
