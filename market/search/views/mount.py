"""Where the views of the search are mounted."""

from flask import Blueprint

blueprint = Blueprint("search", __name__)
