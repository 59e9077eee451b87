"""Application and publication numbers and patent types of China: read in every form, stored in one.

Number forms and check digit: standard ZC 0006-2003 of CNIPA. Rule R01 blocks a number that does not fit.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from market.core.errors import Invalid
from market.core.i18n import N_

FIRST_YEAR = 1985
LAST_SHORT_YEAR = 2003

_NOISE = re.compile(r"专利申请号|专利号|申请号|号码|[\s:'\"`　]")
_DOTS = re.compile(r"[·。・‧∙]")
_NUMBER = re.compile(r"(\d{12}|\d{8})(?:\.?([0-9X]))?")
_NUMBER_WITH_KIND = re.compile(r"(\d{12}|\d{8})[ABCUYSD]\d?")
_PUBLICATION = re.compile(r"CN([1-3]\d{6}|[1-3]\d{8}|8[5-9]\d{6})([ABCUYSD]\d?)")
_FOREIGN = re.compile(r"(?!CN|ZL)[A-Z]{2}(?=.*\d{3})[A-Z0-9/.-]{5,}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")

NOT_A_NUMBER = N_("“%(value)s” is not a Chinese application number.")
EMPTY = N_("The application number is missing.")
WRONG_CHECK_DIGIT = N_("The check digit of %(value)s does not fit: with these digits it would be %(expected)s.")
SWALLOWED = N_(
    "The application number is stored as the number %(value)s, so digits may be lost. "
    "Format the column as text and enter the number again."
)
FOREIGN = N_("%(value)s is not a Chinese number; this market keeps Chinese patents only.")
PUBLICATION_ONLY = N_(
    "%(value)s is a publication number. Please give the application number, by which a patent is kept."
)
WRONG_YEAR = N_("Application number %(value)s names the year %(year)s, which cannot be.")
WRONG_TYPE = N_("Application number %(value)s has an unknown type digit %(digit)s.")
NOT_A_PUBLICATION = N_("“%(value)s” is not a Chinese publication number.")
KIND_MISFIT = N_("The kind letter and the first digit of publication number %(value)s contradict each other.")


class PatentType(StrEnum):
    """The three types of Chinese patent (Patent Law 2020, Art. 2)."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"


TYPE_NAMES = {
    PatentType.INVENTION: N_("Invention"),
    PatentType.UTILITY_MODEL: N_("Utility model"),
    PatentType.DESIGN: N_("Design"),
}
TYPE_BY_DIGIT = {
    "1": PatentType.INVENTION,
    "2": PatentType.UTILITY_MODEL,
    "3": PatentType.DESIGN,
    "8": PatentType.INVENTION,
    "9": PatentType.UTILITY_MODEL,
}
TYPE_BY_KIND = {
    "A": PatentType.INVENTION,
    "B": PatentType.INVENTION,
    "C": PatentType.INVENTION,
    "U": PatentType.UTILITY_MODEL,
    "Y": PatentType.UTILITY_MODEL,
    "S": PatentType.DESIGN,
    "D": PatentType.DESIGN,
}


@dataclass(frozen=True)
class ApplicationNumber:
    """An application number: 8 or 12 digits and the check character that fits them."""

    digits: str

    @property
    def check(self) -> str:
        """The check character, "0" to "9" or "X"."""
        return check_digit(self.digits)

    @property
    def canonical(self) -> str:
        """The one stored form, e.g. "201710601862.3"."""
        return f"{self.digits}.{self.check}"

    @property
    def year(self) -> int:
        """The year the number was given in."""
        if len(self.digits) == 12:
            return int(self.digits[:4])
        short = int(self.digits[:2])
        return 1900 + short if short >= 85 else 2000 + short

    @property
    def type_digit(self) -> str:
        """1 invention, 2 utility model, 3 design, 8 and 9 the PCT forms of the first two."""
        return self.digits[4] if len(self.digits) == 12 else self.digits[2]

    @property
    def type(self) -> PatentType:
        """The type of patent the number belongs to."""
        return TYPE_BY_DIGIT[self.type_digit]

    @property
    def international(self) -> bool:
        """Whether the application entered China through the PCT."""
        return self.type_digit in "89"

    def display(self, granted: bool = False) -> str:
        """The printed form: ZL before a granted number, CN before any other."""
        return ("ZL" if granted else "CN") + self.canonical

    def __str__(self) -> str:
        return self.canonical


