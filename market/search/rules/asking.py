"""What a reader asks: any line of text becomes a small bounded list of pieces; nothing is ever refused.

Known forms: words (all must match), "phrases", -without, and prefixes such as `owner:` or `ipc:` in both languages.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from market.search.rules.symbols import IPC_IN_TEXT, ipc_prefix, number_keys

LONGEST = 4000
"""Characters read of a question; what stands behind is dropped and the page says so."""
MOST_PIECES = 24
"""More pieces than this and the question is a text to compare with, not a list of words that must all match."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞«»", '"'))
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPLIT = re.compile(r'([-−]?)(?:([^\W\d_]{1,12}):\s?)?(?:"([^"]*)"?|([^\s"]+))')


class Field(StrEnum):
    """Where a piece must be found."""

    ANY = ""
    TITLE = "title"
    OWNER = "owner"
    INVENTOR = "inventor"
    IPC = "ipc"
    NUMBER = "no"
    TYPE = "type"
    REGION = "region"
    STATUS = "status"
    FEE = "fee"


# What readers write before the colon, in both languages; data, not messages.
PREFIXES: dict[str, Field] = {
    "title": Field.TITLE, "标题": Field.TITLE, "名称": Field.TITLE, "专利名称": Field.TITLE, "题目": Field.TITLE,
    "owner": Field.OWNER, "applicant": Field.OWNER, "assignee": Field.OWNER, "university": Field.OWNER,
    "申请人": Field.OWNER, "权利人": Field.OWNER, "专利权人": Field.OWNER, "高校": Field.OWNER, "单位": Field.OWNER,
    "inventor": Field.INVENTOR, "发明人": Field.INVENTOR, "设计人": Field.INVENTOR,
    "ipc": Field.IPC, "class": Field.IPC, "分类": Field.IPC, "分类号": Field.IPC, "主分类号": Field.IPC,
    "no": Field.NUMBER, "number": Field.NUMBER, "专利号": Field.NUMBER, "申请号": Field.NUMBER, "公开号": Field.NUMBER,
    "公告号": Field.NUMBER,
    "type": Field.TYPE, "类型": Field.TYPE, "专利类型": Field.TYPE,
    "region": Field.REGION, "地区": Field.REGION, "区域": Field.REGION,
    "status": Field.STATUS, "状态": Field.STATUS, "法律状态": Field.STATUS,
    "fee": Field.FEE, "费用": Field.FEE, "收费": Field.FEE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing asked for: `text` is NFKC-folded; a phrase keeps its words together; `without` excludes."""

    text: str
    field: Field = Field.ANY
    phrase: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read: its pieces in order, whether something was dropped, and whether it is a long text."""

    pieces: tuple[Piece, ...]
    shortened: bool = False
    long: bool = False

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """The pieces that must match."""
        return tuple(p for p in self.pieces if not p.without)

    @property
    def unwanted(self) -> tuple[Piece, ...]:
        """The pieces that must not match."""
        return tuple(p for p in self.pieces if p.without)

    def __bool__(self) -> bool:
        return bool(self.pieces)


def read(line: str) -> Question:
    """Read whatever was typed; always answers, in time linear in the first `LONGEST` characters."""
    shortened = len(line) > LONGEST
    folded = unicodedata.normalize("NFKC", line[:LONGEST])[:LONGEST].translate(_QUOTES)
    folded = _UNPRINTABLE.sub(" ", folded)
    folded = _join_symbols(folded)
    pieces = tuple(p for p in (_piece(found) for found in _SPLIT.finditer(folded)) if _says_something(p))
    different = tuple(dict.fromkeys(pieces))
    if len(different) <= MOST_PIECES:
        return Question(different, shortened)
    # In running text a dash excludes nothing and a colon names no field.
    return Question((Piece(folded.strip()),), shortened, long=True)


def _join_symbols(text: str) -> str:
    """`B01J 37/08` is one symbol although it is written with a space."""
    return IPC_IN_TEXT.sub(lambda m: re.sub(r"\s", "", m.group()), text)


def _piece(found: re.Match[str]) -> Piece:
    minus, prefix, phrase, word = found.groups()
    name = (prefix or "").lower()
    text = phrase if phrase is not None else word
    if prefix and name not in PREFIXES:
        # A colon inside a word ("http://...", "3:1") is part of the word.
        text, name = f"{prefix}:{text}", ""
    where = PREFIXES.get(name, Field.ANY)
    return Piece(text.strip(), where, phrase is not None and where is Field.ANY, bool(minus))


def _says_something(piece: Piece) -> bool:
    return any(c.isalnum() for c in piece.text)


def as_number(text: str) -> frozenset[str]:
    """The keys of a patent number when the word is one, else nothing; years and measures are no numbers."""
    return number_keys(text)


def as_ipc(text: str) -> str:
    """The IPC symbol when the word is one of at least subclass depth, else an empty string."""
    symbol = ipc_prefix(text)
    return symbol if len(symbol) >= 4 else ""
