"""What an application says, what must be there before it is handed in, and what may still be changed when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from market.core.i18n import N_
from market.pitches.rules.states import State

LEAST_SUMMARY = 30
LONGEST_SUMMARY = 1200
MOST_MINUTES = 40
MOST_ANSWER_MINUTES = 30
PHONE = re.compile(r"[0-9+()\- ]{5,40}")


@dataclass(frozen=True)
class Application:
    """One application as filled in; a form hands over this one value. Minutes are speaking and answering time."""

    title: str = ""
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    speaker: str = ""
    speaker_title: str = ""
    speaker_phone: str = ""
    backup_speaker: str = ""
    video_url: str = ""
    minutes: int = 8
    answer_minutes: int = 4


FIELDS = tuple(field.name for field in fields(Application))
ON_STAGE = ("speaker", "speaker_title", "speaker_phone", "backup_speaker", "video_url")
"""What a selected applicant may still change: who speaks, and the video."""


def refusals(it: Application) -> Mapping[str, str]:
    """By field, what must be mended even in a draft."""
    found: dict[str, str] = {}
    if not it.title.strip():
        found["title"] = N_("Give the pitch a title.")
    if it.video_url and not is_https(it.video_url):
        found["video_url"] = N_("Enter the whole address of the video; it begins with https://")
    if it.speaker_phone and not PHONE.fullmatch(it.speaker_phone):
        found["speaker_phone"] = N_("Enter a phone number: digits, spaces, brackets and hyphens.")
    if not 1 <= it.minutes <= MOST_MINUTES:
        found["minutes"] = N_("Enter 1 to 40 minutes.")
    if not 0 <= it.answer_minutes <= MOST_ANSWER_MINUTES:
        found["answer_minutes"] = N_("Enter 0 to 30 minutes.")
    return found


def gaps(it: Application) -> Mapping[str, str]:
    """By field, what must be there before it is handed in, with what is wrong besides."""
    found = dict(refusals(it))
    if len(it.summary.strip()) < LEAST_SUMMARY:
        found.setdefault("summary", N_("Say in at least 30 characters what the audience will see."))
    if not it.speaker.strip():
        found.setdefault("speaker", N_("Say who will speak; it can be changed later."))
    if not it.speaker_phone.strip():
        found.setdefault("speaker_phone", N_("Give a phone number for the day; only the organiser sees it."))
    return found


def is_https(address: str) -> bool:
    """Whether a text is a complete https address of some host, without blanks or credentials."""
    if any(char.isspace() or not char.isprintable() for char in address):
        return False
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname and "." in parts.hostname)
    except ValueError:
        return False
    return parts.scheme == "https" and named and "@" not in parts.netloc


def editable(state: str, now: datetime, files_due: datetime | None, begins: datetime) -> tuple[str, ...]:
    """The fields an applicant may change now: all before the decision, speaker and video once it is chosen."""
    if now >= begins:
        return ()
    if state in (State.DRAFT, State.RETURNED, State.SUBMITTED):
        return FIELDS
    if state in (State.SELECTED, State.RESERVE):
        return ON_STAGE if now <= (files_due or begins) else ("speaker_phone", "backup_speaker")
    return ()


def takes_files(state: str, now: datetime, files_due: datetime | None, begins: datetime) -> bool:
    """Whether material may be added or taken away: before the decision always, then until it is due."""
    if now >= begins:
        return False
    if state in (State.DRAFT, State.RETURNED, State.SUBMITTED):
        return True
    return state in (State.SELECTED, State.RESERVE) and now <= (files_due or begins)
