"""Which encoding a text file is in: by evidence in layers, never by hope. An unproved answer says so."""

import codecs
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import chardet

from market.patents.rules.columns import find_header, recognise
from market.patents.service.delimiters import first_rows

SAMPLE = 64 * 1024
CHOICES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5", "cp932", "cp1252")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = "äöüßÄÖÜéèêëàáâãåæçíìîïñóòôõøúùûýœÉÀÇÑØÅ«»“”‘’–—·°±²³µ§®©€"
_GUESSED = ("gb18030", "big5", "cp932", "cp1252")
_BY_CHARDET = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "gb18030",
    "big5": "big5", "big5hkscs": "big5", "cp950": "big5",
    "shiftjis": "cp932", "shiftjis2004": "cp932", "cp932": "cp932", "windows31j": "cp932",
    "windows1252": "cp1252", "iso88591": "cp1252", "iso885915": "cp1252", "cp1252": "cp1252",
}  # fmt: skip


@dataclass(frozen=True)
class Encoding:
    """The codec to read a file with; `sure` is False when nothing proves it and a reader has to choose."""

    name: str
    sure: bool


def detect(path: Path) -> Encoding | None:
    """The encoding of a text file by mark, NULs, strict UTF-8, then evidence; None when it is no text."""
    with path.open("rb") as stream:
        sample = stream.read(SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return Encoding(name, sure=True) if decodes(path, name) else None
    if b"\x00" in sample:
        return _wide(path, sample)
    if decodes(path, "utf-8"):
        return Encoding("utf-8", sure=True)
    return _by_evidence(path, sample)


def decodes(path: Path, name: str) -> bool:
    """Whether the whole file is valid in an encoding; read in pieces."""
    try:
        with path.open("r", encoding=name, errors="strict", newline="") as stream:
            while stream.read(1 << 20):
                pass
    except (UnicodeError, LookupError):
        return False
    return True


def _wide(path: Path, sample: bytes) -> Encoding | None:
    """UTF-16 without its mark: the noughts of plain letters stand on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    one_sided = min(even, odd) * 20 < max(even, odd)
    return Encoding(name, sure=True) if one_sided and decodes(path, name) else None


def _by_evidence(path: Path, sample: bytes) -> Encoding | None:
    """A header in known words proves an encoding; else the detector's answer if everyday characters agree."""
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    possible = [name for name in _GUESSED if decodes(path, name)]
    scores = {name: _header_score(whole.decode(name, "replace")) for name in possible}
    best = max(scores, key=lambda name: scores[name], default=None)
    if best is not None and scores[best] >= 2 and list(scores.values()).count(scores[best]) == 1:
        return Encoding(best, sure=True)
    found = chardet.detect(whole)
    name = _BY_CHARDET.get((found["encoding"] or "").lower().replace("-", "").replace("_", ""), "")
    if name in possible:
        return Encoding(name, sure=_supported(whole.decode(name, "replace"), name))
    return Encoding(possible[0] if possible else "cp1252", sure=False) if possible else _last_resort()


def _last_resort() -> Encoding:
    """Every byte has some letter here, so the rows can be shown; what is not plain ASCII stays unproved."""
    return Encoding("latin-1", sure=False)


def _header_score(text: str) -> int:
    """How many fields the best header line names, counting only names that are not plain ASCII."""
    rows = first_rows(io.StringIO(text))
    place = find_header(rows)
    if place is None:
        return 0
    return len(recognise([cell for cell in rows[place] if not cell.isascii()]))


def _supported(text: str, name: str) -> bool:
    """Whether nearly all characters met are everyday ones of that encoding (a wrong one makes rare ones)."""
    foreign = [char for char in text if ord(char) > 127]
    return sum(_everyday(char, name) for char in foreign) >= 0.95 * len(foreign)


def _everyday(char: str, name: str) -> bool:
    """Level-one Chinese characters, kana, western letters with accents, and the punctuation that goes with them."""
    if name == "cp1252":
        return char in WESTERN
    if "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uff60" or char in "“”‘’…—·℃±×°":
        return True
    try:
        lead = char.encode("gb2312" if name == "gb18030" else name)[0]
    except UnicodeError:
        return False
    spans = {"gb18030": (0xB0, 0xD7), "big5": (0xA1, 0xC6), "cp932": (0x81, 0x98)}
    first, last = spans[name]
    return first <= lead <= last


def plain(rows: Sequence[object]) -> bool:
    """Whether a row is ASCII throughout, so that no doubt about the encoding touches it."""
    return all(str(cell).isascii() for cell in rows)
