"""The one address that all open pages ask: cheap, tagged, and told how busy the server is.

A page asks with the sealed word it was given and the tag it has. When nothing is new the answer is an empty 304; when
something is, it is the board as it was stored, packed once for all. Every answer says what time it is here and after
how many seconds to ask again: the busier, the later. Nothing is written for a request; signs of life are gathered.
"""

import gzip
import time
from threading import Lock

from flask import Response, current_app, request

from market.core import clock, load
from market.core.db import transaction
from market.core.errors import NotFound, Refusal, SignInNeeded
from market.core.web import access, current_actor
from market.guests import queries as guests
from market.live import queries, service
from market.live.errors import Overloaded
from market.live.rules import pace
from market.live.views.mount import blueprint
from market.roadshows import queries as roadshows

WORD = "X-Viewer"
MOST_PACKED = 16
QUIET = 20
"""Up to so many questions in a second each looks into the database; those beyond share a look."""
FRESH_SECONDS = 0.5


class Desk:
    """What one process remembers between questions: packed boards by their tag, signs of life, its own pace."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.packed: dict[str, tuple[bytes, bytes]] = {}
        self.presence = service.Gathering()
        self.seconds_each = self.mean_wait = 0.0
        self.second, self.asked = 0, 0
        self.marks: dict[int, tuple[float, str]] = {}

    def known_tag(self, roadshow_id: int) -> str:
        """The tag of a board as somebody saw it a moment ago; empty in quiet times, when everybody looks himself."""
        now = time.monotonic()
        if int(now) != self.second:
            self.second, self.asked = int(now), 0
        self.asked += 1
        seen, tag = self.marks.get(roadshow_id, (0.0, ""))
        return tag if self.asked > QUIET and now - seen < FRESH_SECONDS else ""

    def saw(self, roadshow_id: int, tag: str) -> str:
        """Remember the tag that was just read; returns it."""
        self.marks[roadshow_id] = time.monotonic(), tag
        return tag

    def measure(self, seconds: float, wait: float) -> int:
        """Count the time that one answer took and the wait before it; after how many seconds to ask again."""
        self.seconds_each = pace.smoothed(self.seconds_each, seconds)
        self.mean_wait = pace.smoothed(self.mean_wait, wait)
        return pace.interval(self.mean_wait)

    def wait(self) -> float:
        """How long a request waits in this process's queue now, in seconds."""
        found = load.of(current_app)
        return pace.expected_wait(found.queued(), self.seconds_each, found.threads)

    def board(self, roadshow_id: int, tag: str) -> tuple[str, bytes, bytes]:
        """Tag, plain and packed bytes of a board: the one of this tag, or the one that has come since."""
        kept = self.packed.get(tag)
        if kept is None:
            tag, text = queries.board_text(roadshow_id)
            plain = text.encode()
            kept = plain, gzip.compress(plain, 5)
            with self.lock:
                while len(self.packed) >= MOST_PACKED:
                    self.packed.pop(next(iter(self.packed)))
                self.packed[tag] = kept
        return tag, *kept


DESK = Desk()


@blueprint.get("/live.json")
@access("public")
def state(roadshow_id: int) -> Response:
    """The board of a roadshow for those let in; 304 when it is the one the page has, 503 when there is no time."""
    started = time.perf_counter()
    wait = DESK.wait()
    if pace.overloaded(wait):
        return turned_away()
    viewer = viewer_of(roadshow_id)
    tag = DESK.known_tag(roadshow_id) or DESK.saw(roadshow_id, fresh_tag(roadshow_id))
    if viewer.counted:
        DESK.presence.hear(roadshow_id, viewer.user_id)
    write_signs_down()
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = _board(roadshow_id, tag)
        tag = response.headers.pop("X-Tag")
    response.set_etag(tag)
    return timed(response, DESK.measure(time.perf_counter() - started, wait))


def _board(roadshow_id: int, tag: str) -> Response:
    tag, plain, packed = DESK.board(roadshow_id, tag)
    wants_packed = request.accept_encodings["gzip"] > 0
    response = Response(packed if wants_packed else plain, mimetype="application/json")
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["X-Tag"] = tag
    response.vary.add("Accept-Encoding")
    return response


def timed(response: Response, seconds: int) -> Response:
    """Say the server's time in milliseconds, and after how many seconds to ask again."""
    response.headers["X-Server-Time"] = str(round(clock.now().timestamp() * 1000))
    response.headers["X-Ask-Again"] = str(seconds)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def turned_away() -> Response:
    """Come later: the page keeps showing what it has."""
    response = Response(str(Overloaded()), status=Overloaded.status, mimetype="text/plain")
    response.headers["Retry-After"] = str(pace.LONGEST)
    return timed(response, pace.LONGEST)


def viewer_of(roadshow_id: int) -> service.Viewer:
    """Who asks: by the sealed word, or by signing in; raises a refusal for everybody not let in."""
    if word := request.headers.get(WORD):
        return service.read(word, roadshow_id)
    actor = current_actor()
    if actor.user_id is None:
        raise SignInNeeded
    if not guests.let_in(actor, roadshows.get(actor, roadshow_id)):
        raise NotFound
    return service.Viewer(roadshow_id, actor.user_id, not actor.operator)


def fresh_tag(roadshow_id: int) -> str:
    """The tag of the board; made first, or anew when it is stale. A database too busy for that changes nothing."""
    mark = queries.board_mark(roadshow_id)
    if mark is not None and mark.digest and not service.due(mark.stale, mark.made_at):
        return str(mark.digest)
    try:
        with transaction():
            if mark is None or not mark.digest:
                service.ensure(roadshow_id)
            else:
                service.renew(roadshow_id)
    except Refusal:
        if mark is None:
            raise
    mark = queries.board_mark(roadshow_id)
    return str(mark.digest) if mark else ""


def write_signs_down() -> None:
    """Once in a while, for all viewers of this process together; what a busy database refuses is heard again."""
    signs = DESK.presence.take_due()
    if not signs:
        return
    try:
        with transaction():
            service.write_down(signs)
    except Refusal:
        return
