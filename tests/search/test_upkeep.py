"""Index and database say the same: after events, after losses, after damage; and only what is public is in it."""

import random
import shutil
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.settings import settings
from market.listings import service as listings
from market.listings.models import Listing
from market.patents.models import Patent
from market.search import queries
from market.search.index import upkeep
from market.search.index.answering import search
from market.search.index.shelves import forget
from market.search.index.store import Store
from market.search.rules.asking import read
from tests.factories import accounts
from tests.factories import listings as making


def found(line: str) -> set[str]:
    answer = search(settings().index, read(line))
    return {hit.row.key for hit in answer.hits(0, answer.exact)}


@pytest.fixture
def university(app: Flask) -> Organisation:
    with transaction():
        return accounts.organisation(kind="university", state="approved")


def test_public_patents_are_found(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米摘穗装置")
    secret = making.granted_patent(university, title="玉米摘穗秘密装置", secret=True)
    upkeep.refresh()
    assert found("玉米摘穗") == {f"patent:{patent.id}"}
    assert f"patent:{secret.id}" not in queries.versions()
    assert found(patent.application_number) == {f"patent:{patent.id}"}


def test_an_announced_patent_is_found_once_as_its_listing(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米摘穗装置")
    listing = making.announced_listing(university, patent)
    offered, plain, number = listing.id, patent.id, patent.application_number
    manager = making.manager(university)
    outbox.drain()
    assert found("玉米摘穗") == {f"listing:{offered}"}
    assert found(number) == {f"listing:{offered}"}
    with transaction():
        listings.suspend(manager, offered, "年费信息待核实")
    outbox.drain()
    assert found("玉米摘穗") == {f"patent:{plain}"}


def test_drafts_and_withdrawn_listings_are_not_found(app: Flask, university: Organisation) -> None:
    draft = making.draft_listing(university)
    gone = making.withdrawn_listing(university)
    hidden = {f"listing:{draft.id}", f"listing:{gone.id}"}
    outbox.drain()
    assert not hidden & queries.versions().keys()
    assert all(not key.startswith("listing") for key in found(""))


def test_a_change_is_found_by_its_version(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米摘穗装置")
    upkeep.refresh()
    assert upkeep.refresh() == 0
    with transaction():
        db.session.get_one(Patent, patent.id).title = "大豆收割装置"
    assert upkeep.drift().stale == (f"patent:{patent.id}",)
    assert upkeep.refresh() == 1
    assert found("大豆收割") == {f"patent:{patent.id}"}
    assert found("玉米摘穗") == set()


def test_a_renamed_organisation_renews_its_listings(app: Flask, university: Organisation) -> None:
    number = making.announced_listing(university).id
    outbox.drain()
    with transaction():
        db.session.get_one(Listing, number).organisation.name = "江左铸造研究院"
    upkeep.check()
    assert found("owner:江左铸造研究院") == {f"listing:{number}"}


def test_a_term_that_runs_out_changes_the_status(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, expiry_date=clock.today() + timedelta(days=1))
    upkeep.refresh()
    assert found("status:in_force") == {f"patent:{patent.id}"}
    with time_machine.travel(clock.now() + timedelta(days=3)):
        upkeep.check()
        assert found("status:in_force") == set()


def test_random_deeds_leave_no_drift(app: Flask, university: Organisation) -> None:
    chance = random.Random(3)
    patents = [making.granted_patent(university, title=f"装置{n}") for n in range(12)]
    for _ in range(30):
        patent = db.session.get_one(Patent, chance.choice(patents).id)
        with transaction():
            chosen = db.session.get_one(Patent, patent.id)
            if chance.random() < 0.4:
                chosen.secret = not chosen.secret
            else:
                chosen.title = f"装置{chance.random()}"
        if chance.random() < 0.5:
            upkeep.refresh()
    upkeep.refresh()
    assert upkeep.drift().none
    assert upkeep.health()["ok"]


def test_a_lost_index_is_rebuilt(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米摘穗装置")
    upkeep.refresh()
    shutil.rmtree(settings().index)
    forget(settings().index)
    assert upkeep.health()["opens"] is False
    assert upkeep.refresh() == 1
    assert found("玉米摘穗") == {f"patent:{patent.id}"}


def test_a_damaged_index_is_rebuilt_by_the_next_check(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米摘穗装置")
    upkeep.refresh()
    for path in settings().index.rglob("*.seg"):
        path.write_bytes(b"rubbish")
    forget(settings().index)
    upkeep.check()
    assert found("玉米摘穗") == {f"patent:{patent.id}"}
    assert upkeep.drift().none


def test_an_older_generation_is_brought_up_to_date(app: Flask, university: Organisation) -> None:
    """The newest generation is damaged and the one before it is old: the check notices both and rebuilds."""
    making.granted_patent(university, title="玉米摘穗装置")
    upkeep.reindex()
    late = making.granted_patent(university, title="大豆收割装置")
    upkeep.reindex()
    newest = Store(settings().index).generations()[0]
    for path in newest.glob("*.seg"):
        path.write_bytes(b"rubbish")
    forget(settings().index)
    upkeep.check()
    forget(settings().index)
    assert found("大豆收割") == {f"patent:{late.id}"}
    assert upkeep.health()["ok"]


def test_reindex_says_what_it_did(app: Flask, university: Organisation) -> None:
    making.granted_patent(university)
    steps: list[tuple[int, int]] = []
    result = upkeep.reindex(lambda done, total: steps.append((done, total)))
    assert result["documents"] == 1
    assert steps[-1] == (1, 1)


def test_the_search_without_an_index(app: Flask, university: Organisation) -> None:
    patent = making.granted_patent(university, title="玉米 100% 摘穗_装置")
    listing = making.announced_listing(university, title="压力控制")
    secret = making.granted_patent(university, title="玉米秘密", secret=True)
    assert queries.plain_search(["玉米"]) == [f"patent:{patent.id}"]
    assert queries.plain_search(["100%"]) == [f"patent:{patent.id}"]
    assert queries.plain_search(["摘_"]) == []
    assert queries.plain_search(["压力控制"]) == [f"listing:{listing.id}"]
    assert f"patent:{secret.id}" not in queries.plain_search([])
