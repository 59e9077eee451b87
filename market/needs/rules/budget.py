"""What a budget text says: 面议, 50-100万元, 10万以内, 不限 ... What is not understood is unknown, never guessed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from market.core.money import LARGEST_MINOR, Money


class Kind(StrEnum):
    """How much a budget text tells."""

    AMOUNT = "amount"
    OPEN = "open"
    """The firm sets no limit."""
    NEGOTIABLE = "negotiable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Budget:
    """A budget as read; a missing bound is not set. Both bounds are in the same currency."""

    kind: Kind
    minimum: Money | None = None
    maximum: Money | None = None

    @property
    def currency(self) -> str:
        """The currency of the bounds, yuan when there are none."""
        bound = self.minimum or self.maximum
        return bound.currency if bound is not None else "CNY"


UNKNOWN = Budget(Kind.UNKNOWN)
LONGEST = 80
PLAIN_FROM = 100_000
"""From a thousand yuan on, the first number of a range may stand without a unit: 5000-1万元."""

_NEGOTIABLE = re.compile(
    r"(价格|费用|预算|金额)?(可|待)?(面议|面谈|详谈|协商|商议|议定|另议|双方协商|待定|negotiable)(确定)?"
)
_OPEN = re.compile(
    r"(预算|金额|资金|费用)?(不限|不设上限|无上限|无限制|没有限制|不限制|no ?limit|unlimited)(额|金额|预算)?"
)
_CURRENCIES = (("HKD", r"港元|港币|hk\$|hkd"), ("USD", r"美元|美金|us\$|usd|\$"), ("CNY", r"人民币|rmb|cny|[¥￥]"))

_DIGITS = r"\d+(?:\.\d+)?"
_HANZI = r"[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*"
_UNIT = r"亿|千万|百万|十万|万|千|百|wan|million|w|k|m"
_YUAN = r"(?:元|块|yuan)?(?:整)?"
_AMOUNT = rf"({_DIGITS}|{_HANZI})({_UNIT})?({_YUAN})"
_BEFORE = (
    r"(?:项目|总|研发|技术|合作|许可|预算|经费|资金|投入|费用|金额|额|拟|预计|计划|大约|大概|约|在|为|是"
    r"|budget|about|approx\.?|:)*"
)
_AT_MOST = r"不超过|不高于|不多于|不大于|最高|最多|至多|低于|小于|少于|<=|≤|<|upto|max\.?|atmost"
_AT_LEAST = r"不低于|不少于|不小于|至少|最低|最少|高于|大于|超过|>=|≥|>|from|min\.?|atleast"
_AFTER = r"以内|之内|以下|及以下|封顶|内|以上|之上|及以上|起步|起|\+|左右|上下"
_RANGE = re.compile(rf"{_BEFORE}({_AT_MOST}|{_AT_LEAST})?{_AMOUNT}(?:(?:-+|到|至|to){_AMOUNT})?({_AFTER})?(?:之间)?")
_UPPER = re.compile(rf"{_AT_MOST}|以内|之内|以下|及以下|封顶|内")
_LOWER = re.compile(rf"{_AT_LEAST}|以上|之上|及以上|起步|起|\+")

_FACTORS = {
    "": 1, "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "wan": 10**4, "十万": 10**5, "百万": 10**6,
    "m": 10**6, "million": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_FIGURES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def read_budget(text: str) -> Budget:
    """What the text says, for any text whatever; a range's first number takes the unit of the second."""
    folded = _fold(text)
    if not folded or len(folded) > LONGEST:
        return UNKNOWN
    if _NEGOTIABLE.fullmatch(folded):
        return Budget(Kind.NEGOTIABLE)
    if _OPEN.fullmatch(folded):
        return Budget(Kind.OPEN)
    currency, bare = _currency(folded)
    found = _RANGE.fullmatch(bare)
    return _bounds(found, currency, named=bare != folded) if found else UNKNOWN


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).lower()
    folded = re.sub(r"[~–—―−〜﹣‐-]+", "-", folded)
    folded = re.sub(r"\((不?含|含税|不含税|税前|税后|人民币)\)", "", folded)
    folded = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", folded)
    return re.sub(r"[\s,。;;]+", "", folded)


def _currency(folded: str) -> tuple[str, str]:
    """The currency and the text without its name."""
    for currency, names in _CURRENCIES:
        bare, count = re.subn(names, "", folded)
        if count:
            return currency, bare
    return "CNY", folded


def _bounds(found: re.Match[str], currency: str, named: bool) -> Budget:
    before, first, first_unit, first_yuan, second, second_unit, second_yuan, after = found.groups()
    if not (first_unit or first_yuan or second_unit or second_yuan or named):
        return UNKNOWN
    low = high = _amount(first, first_unit, currency)
    if second:
        plain, high = low, _amount(second, second_unit, currency)
        low = _amount(first, first_unit or (second_unit if not first_yuan else ""), currency)
        if low and high and low > high and plain and plain.minor >= PLAIN_FROM:
            low = plain
    if low is None or high is None or low > high:
        return UNKNOWN
    words = (before or "") + (after or "")
    if not second and _UPPER.search(words):
        return Budget(Kind.AMOUNT, None, high)
    if not second and _LOWER.search(words):
        return Budget(Kind.AMOUNT, low, None)
    return Budget(Kind.AMOUNT, low, high)


def _amount(number: str, unit: str | None, currency: str) -> Money | None:
    """The amount, or None when it is nothing or beyond what money can be."""
    value = Decimal(number) if number[0].isascii() else Decimal(_hanzi(number))
    value *= _FACTORS[unit or ""]
    if not 0 < value * 100 <= LARGEST_MINOR:
        return None
    return Money.of(value, currency)


def _hanzi(number: str) -> int:
    """A number below ten thousand in Chinese figures: 五十, 一百二十."""
    total, figure = 0, 0
    for char in number:
        if char in _PLACES:
            total += (figure or 1) * _PLACES[char]
            figure = 0
        else:
            figure = _FIGURES[char]
    return total + figure
