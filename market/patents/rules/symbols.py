"""Classification symbols: IPC (WIPO ST.8 field table) and Locarno, read in every form, stored in one."""

import re
import unicodedata
from dataclasses import dataclass

from market.core.errors import Invalid
from market.core.i18n import N_

_IPC = re.compile(r"([A-H])(\d{2})([A-Z])(\d{1,4})/(\d{2,6})")
_IPC_FIXED_WIDTH = re.compile(r"([A-H])(\d{2})([A-Z])(\d{4})(\d{6})")
_VERSION = re.compile(r"\(\d{4}\.\d{2}\)|\[\d\]|\(\d{4}\)")
_LOCARNO = re.compile(r"(?:LOC(?:\(\d+\))?CL\.?)?(\d{2})-(\d{2})(?:-?[A-Z]\d{3,4})?")
_BETWEEN = re.compile(r"[;；|\n\r,，、]+")

NOT_A_SYMBOL = N_("“%(value)s” is not a symbol of the International Patent Classification.")
NOT_LOCARNO = N_("“%(value)s” is not a Locarno class.")


@dataclass(frozen=True, order=True)
class Symbol:
    """One IPC symbol down to the subgroup."""

    section: str
    class_number: str
    subclass_letter: str
    main_group: int
    subgroup: str

    @property
    def class_(self) -> str:
        """The class, e.g. "B01"."""
        return self.section + self.class_number

    @property
    def subclass(self) -> str:
        """The subclass, e.g. "B01J"."""
        return self.class_ + self.subclass_letter

    @property
    def canonical(self) -> str:
        """The one stored form, e.g. "B01J37/08"."""
        return f"{self.subclass}{self.main_group}/{self.subgroup}"

    @property
    def display(self) -> str:
        """The printed form, e.g. "B01J 37/08"."""
        return f"{self.subclass} {self.main_group}/{self.subgroup}"

    @property
    def levels(self) -> tuple[str, ...]:
        """Every level down to the symbol: section, class, subclass, main group, symbol."""
        group = f"{self.subclass}{self.main_group}"
        return (self.section, self.class_, self.subclass, group, self.canonical)

    def __str__(self) -> str:
        return self.canonical


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"\s+", "", folded).replace("／", "/")


def parse_ipc(text: str) -> Symbol:
    """Read a symbol with or without blanks, leading noughts, version, I/A/N mark; raises Invalid (R01)."""
    bare = re.sub(r"(?<=\d)[IAN]\d?$", "", _VERSION.sub("", _fold(text)))
    bare = re.sub(r"^(INT\.?CL\.?\d*[:.]?)", "", bare).replace("//", "")
    match = _IPC.fullmatch(bare) or _IPC_FIXED_WIDTH.fullmatch(bare)
    if match is None or int(match.group(4)) == 0 or match.group(2) == "00":
        raise Invalid(NOT_A_SYMBOL, value=text.strip())
    section, number, letter, group, subgroup = match.groups()
    if match.re is _IPC_FIXED_WIDTH:
        subgroup = subgroup.rstrip("0").ljust(2, "0")
    return Symbol(section, number, letter, int(group), subgroup)


def parse_locarno(text: str) -> str:
    """Read a Locarno class, "12-16" or "LOC(10)Cl. 12-16-T0413"; gives "12-16"; raises Invalid (R01)."""
    match = _LOCARNO.fullmatch(_fold(text))
    if match is None or not (1 <= int(match.group(1)) <= 32 or match.group(1) == "99"):
        raise Invalid(NOT_LOCARNO, value=text.strip())
    return f"{match.group(1)}-{match.group(2)}"


def parse_ipc_list(text: str) -> tuple[Symbol, ...]:
    """Read symbols joined by semicolon, comma, bar or line end, each once; raises Invalid on a bad one."""
    pieces = (piece.strip() for piece in _BETWEEN.split(text))
    return tuple(dict.fromkeys(parse_ipc(piece) for piece in pieces if piece))


def parse_locarno_list(text: str) -> tuple[str, ...]:
    """Read several Locarno classes, each once, in their order; raises Invalid on the first bad one."""
    pieces = (piece.strip() for piece in _BETWEEN.split(text))
    return tuple(dict.fromkeys(parse_locarno(piece) for piece in pieces if piece))
