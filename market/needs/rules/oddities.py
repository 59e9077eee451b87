"""What the operator should look at twice before publishing: reposts, offers, calls for money, empty ones."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from market.core.i18n import N_

FLAGS: dict[str, str] = {
    "repeat": N_("Looks like a need that is already here"),
    "finance": N_("Asks for investment, not for technology"),
    "offer": N_("Offers a technology instead of looking for one"),
    "scenario": N_("A building or platform project: ask which technology is wanted"),
    "vague": N_("No measurable indicator"),
    "agent": N_("Posted by an agent: ask for the firm behind it"),
    "changed": N_("Changed by the firm since the review"),
}
SHORT: dict[str, str] = {
    "repeat": N_("Repeat"),
    "finance": N_("Investment"),
    "offer": N_("Technology offered"),
    "scenario": N_("Project"),
    "vague": N_("No figures"),
    "agent": N_("Agent"),
    "changed": N_("Content changed"),
}

_FINANCE = re.compile(r"融资|种子轮|天使轮|[ABC]轮|招商引资|投资人")
_OFFER_KIND = re.compile(r"成果转化|成果推广|技术供给|专利转让$")
_OFFER_TERMS = re.compile(r"许可转让|成果转让|专利出售|出让")
_HOLDER = re.compile(r"高校|院校|大学|研究院所")
_SCENARIO = re.compile(r"场景建设|平台建设|场景|计算中心")
_AGENT = re.compile(r"代理|需求征集|未披露|技术产权交易|创新发展中心|情报研究所")
_SAME = 0.75


def oddities(title: str, kind: str, cooperation: str, firm: str, firm_kind: str, measurable: bool) -> list[str]:
    """The flags of one need by its own words."""
    found = []
    if _FINANCE.search(kind) or _FINANCE.search(title):
        found.append("finance")
    if _OFFER_KIND.search(kind) or (_HOLDER.search(firm_kind) and _OFFER_TERMS.search(cooperation)):
        found.append("offer")
    if _SCENARIO.search(kind) or _SCENARIO.search(title):
        found.append("scenario")
    if not measurable:
        found.append("vague")
    if _AGENT.search(firm):
        found.append("agent")
    return found


def fold_name(name: str) -> str:
    """A firm's name without remarks in brackets, blanks and case, for comparison."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"\s+", "", re.sub(r"\((?=[^)]*(需求|代理|征集|披露))[^)]*\)", "", folded))


def same_title(one: str, other: str) -> bool:
    """Whether two titles of one firm name the same need."""
    a, b = (re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).lower()) for text in (one, other))
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME


def first_like(title: str, earlier: Iterable[tuple[int, str]]) -> int | None:
    """The id of the first earlier need (id, title) of the same firm that this one repeats."""
    return next((number for number, other in earlier if same_title(title, other)), None)
