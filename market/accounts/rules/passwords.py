"""How strong a password must be: long rather than odd, and nothing that guessing programs try first."""

import re
import unicodedata
from collections.abc import Iterable

from market.core.i18n import N_

SHORTEST = 10
LONGEST = 128

TOO_SHORT = N_("Use at least %(shortest)s characters. A sentence of several words is easy to remember.")
TOO_LONG = N_("Use at most %(longest)s characters.")
TOO_COMMON = N_("This password is among the first that others would try. Choose another.")
TOO_PERSONAL = N_("The password must not be built from your name, your email address or the name of this site.")

_WORDS = """
    password passwort passw0rd passwd letmein welcome admin administrator administrador root guest user login
    master iloveyou iloveu ilove monkey dragon sunshine princess football baseball basketball superman batman
    starwars trustno whatever shadow michael jennifer jordan hunter killer qwerty qwertyuiop qwertyui asdfgh
    asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc qwert abcdef abcdefg abcdefgh abcdefghi
    abcdefghij abc secret changeme default access flower cheese computer internet samsung google facebook
    linkedin charlie freedom mustang merlin maggie ginger pepper cookie summer winter spring autumn test testing
    demo temp woaini woaiwojia wodemima mima mimamima nihao zhongguo beijing shanghai shandong zhanghao
    guanliyuan aini patent patents patentmarket zhuanli licence license university company operator
"""
_COMMON = frozenset(_WORDS.split())
_KEYBOARDS = (
    "0123456789" * 2,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_LOOKALIKES = str.maketrans("@4310$57!", "aaeiossti")


def normalised(password: str) -> str:
    """The form that is hashed: the same sign typed on different keyboards gives the same password (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def refusal(password: str, personal: Iterable[str] = ()) -> str:
    """Why this password is not accepted, as a message id with `shortest` and `longest`; empty when it is.

    `personal`: words that must not make it up (email, names, the site's name).
    """
    text = normalised(password)
    if len(text) < SHORTEST:
        return TOO_SHORT
    if len(text) > LONGEST:
        return TOO_LONG
    if _common(text.casefold()):
        return TOO_COMMON
    if _personal(text.casefold(), personal):
        return TOO_PERSONAL
    return ""


def _common(text: str) -> bool:
    """One sign or short piece repeated, a run over the keyboard, only digits, or a popular word with trimmings."""
    if len(set(text)) <= 3 or re.fullmatch(r"(.{1,4})\1+.{0,3}", text):
        return True
    if text.isdecimal() and len(text) < 16:
        return True
    if any(text in keys or text in keys[::-1] for keys in _KEYBOARDS):
        return True
    core = _core(text)
    return core in _COMMON or core.translate(_LOOKALIKES) in _COMMON


def _core(text: str) -> str:
    """The text without the figures and signs that people put before and behind a word, and without blanks."""
    return re.sub(r"[\W\d_]+$|^[\W\d_]+|\s", "", text)


def _personal(text: str, personal: Iterable[str]) -> bool:
    """Whether hardly any letters are left when a personal word is taken out."""
    for value in personal:
        for word in {value.casefold(), value.casefold().split("@")[0]}:
            if len(word) >= 3 and word in text and len(re.sub(r"[\W\d_]", "", text.replace(word, ""))) < 5:
                return True
    return False
