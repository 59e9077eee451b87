"""A contract's text as blocks, Chinese and English side by side: what is stored, hashed, printed and written as docx.

A rendered template is taken apart by lines: `# ` title, `## ` clause heading, `- ` list item, `| a | b |` table row,
anything else a paragraph. A line that begins with a value is always a paragraph (see wording.OPEN).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from market.contracts.rules.wording import CLOSE, OPEN
from market.core.i18n import N_

TITLE, HEADING, ITEM, ROW, TEXT = "title", "heading", "item", "row", "text"
UNEVEN = N_(
    "The Chinese and the English text do not run side by side: block %(number)s is a %(chinese)s in Chinese and a "
    "%(english)s in English."
)
LINE_NAMES = {
    TITLE: N_("title"),
    HEADING: N_("heading"),
    ITEM: N_("list item"),
    ROW: N_("table row"),
    TEXT: N_("paragraph"),
    "": N_("missing block"),
}
ADDITIONAL = ("补充约定", "Additional provisions")
ADDITIONAL_FIRST = (
    "以下条款由双方在示范文本之外约定，与前文不一致的，以本部分为准。",
    "The following was agreed beyond the model text and prevails over it where they differ.",
)


@dataclass(frozen=True)
class Block:
    """One piece of the text in both languages; a row's cells, else one text each."""

    kind: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The cells, each with its English beside it, which is empty where it is the same."""
        return [(zh, "" if en == zh else en) for zh, en in zip(self.zh, self.en, strict=True)]


class Uneven(ValueError):
    """The two languages do not have the same blocks."""

    def __init__(self, number: int, chinese: str, english: str) -> None:
        self.values = {"number": number, "chinese": chinese, "english": english}
        super().__init__(UNEVEN % self.values)


def lines(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The kind and content of each line of a rendered text."""
    return [_line(line) for line in text.splitlines() if _bare(line)]


def _line(line: str) -> tuple[str, tuple[str, ...]]:
    stripped = line.strip()
    if stripped.startswith("## "):
        return HEADING, (_bare(stripped[3:]),)
    if stripped.startswith("# "):
        return TITLE, (_bare(stripped[2:]),)
    if stripped.startswith("- "):
        return ITEM, (_bare(stripped[2:]),)
    if stripped.startswith("|"):
        return ROW, tuple(_cells(stripped))
    return TEXT, (_bare(stripped),)


def _cells(line: str) -> Iterator[str]:
    """The cells of a row: a bar inside a value does not part them."""
    cell, inside = "", False
    for char in line.strip("|"):
        inside = char == OPEN or (inside and char != CLOSE)
        if char == "|" and not inside:
            yield _bare(cell)
            cell = ""
        else:
            cell += char
    yield _bare(cell)


def _bare(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "").strip()


def paired(chinese: str, english: str) -> list[Block]:
    """The blocks of two rendered texts; raises Uneven where they do not match."""
    left, right = lines(chinese), lines(english)
    blocks = []
    for number in range(1, max(len(left), len(right)) + 1):
        zh = left[number - 1] if number <= len(left) else ("", ())
        en = right[number - 1] if number <= len(right) else ("", ())
        if zh[0] != en[0] or len(zh[1]) != len(en[1]):
            raise Uneven(number, zh[0], en[0])
        blocks.append(Block(zh[0], zh[1], en[1]))
    return blocks


def additional(chinese: str, english: str) -> list[Block]:
    """What the sides add, as plain paragraphs that can be nothing else; no blocks when nothing is added."""
    left = [line.strip() for line in chinese.splitlines() if line.strip()]
    right = [line.strip() for line in english.splitlines() if line.strip()]
    if not left and not right:
        return []
    count = max(len(left), len(right))
    filled = zip(left + [""] * (count - len(left)), right + [""] * (count - len(right)), strict=True)
    head = [Block(HEADING, (ADDITIONAL[0],), (ADDITIONAL[1],))]
    head.append(Block(TEXT, (ADDITIONAL_FIRST[0],), (ADDITIONAL_FIRST[1],)))
    return head + [Block(TEXT, (zh,), (en,)) for zh, en in filled]


def to_plain(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as plain values for JSON."""
    return [{"kind": block.kind, "zh": list(block.zh), "en": list(block.en)} for block in blocks]


def read(plain: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Blocks from their plain values."""
    return [Block(it["kind"], tuple(it["zh"]), tuple(it["en"])) for it in plain]


def text_hash(number: str, version: int, content: Sequence[Any], agreement: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) over the canonical JSON of contract number, version, text and terms."""
    whole = {"contract": number, "version": version, "content": list(content), "agreement": dict(agreement)}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class Group:
    """Blocks of one kind in a row: the rows of a table, the items of a list."""

    kind: str
    blocks: tuple[Block, ...]


def groups(blocks: Sequence[Block]) -> list[Group]:
    """The blocks with rows and items gathered, as a page draws them."""
    found: list[list[Block]] = []
    for block in blocks:
        if found and block.kind in (ROW, ITEM) and found[-1][0].kind == block.kind and _same_width(found[-1][0], block):
            found[-1].append(block)
        else:
            found.append([block])
    return [Group(together[0].kind, tuple(together)) for together in found]


def _same_width(one: Block, other: Block) -> bool:
    return one.kind != ROW or len(one.zh) == len(other.zh)


def sentences(blocks: Sequence[Block]) -> Iterator[str]:
    """Every sentence of the text in both languages, for the checks."""
    for block in blocks:
        for text in (*block.zh, *block.en):
            for stop in "。；;\n!！?？":
                text = text.replace(stop, "\x00")
            yield from (part.strip() for part in text.replace(". ", "\x00").split("\x00") if part.strip())


def plain_text(blocks: Sequence[Block]) -> str:
    """The text as one string, for comparison and search."""
    return "\n".join(" | ".join(pair) for block in blocks for pair in (block.zh, block.en))
