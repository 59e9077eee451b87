"""The blueprint that the pages of patents hang on."""

from flask import Blueprint

blueprint = Blueprint("patents", __name__, url_prefix="/patents")

KEEPERS = ("university", "operator")
EDITORS = ("owner", "manager", "member")
