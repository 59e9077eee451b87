"""Legal status: three levels and a detail, the words of files for it, and what may be called in force today.

Rule R29: an application or a dead patent is never shown as a patent in force. Rule R33: a status carries its
source and as-of date; what a file does not say stays unknown.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market.core.i18n import N_
from market.patents.rules.terms import term_has_run_out


class Level(StrEnum):
    """The coarse status, as in Chinese databases."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    IN_FORCE = "in_force"
    ENDED = "dead"


class Detail(StrEnum):
    """What exactly is known of the status."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    PUBLISHED = "published"
    EXAMINATION = "examination"
    GRANTED = "granted"
    PARTLY_INVALID = "partly_invalid"
    RESTORED = "restored"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    SURRENDERED = "surrendered"
    INVALID = "invalid"
    ENDED = "ended"


LEVEL_NAMES = {
    Level.UNKNOWN: N_("Not verified"),
    Level.PENDING: N_("Pending application"),
    Level.IN_FORCE: N_("In force"),
    Level.ENDED: N_("No longer in force"),
}

DETAIL_NAMES = {
    Detail.UNKNOWN: N_("Status not verified"),
    Detail.PENDING: N_("Application pending"),
    Detail.PUBLISHED: N_("Application published"),
    Detail.EXAMINATION: N_("Application under examination"),
    Detail.GRANTED: N_("Granted, in force"),
    Detail.PARTLY_INVALID: N_("In force, partly invalidated"),
    Detail.RESTORED: N_("In force, restored"),
    Detail.REFUSED: N_("Application refused"),
    Detail.WITHDRAWN: N_("Application withdrawn"),
    Detail.EXPIRED: N_("Term has expired"),
    Detail.LAPSED: N_("Lapsed, annuity not paid"),
    Detail.SURRENDERED: N_("Surrendered"),
    Detail.INVALID: N_("Invalidated"),
    Detail.ENDED: N_("No longer in force"),
}

LEVEL_OF = {
    Detail.UNKNOWN: Level.UNKNOWN,
    Detail.PENDING: Level.PENDING,
    Detail.PUBLISHED: Level.PENDING,
    Detail.EXAMINATION: Level.PENDING,
    Detail.GRANTED: Level.IN_FORCE,
    Detail.PARTLY_INVALID: Level.IN_FORCE,
    Detail.RESTORED: Level.IN_FORCE,
    Detail.REFUSED: Level.ENDED,
    Detail.WITHDRAWN: Level.ENDED,
    Detail.EXPIRED: Level.ENDED,
    Detail.LAPSED: Level.ENDED,
    Detail.SURRENDERED: Level.ENDED,
    Detail.INVALID: Level.ENDED,
    Detail.ENDED: Level.ENDED,
}

DETAIL_OF_LEVEL = {
    Level.UNKNOWN: Detail.UNKNOWN,
    Level.PENDING: Detail.PENDING,
    Level.IN_FORCE: Detail.GRANTED,
    Level.ENDED: Detail.ENDED,
}

_WORDS: tuple[tuple[Detail, str], ...] = (
    (Detail.PARTLY_INVALID, "部分无效 宣告部分无效 partlyinvalid"),
    (Detail.RESTORED, "权利恢复 恢复 专利权恢复 restored"),
    (Detail.INVALID, "全部无效 宣告全部无效 宣告无效 专利权无效 invalidated revoked"),
    (Detail.LAPSED, "未缴年费 未缴年费终止 未缴年费专利权终止 因费用终止 lapsed discontinued"),
    (Detail.EXPIRED, "期限届满 届满 有效期届满 专利权有效期届满 专利权届满 expired"),
    (Detail.SURRENDERED, "放弃 主动放弃 避重放弃 避免重复授权放弃 surrendered abandonedpatent"),
    (Detail.REFUSED, "驳回 申请驳回 rejected refused"),
    (Detail.WITHDRAWN, "撤回 视为撤回 视撤 主动撤回 发明专利申请公布后的视为撤回 withdrawn abandoned"),
    (Detail.EXAMINATION, "实质审查 实审 实质审查的生效 在审 审查中 examination"),
    (Detail.PUBLISHED, "公开 公布 申请公布 published"),
    (Detail.PENDING, "审中 未决 待审 申请中 受理 审中-公开 审中-实审 pending application"),
    (
        Detail.GRANTED,
        "授权 有效 有权 已授权 专利权维持 专利权有效 维持有效 有效专利 有权-审定授权 "
        "active granted patented inforce alive",
    ),
    (Detail.ENDED, "失效 无效 无权 终止 专利权终止 专利权的终止 已失效 失效专利 inactive dead ceased ended"),
)
_DETAIL_BY_WORD = {word: detail for detail, words in _WORDS for word in words.split()}


def detail_of_word(text: str) -> Detail | None:
    """The status a file's word stands for, e.g. 有权 or "Active"; None when the word is not known."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _DETAIL_BY_WORD.get("".join(folded.split()))


@dataclass(frozen=True)
class Shown:
    """The status a reader is shown today; `computed` says that the clock, not the source, ended it."""

    level: Level
    detail: Detail
    computed: bool = False

    @property
    def in_force(self) -> bool:
        """Whether the word patent may be used for it without reservation (R29)."""
        return self.level is Level.IN_FORCE

    @property
    def light(self) -> str:
        """The state class of the page: ok, warn, bad or idle."""
        return {Level.IN_FORCE: "ok", Level.PENDING: "info", Level.ENDED: "bad"}.get(self.level, "warn")


def shown_today(detail: Detail, expires: date | None, today: date) -> Shown:
    """The status as of today: a term that has run out ends whatever was recorded before."""
    level = LEVEL_OF[detail]
    if level is not Level.ENDED and term_has_run_out(expires, today):
        return Shown(Level.ENDED, Detail.EXPIRED, computed=True)
    return Shown(level, detail)
