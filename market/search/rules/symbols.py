"""Patent numbers and IPC symbols in every form people write them, brought to one form."""

import re
import unicodedata

# The office's own prefixes; a letter and digit behind the number is the kind of publication (A, B, U, S).
_NUMBER = re.compile(r"(?:ZL|CN)?(\d{8,13})(?:\.?([\dX]))?([ABCUSY]\d?)?")
_IPC = re.compile(r"([A-H])(\d\d)([A-Z])(?:\s*0*(\d{1,4})(?:\s*/\s*(\d{2,6}))?)?")
_IPC_LONG = re.compile(r"([A-H])(\d\d)([A-Z])(\d{4})(\d{6})")
IPC_IN_TEXT = re.compile(r"\b[A-H]\d\d[A-Z](?:\s?0*\d{1,4}(?:\s?/\s?\d{2,6})?)?\b(?![\w.])")


def plain(text: str) -> str:
    """Text with full-width and compatibility characters folded (NFKC) and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def number_keys(text: str) -> frozenset[str]:
    """Under which keys a number is found: with and without its check digit, bare of prefix, dots and spaces.

    ZL201710601862.3, 201710601862 and 2017106018623 share a key; an empty set means: not a patent number.
    """
    bare = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text).upper())
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return frozenset()
    digits, check, _ = found.groups()
    keys = {digits}
    if check:
        keys.add(digits + check)
    elif len(digits) in (9, 13):
        # Written without the dot, the last digit is the check digit (2003 and before 9, since then 13 digits).
        keys.add(digits[:-1])
    return frozenset(keys)


def ipc_symbol(text: str) -> str:
    """One IPC symbol as `B01J37/08`, `B01J37` or `B01J`; empty when the text is none."""
    bare = unicodedata.normalize("NFKC", text).upper().strip()
    long = _IPC_LONG.fullmatch(bare)
    if long is not None:
        section, number, letter, group, rest = long.groups()
        return f"{section}{number}{letter}{int(group)}/{rest.rstrip('0').ljust(2, '0')}"
    found = _IPC.fullmatch(bare)
    if found is None:
        return ""
    section, number, letter, group, rest = found.groups()
    symbol = f"{section}{number}{letter}"
    if group:
        symbol += group
        if rest:
            symbol += f"/{rest}"
    return symbol


def ipc_levels(symbol: str) -> tuple[str, ...]:
    """The symbol and everything above it: B01J37/08 -> B, B01, B01J, B01J37, B01J37/08."""
    exact = ipc_symbol(symbol)
    if not exact:
        return ()
    group = exact.partition("/")[0]
    levels = [exact[0], exact[:3], exact[:4]]
    if len(group) > 4:
        levels.append(group)
    if "/" in exact:
        levels.append(exact)
    return tuple(levels)


def ipc_prefix(text: str) -> str:
    """What a reader means by an IPC symbol of any depth (B, B01, B01J, B01J37, B01J 37/08), or nothing."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).upper())
    if re.fullmatch(r"[A-H](\d\d)?", bare):
        return bare
    return ipc_symbol(text)
