"""The blueprint that all pages of needs hang on."""

from flask import Blueprint

blueprint = Blueprint("needs", __name__)
