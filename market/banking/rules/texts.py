"""Texts of bank statements made comparable: names of firms, remarks, account numbers."""

import re
import unicodedata
from functools import lru_cache

COMPANY_FORMS = (("有限责任公司", "有限公司"), ("股份有限责任公司", "股份有限公司"))
ENGLISH_FORMS = (
    (r"\bcompany\b", "co"),
    (r"\blimited\b", "ltd"),
    (r"\bcorporation\b", "corp"),
    (r"\bincorporated\b", "inc"),
)
SHORTEST_TELLING_NAME = 4
"""Characters a cut name must have before its beginning tells anything."""


def plain(text: str) -> str:
    """A text without blanks, signs and widths, in capitals."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=20_000)
def firm_name(text: str) -> str:
    """The name of a firm as it is compared: 有限责任公司 and 有限公司 are one, Company Limited and Co., Ltd. too."""
    words = unicodedata.normalize("NFKC", text).lower()
    for pattern, short in ENGLISH_FORMS:
        words = re.sub(pattern, short, words)
    name = plain(words)
    for long, short in COMPANY_FORMS:
        name = name.replace(long, short)
    return name


def same_firm(one: str, other: str) -> bool:
    """Whether two names are the same firm's; empty names are nobody's."""
    return bool(firm_name(one)) and firm_name(one) == firm_name(other)


def like_firm(one: str, other: str) -> bool:
    """Whether one name may be the other one cut short or with something added, as banks do."""
    first, second = sorted((firm_name(one), firm_name(other)), key=len)
    return len(first) >= SHORTEST_TELLING_NAME and first in second


def same_number(one: str, other: str) -> bool:
    """Whether two account numbers may be one: equal, or one is the end of the other (branch numbers before it)."""
    first, second = sorted((plain(one), plain(other)), key=len)
    return len(first) >= 8 and second.endswith(first)
