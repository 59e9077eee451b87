"""Browsers of their own in which somebody is signed in at a running market, and an application on its data."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, Page

from market import create_app
from market.accounts.models import User
from market.config import Settings
from market.core.actor import Actor
from market.core.db import db
from tests.factories import accounts
from tests.instance import Instance


def application_on(instance: Instance) -> Iterator[Flask]:
    """An application on the running market's data, to enter things and look at what was stored."""
    found = create_app(Settings.from_environment(instance.environment))
    with found.app_context():
        yield found
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def page_of(browser: Browser, app: Flask, instance: Instance, actor: Actor, **more: object) -> Iterator[Page]:
    """A browser of its own in which this person is signed in; no script may fail in it."""
    client = app.test_client()
    accounts.sign_in(client, db.session.get_one(User, actor.user_id))
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    context = browser.new_context(locale="en", **more)  # type: ignore[arg-type]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": instance.url}])
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert not problems
