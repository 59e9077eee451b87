"""The header in a real browser: one line for every role, in both languages, with a long name and a full inbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from market import create_app
from market.config import Settings
from market.core.db import db
from tests.factories import accounts
from tests.instance import Instance, running
from tests.journeys.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WIDTHS = (1024, 1100, 1200, 1280, 1440)
LONG = "Alexandra Montgomery-Featherstone"
FULL = """() => {
  const inbox = document.querySelector(".mk-util a:has(.bi-inbox)");
  inbox.querySelector(".mk-count")?.remove();
  inbox.insertAdjacentHTML("beforeend", "<span class='mk-count'>99+</span>");
}"""
HEIGHT = "() => document.querySelector('.mk-header__in').getBoundingClientRect().height"
LINE = 70
"""One line of the header is lower than so many pixels, two lines are not."""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A running market with nothing in it."""
    path: Path = tmp_path_factory.mktemp("header")
    with running(path, MARKET_EMBEDDED_WORKER="0") as found:
        yield found


def signed_in(browser: Browser, instance: Instance, kind: str) -> BrowserContext:
    """A browser in which a person of that kind with a long name is signed in."""
    app = create_app(Settings.from_environment(instance.environment))
    with app.app_context():
        client = app.test_client()
        accounts.sign_in(client, accounts.user(accounts.organisation(kind), name=LONG))
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    assert cookie is not None
    context = browser.new_context()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": instance.url}])
    return context


@pytest.mark.parametrize("kind", ["operator", "university", "firm", "authority"])
def test_the_header_is_one_line_at_every_width(browser: Browser, instance: Instance, kind: str) -> None:
    context = signed_in(browser, instance, kind)
    page, heights = context.new_page(), {}
    for language in ("zh", "en"):
        page.goto(f"{instance.url}/roadshows?lang={language}")
        page.evaluate(FULL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            heights[language, width] = page.evaluate(HEIGHT)
    context.close()
    assert len(set(heights.values())) == 1, heights
    assert max(heights.values()) < LINE, heights
