"""What the tests of pitches share."""

from typing import Any

from market.accounts.models import User
from market.core.actor import Actor
from market.core.db import db
from market.notifications import mail
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from tests.factories import pitches

PHONE = "0538-1234567"
SUMMARY = "低压铸造时铝液自下而上充满模具，本项目实时修正加压曲线，缩松废品率由百分之六点八降到百分之二点九。"


def person_of(actor: Actor) -> User:
    """The stored person behind an actor."""
    return db.session.get_one(User, actor.user_id)


def submitted(of: Roadshow, **over: Any) -> tuple[Actor, Pitch]:
    """An application that waits for its decision, complete in every field."""
    values = {"state": "submitted", "position": None, "summary": SUMMARY, "speaker_phone": PHONE}
    return pitches.pitch(of, **(values | over))


def mails() -> list[str]:
    """The texts of the mails that went out."""
    return [mail.text_of(message) for _name, message in mail.kept()]
