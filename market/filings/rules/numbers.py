"""Numbers that offices give, read leniently: what cannot be one is refused, what is unusual is taken."""

import re
import unicodedata

LONGEST = 40


def tidy(text: str) -> str:
    """A number as it is kept: half-width capitals, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:200])).upper()


def is_filing_number(text: str) -> bool:
    """Whether this can be a recordal, receipt or registration number: X2024980001234, 2010440000123, a few marks more.

    Letters, digits and - / . ( ) only, at least four digits, at most 40 characters.
    """
    plain = tidy(text)
    return (
        bool(re.fullmatch(r"[0-9A-Z\u4e00-\u9fff()\[\]/.\-]+", plain))
        and len(plain) <= LONGEST
        and len(re.findall(r"[0-9]", plain)) >= 4
    )


def invoice_number(text: str) -> str:
    """An invoice number with its marks taken out: digits only."""
    return re.sub(r"[\s\-/]+", "", unicodedata.normalize("NFKC", text[:200]))


def is_invoice_number(text: str) -> bool:
    """Whether this can be an invoice's number: 20 digits when fully digital, 8 with or without their code before."""
    return bool(re.fullmatch(r"[0-9]{20}|[0-9]{8}|[0-9]{18}", invoice_number(text)))
