"""The blueprint that all pages of matching hang on."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
