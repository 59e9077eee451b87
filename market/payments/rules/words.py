"""Amounts in the capital characters of Chinese bookkeeping."""

from market.core.money import Money

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_words(money: Money) -> str:
    """A yuan amount in the capital characters of Chinese bookkeeping: 3000050 fen is 叁万元伍角整."""
    yuan, fen = divmod(abs(money.minor), 100)
    tenths, hundredths = divmod(fen, 10)
    sign = "负" if money.minor < 0 else ""
    if not yuan and not fen:
        return "零元整"
    words = f"{_integer_words(yuan)}元" if yuan else ""
    if not fen:
        return f"{sign}{words}整"
    if tenths:
        words += f"{DIGITS[tenths]}角"
    elif words:
        words += DIGITS[0]
    return sign + words + (f"{DIGITS[hundredths]}分" if hundredths else "整")


def _integer_words(number: int) -> str:
    """A whole number in capital characters, in groups of four digits; zeros between digits are said once."""
    parts: list[str] = []
    group = 0
    gap = False
    while number:
        number, four = divmod(number, 10_000)
        if four:
            parts.append(_four_words(four) + GROUPS[group] + (DIGITS[0] if gap and parts else ""))
            gap = four < 1000
        elif parts:
            gap = True
        group += 1
    return "".join(reversed(parts))


def _four_words(four: int) -> str:
    """Up to four digits; a zero is said once between digits, never at either end."""
    words = ""
    for place in (3, 2, 1, 0):
        digit = four // 10**place % 10
        if digit:
            words += DIGITS[digit] + PLACES[place]
        elif words and not words.endswith(DIGITS[0]):
            words += DIGITS[0]
    return words.rstrip(DIGITS[0])
