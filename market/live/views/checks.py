"""What a host looks at before the beginning: each point is read from what is stored, nothing is ticked by hand."""

from flask_babel import gettext as _

from market.pitches import queries as pitches
from market.roadshows.models import Roadshow
from market.schedule import queries as schedule


def checklist(roadshow: Roadshow) -> list[dict[str, str]]:
    """The points with their tones, for the macro `checks`."""
    release = schedule.released(roadshow.id)
    shown = pitches.of_roadshow(roadshow.id)
    without_slides = [pitch for pitch in shown if not any(file.slides for file in pitch.files)]
    without_backup = [pitch for pitch in shown if not pitch.backup_speaker]
    rooms = [room for room in schedule.rooms(roadshow.id) if room.stream_url]
    missing = dict.fromkeys(pitch.speaker or pitch.title for pitch in without_slides)
    names = _(", ").join(list(missing)[:6])
    return [
        point(release is not None, _("Programme released"), _("Release it on the page “Programme”.")),
        point(
            bool(roadshow.stream_url or roadshow.meeting_url or rooms),
            _("Stream or meeting link set"),
            _("Enter it in the plan; guests on site do not need it."),
        ),
        point(not without_slides, _("Slides of every pitch are in"), _("Missing: %(names)s", names=names)),
        point(
            not without_backup,
            _("A second speaker for every pitch"),
            _("Without one the item falls out when someone is ill."),
        ),
    ]


def point(good: bool, text: str, advice: str) -> dict[str, str]:
    """One point, with what to do when it is not met."""
    return {"tone": "ok" if good else "warn", "text": text, "fine": "" if good else advice}
