"""What a copy of an earlier roadshow takes over of its programme: the rooms, not what ran in them."""

from market.core.db import db
from market.roadshows.events import RoadshowCopied
from market.schedule import queries
from market.schedule.models import ScheduleRoom


def on_copied(event: RoadshowCopied) -> None:
    """The rooms of the earlier roadshow with their names and links, in their order; the programme begins empty."""
    known = {room.name for room in queries.rooms(event.roadshow_id)}
    for room in queries.rooms(event.source_id):
        if room.name not in known:
            copy = ScheduleRoom(roadshow_id=event.roadshow_id, name=room.name, name_en=room.name_en)
            copy.stream_url, copy.position = room.stream_url, room.position
            db.session.add(copy)
    db.session.flush()
