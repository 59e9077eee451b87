"""A small market to match in: listings and patents of our own invention, indexed as the product does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from market.accounts.models import Organisation
from market.core import outbox
from market.core.db import db
from market.listings.models import Listing
from market.patents.models import Patent
from market.search.index import upkeep
from tests.factories import accounts, listings

PUMP = {
    "title": "高扬程离心泵叶轮的汽蚀抑制结构",
    "abstract": "离心泵在高扬程工况下叶轮入口产生汽蚀，叶片前缘开设导流槽，降低入口流速，减少汽蚀和振动噪声。",
    "ipc_main": "F04D 29/24",
    "ipc": ["F04D 29/24"],
    "industry": "C34",
}
CASTING = {
    "title": "铝合金轮毂低压铸造的缩松控制方法",
    "abstract": "在低压铸造机上按液面位置分段修正加压曲线，轮辐根部补缩充分，缩松率下降，良品率提高。",
    "ipc_main": "B22D 18/04",
    "ipc": ["B22D 18/04"],
    "industry": "C36",
}
DIE = {
    "title": "低压铸造轮毂模具的分区冷却装置",
    "abstract": "模具按轮辐和轮缘分区冷却，铸造时定向凝固，减少轮毂的缩松和缩孔。",
    "ipc_main": "B22D 18/08",
    "ipc": ["B22D 18/08"],
}
FEED = {
    "title": "一种饲料霉菌毒素检测试纸",
    "abstract": "胶体金试纸条用于饲料原料中霉菌毒素的现场快速检测。",
    "ipc_main": "G01N 33/558",
    "ipc": ["G01N 33/558"],
}


class Market:
    """A university with one listing and two patents of its own, and a patent of somebody unknown."""

    def __init__(self) -> None:
        self.university: Organisation = accounts.organisation("university", region="370902")
        self.person = accounts.user(self.university)
        self.casting: Listing = listings.announced_listing(
            self.university,
            listings.granted_patent(self.university, **CASTING),
            fee=listings.ONE_OFF,
            description=describing(CASTING["title"], CASTING["abstract"]),
        )
        self.die: Patent = listings.granted_patent(self.university, **DIE)
        self.pump: Patent = listings.granted_patent(self.university, **PUMP)
        self.feed: Patent = listings.granted_patent(None, **FEED)


def describing(title: Any, summary: Any) -> Any:
    """A listing's description with its own title and summary."""
    return replace(listings.DESCRIPTION, title=title, summary=summary, application="铸造车间", industry="C36")


@pytest.fixture
def market(app: Flask, work: Callable[[], None]) -> Market:
    """The small market, indexed, its events heard."""
    found = Market()
    work()
    return found


@pytest.fixture
def work(app: Flask, in_thread: Callable[..., Any]) -> Callable[[], None]:
    """Do every waiting job, as the worker does, and see what has come of it."""

    def drain() -> None:
        in_thread(outbox.drain)()
        db.session.rollback()

    return drain


@pytest.fixture
def reindexed(app: Flask) -> Callable[[], Any]:
    """Index what has changed."""
    return upkeep.reindex