@dataclass(frozen=True)
class PublicationNumber:
    """A publication or announcement number, e.g. CN102110728 with kind A."""

    number: str
    kind: str

    @property
    def canonical(self) -> str:
        """The one stored form, e.g. "CN102110728A"."""
        return f"CN{self.number}{self.kind}"

    @property
    def type(self) -> PatentType:
        """The type of patent that the kind letter belongs to."""
        return TYPE_BY_KIND[self.kind[0]]

    @property
    def announces_grant(self) -> bool:
        """Whether this kind of publication is the announcement of a grant (every kind but A, since 1993)."""
        return self.kind[0] != "A" and not self.number.startswith("8")

    def __str__(self) -> str:
        return self.canonical


def check_digit(digits: str) -> str:
    """The check character of 8 or 12 digits: weights 2 to 9 from the left, starting anew, remainder of 11."""
    remainder = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits)) % 11
    return "X" if remainder == 10 else str(remainder)


def clean(text: str) -> str:
    """The text without full-width forms, labels, spaces and quotation marks, in capitals."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return _DOTS.sub(".", _NOISE.sub("", folded))


def parse_application_number(value: object, latest_year: int | None = None) -> ApplicationNumber:
    """Read an application number from a cell or field; raises Invalid saying what is wrong.

    Accepted: with or without ZL or CN, dot, check digit, kind letter; full-width; 8 digits (1985-2003) or 12.
    A numeric cell is accepted only when its decimal digit proves the number; others may have lost digits.
    """
    if isinstance(value, (int, float)):
        return _from_numeric_cell(value, latest_year)
    shown = str(value or "").strip()
    text = clean(shown)
    if not text:
        raise Invalid(EMPTY)
    if _SCIENTIFIC.fullmatch(text):
        raise Invalid(SWALLOWED, value=shown)
    bare = text.removeprefix("CN").removeprefix("ZL")
    match = _NUMBER.fullmatch(bare) or _NUMBER_WITH_KIND.fullmatch(bare)
    if match is None:
        raise Invalid(_why_not_a_number(text), value=shown)
    given = match.group(2) if match.re is _NUMBER else None
    return _checked(match.group(1), given, shown, latest_year)


def _why_not_a_number(text: str) -> str:
    if _PUBLICATION.fullmatch(text):
        return PUBLICATION_ONLY
    return FOREIGN if _FOREIGN.fullmatch(text) else NOT_A_NUMBER


def _from_numeric_cell(value: int | float, latest_year: int | None) -> ApplicationNumber:
    """A double keeps 13 digits: believed when the decimal digit is the right check digit, else refused."""
    shown = repr(value)
    match = _NUMBER.fullmatch(shown)
    if isinstance(value, float) and match and match.group(2) not in (None, "0"):
        return _checked(match.group(1), match.group(2), shown, latest_year)
    raise Invalid(SWALLOWED, value=f"{value:.6g}")


def _checked(digits: str, given: str | None, shown: str, latest_year: int | None) -> ApplicationNumber:
    number = ApplicationNumber(digits)
    if number.type_digit not in TYPE_BY_DIGIT:
        raise Invalid(WRONG_TYPE, value=shown, digit=number.type_digit)
    latest = latest_year if latest_year is not None else 2100
    short_and_late = len(digits) == 8 and number.year > LAST_SHORT_YEAR
    if short_and_late or not FIRST_YEAR <= number.year <= latest:
        raise Invalid(WRONG_YEAR, value=shown, year=number.year)
    if given is not None and given != number.check:
        raise Invalid(WRONG_CHECK_DIGIT, value=shown, expected=number.check)
    return number


def parse_publication_number(value: object) -> PublicationNumber:
    """Read a publication number such as "CN 102110728 A"; raises Invalid (rule R01)."""
    shown = str(value or "").strip()
    text = clean(shown)
    match = _PUBLICATION.fullmatch(text if text.startswith("CN") else f"CN{text}")
    if match is None:
        raise Invalid(FOREIGN if _FOREIGN.fullmatch(text) else NOT_A_PUBLICATION, value=shown)
    number = PublicationNumber(match.group(1), match.group(2))
    digit = number.number[2] if number.number.startswith("8") else number.number[0]
    if TYPE_BY_DIGIT.get(digit) is not number.type:
        raise Invalid(KIND_MISFIT, value=shown)
    return number
