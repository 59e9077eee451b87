"""Deeds on listings, on both databases."""

from flask import Flask

from market.core import clock
from market.core.db import db
from market.listings import queries
from market.listings.models import Publication
from tests.factories import accounts
from tests.factories import listings as make


def test_a_listing_goes_its_whole_way(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.announced_listing(university)
    listing = make.refresh(listing)
    assert listing.state == "announced"
    assert listing.reference == f"GP-{clock.today().year}-{listing.id:04d}"
    assert listing.due_at_start_minor == 3_000_000
    assert queries.takeable(listing, clock.today())
    assert db.session.query(Publication).count() == 1
