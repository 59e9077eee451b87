"""Debian's own Chromium (or whatever stands in its place) for the browser journeys."""

import os
import shutil
from typing import Any

import pytest

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PLACES = ("chromium", "chromium-browser", "google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
HOW = "Chromium is not installed: apt-get install chromium fonts-noto-cjk (macOS: brew install --cask chromium)"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Where the browser is; without one the journeys are skipped, saying how to get it, but never on a build server."""
    found = next((path for path in map(shutil.which, PLACES) if path), None)
    if not found:
        if os.environ.get("CI"):
            pytest.fail(HOW)
        pytest.skip(HOW)
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}
