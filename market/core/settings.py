"""The running application's settings, for code that knows no Flask."""

from flask import current_app

from market.config import Settings


def settings() -> Settings:
    """The settings this application was made with."""
    found: Settings = current_app.extensions["settings"]
    return found
