"""What a text about time says: how long a need is open (长期, 剩余196天, 2026年12月底)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

_OPEN = re.compile(r"长期(有效)?|永久(有效)?|不限|无期限|long[- ]?term|open")
_OVER = re.compile(r"(已)?(过期|截止|结束|到期|失效)|已截至|expired|closed")
_LEFT = re.compile(r"(?:还)?(?:剩余?|有效期?|余)?(\d{1,4})(天|日|个?周|个?月|年)(?:内|后|有效)?(?:到期|截止)?")
_DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?(?:底|末)?")
_PLAIN = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_DAYS = {"天": 1, "日": 1, "周": 7, "月": 30, "年": 365}


@dataclass(frozen=True)
class Validity:
    """`until` is the last day when it is known; `over` says that the time has run out, `open` that it has no end."""

    until: date | None = None
    open: bool = False
    over: bool = False


def read_validity(text: str, base: date) -> Validity:
    """What the text says, counted from `base` where it counts days; nothing known for anything else (2年实施期)."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200])).lower()
    if _OPEN.fullmatch(folded):
        return Validity(open=True)
    if _OVER.fullmatch(folded):
        return Validity(over=True)
    if left := _LEFT.fullmatch(folded):
        days = int(left[1]) * _DAYS[left[2][-1]]
        return Validity(base + timedelta(days=days)) if days <= 36500 else Validity()
    return Validity(read_date(folded))


def read_date(text: str) -> date | None:
    """The last date named in a text (a month means its last day), or None."""
    folded = unicodedata.normalize("NFKC", text[:200])
    found = [_date(int(y), int(m), int(d)) for y, m, d in _DAY.findall(folded)]
    found += [_date(int(y), int(m), int(d)) for y, m, d in _PLAIN.findall(folded)]
    if not found:
        found = [_month_end(int(y), int(m)) for y, m in _MONTH.findall(folded)]
    known = [day for day in found if day is not None]
    return known[-1] if known and len(known) == len(found) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    first = _date(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    return first - timedelta(days=1) if first else None
