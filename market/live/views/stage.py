"""The live page: what is on, questions, polls and the intent for those let in; the agenda alone for everybody else."""

import json
import secrets
from datetime import datetime
from typing import Any

from flask import render_template, request

from market.accounts.models import Organisation
from market.core import clock, panels
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.i18n import current_language
from market.core.web import access, current_actor
from market.guests import queries as guests
from market.live import queries, service
from market.live.forms import AskForm, IntentForm
from market.live.rules import pace
from market.live.service.snapshot import asker, items_of
from market.live.views.mount import Answer, address, blueprint
from market.live.views.own import plain_of
from market.live.views.state import fresh_tag
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule.models import ScheduleRoom
from market.schedule.queries import rooms

ORDERS = ("votes", "time")


@blueprint.get("/live")
@access("public")
def stage(roadshow_id: int) -> Answer:
    """The live page."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    if actor.user_id is None or not guests.let_in(actor, roadshow):
        return agenda_only(roadshow)
    if roadshow.coming and not actor.operator and not queries.attends(actor, roadshow_id):
        with transaction():
            service.come(actor, roadshow_id)
    fresh_tag(roadshow_id)
    return stage_page(roadshow_id, json.loads(queries.board_text(roadshow_id)[1]))


def agenda_only(roadshow: Roadshow) -> Answer:
    """What those not let in read: when what is on, and how to get in."""
    found, now = queries.courses(roadshow.id), clock.now()
    rooms = [(name, items_of(course, now, {}, {})) for name, course in found.items()]
    own = guests.of_person(current_actor(), roadshow.id) if current_actor().user_id else None
    view = View({"rooms": [], "items": [], "questions": [], "polls": []}, "", current_language())
    return render_template("live/outside.html", roadshow=roadshow, rooms=rooms, own=own, view=view)


def stage_page(roadshow_id: int, board: dict[str, Any], **more: Any) -> str:
    """The page drawn from a board; what it needs of a person comes beside it."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    names = [room["name"] for room in board["rooms"]]
    room = request.args.get("room", "")
    order = request.args.get("order", "")
    viewer = service.Viewer(roadshow_id, actor.user_id or 0, not actor.operator)
    view = View(board, room if room in names else (names[0] if names else ""), current_language())
    values = {
        "roadshow": roadshow,
        "board": board,
        "view": view,
        "links": links(roadshow, view.room_name),
        "order": order if order in ORDERS else "votes",
        "mine": plain_of(queries.mine(actor, roadshow_id)),
        "word": service.issue(viewer),
        "ask": AskForm(formdata=None),
        "intent": IntentForm(formdata=None),
        "fresh_key": lambda: secrets.token_urlsafe(16),
        "interval": pace.INTERVALS[0][1],
        "shown_as": shown_as(actor),
        "panels": panels.of("stage", roadshow),
        "takes_part": roadshow.state in (State.ANNOUNCED, State.LIVE),
    }
    return render_template("live/stage.html", **(values | more))


def shown_as(actor: Actor) -> str:
    """How a question of this person is signed."""
    body = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    return asker(actor.kind, body.industry if body else "", current_language())


def links(roadshow: Roadshow, room_name: str) -> dict[str, str]:
    """The outside tools of a room: its own stream before the roadshow's."""
    own: dict[str, ScheduleRoom] = {room.name: room for room in rooms(roadshow.id)}
    stream = own[room_name].stream_url if room_name in own else ""
    return {
        "stream": stream or roadshow.stream_url,
        "meeting": roadshow.meeting_url,
        "calendar": address("guests.calendar", roadshow_id=roadshow.id),
        "meetings": address("meetings.hall", roadshow_id=roadshow.id),
    }


class View:
    """A board as one reader sees it: one room, one language."""

    def __init__(self, board: dict[str, Any], room_name: str, language: str) -> None:
        self.board, self.room_name, self.language = board, room_name, language
        self.room: dict[str, Any] = next((room for room in board["rooms"] if room["name"] == room_name), {})
        self.items = [item for item in board["items"] if item["room"] == room_name]

    def item(self, key: int | None) -> dict[str, Any] | None:
        """An item of the room by its key."""
        return next((item for item in self.items if item["key"] == key), None)

    @property
    def on(self) -> dict[str, Any] | None:
        """The item that is on."""
        return self.item(self.room.get("now"))

    @property
    def next(self) -> dict[str, Any] | None:
        """The item that comes next."""
        return self.item(self.room.get("next"))

    def say(self, words: dict[str, str] | None) -> str:
        """The words in the reader's language, Chinese where there are no others."""
        return (words or {}).get(self.language) or (words or {}).get("zh", "")

    def questions(self, order: str) -> list[dict[str, Any]]:
        """Open questions before answered ones; by votes, or the newest first."""
        found = list(self.board["questions"])
        if order == "time":
            return sorted(found, key=lambda one: (-one["at"], -one["id"]))
        return sorted(found, key=lambda one: (-one["votes"], one["id"]))

    def time(self, milliseconds: int) -> str:
        """An instant as hour and minute in Shanghai."""
        return datetime.fromtimestamp(milliseconds / 1000, clock.SHANGHAI).strftime("%H:%M")

    def clock(self, now: datetime) -> str:
        """When the item that is on ends; while it is paused what is left of it, in minutes and seconds.

        What is left as the page was made would be wrong a second later, and nobody could tell without a script.
        """
        if not self.room.get("ends"):
            return ""
        if not self.room["paused"]:
            return self.time(self.room["ends"])
        left = round((self.room["ends"] - self._at(now)) / 1000)
        return f"{'-' if left < 0 else ''}{abs(left) // 60:02d}:{abs(left) % 60:02d}"

    def clock_word(self, now: datetime) -> str:
        """Which words stand at the clock: "ends", "late" once that time has passed, or "paused"."""
        if self.room.get("paused"):
            return "paused"
        return "late" if self.room.get("ends") and self.room["ends"] < self._at(now) else "ends"

    def done(self, now: datetime) -> float:
        """How much of the item's time has passed, in per cent."""
        if "ends" not in self.room:
            return 0
        began, ends = self.room["began"], self.room["ends"]
        return float(round(min(100, max(0, 100 * (self._at(now) - began) / max(1, ends - began))), 1))

    @property
    def mark(self) -> float | None:
        """From which per cent on the item's time is for questions."""
        if not self.room.get("answers"):
            return None
        began, ends = self.room["began"], self.room["ends"]
        return float(round(100 * (self.room["answers"] - began) / max(1, ends - began), 1))

    def _at(self, now: datetime) -> float:
        return float(self.room["paused"] or now.timestamp() * 1000)

    @property
    def poll(self) -> list[dict[str, Any]]:
        """The polls, open ones first."""
        return sorted(self.board["polls"], key=lambda one: one["state"] != "open")
