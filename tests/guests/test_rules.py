"""Codes, offers, reminders, applications, terms, and the picture of a code."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.guests.rules import applications, codes, terms
from market.guests.rules.applications import ROLES_OF, Application
from market.guests.rules.states import Role, Way
from market.guests.rules.terms import LAST_CALL, Terms, offer_ends, reminder_due
from market.guests.views.registering import picture
from tests.guests import qr

KEY, OTHER = "a key of the service", "another key"
NOON = datetime(2027, 3, 4, 4, 0, tzinfo=UTC)


@given(number=st.integers(1, 2**31 - 1))
def test_a_code_leads_back_to_its_registration_and_no_other_key_makes_it(number: int) -> None:
    text = codes.code(number, KEY)
    assert codes.number(text, [KEY]) == number
    assert codes.number(text.lower().replace("-", " "), [OTHER, KEY]) == number
    assert codes.number(text, [OTHER]) is None


@given(text=st.text(max_size=30))
def test_no_text_is_taken_for_a_code(text: str) -> None:
    assert codes.number(text, [KEY]) is None


@given(number=st.integers(1, 10**6), place=st.integers(0, 20), letter=st.sampled_from(codes.LETTERS))
def test_a_changed_letter_is_noticed(number: int, place: int, letter: str) -> None:
    text = codes.code(number, KEY).replace("-", "")
    changed = text[: place % len(text)] + letter + text[place % len(text) + 1 :]
    assert codes.number(changed, [KEY]) == (number if changed == text else None)


def test_letters_that_are_read_wrong_are_read_right() -> None:
    text = codes.code(32, KEY)
    assert text.startswith("010")
    assert codes.number("OlO" + text[3:], [KEY]) == 32


def test_a_code_as_long_as_a_number_can_be() -> None:
    assert codes.number(codes.code(2**31, KEY), [KEY]) is None
    assert codes.number("0" * 40, [KEY]) is None


@given(
    left=st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=60)),
    hours=st.integers(1, terms.MOST_HOURS),
)
def test_an_offer_has_its_time_and_ends_before_the_event(left: timedelta, hours: int) -> None:
    begins = NOON + left
    ends = offer_ends(NOON, begins, hours)
    if ends is None:
        assert left < LAST_CALL + terms.SHORTEST_OFFER
    else:
        assert NOON + terms.SHORTEST_OFFER <= ends <= begins - LAST_CALL
        assert ends <= NOON + max(timedelta(hours=hours), terms.SHORTEST_OFFER)


def test_an_offer_of_a_day_is_shorter_near_the_event() -> None:
    assert offer_ends(NOON, NOON + timedelta(days=9), 24) == NOON + timedelta(hours=24)
    assert offer_ends(NOON, NOON + timedelta(hours=10), 24) == NOON + timedelta(hours=5)
    assert offer_ends(NOON, NOON + timedelta(minutes=50), 24) == NOON + timedelta(minutes=20)
    assert offer_ends(NOON, NOON + timedelta(minutes=40), 24) is None


def test_the_nearest_reminder_is_due() -> None:
    hours = (168, 24, 1)
    due = [reminder_due(hours, NOON, NOON - timedelta(hours=before)) for before in (169, 168, 30, 24, 2, 1, 0)]
    assert due == [None, 168, 168, 24, 24, 1, None]
    assert reminder_due((), NOON, NOON - timedelta(hours=1)) is None


def test_every_kind_of_organisation_has_its_roles() -> None:
    good = {"way": "site", "consent": True}
    for kind, roles in ROLES_OF.items():
        for role in Role:
            wrong = applications.problems(Application(role=role, **good), kind, [Way.SITE], [])
            assert ("role" in wrong) == (role not in roles)
    assert Role.STAFF not in ROLES_OF["firm"]
    assert applications.problems(Application("site", "firm", consent=True), "stranger", [Way.SITE], []) != {}


@pytest.mark.rule("R32")
def test_without_consent_nobody_is_registered() -> None:
    asked = Application("site", "firm")
    assert set(applications.problems(asked, "firm", [Way.SITE], [])) == {"consent"}
    assert applications.problems(asked, "firm", [Way.SITE], [], agreed=True) == {}


def test_ways_to_take_part() -> None:
    assert applications.ways(80, True) == [Way.SITE, Way.ONLINE]
    assert applications.ways(80, False) == [Way.SITE]
    assert applications.ways(0, False) == applications.ways(0, True) == [Way.ONLINE]


def test_terms_have_their_bounds() -> None:
    assert terms.problems(Terms()) == {}
    for wrong in (
        Terms(per_organisation=-1),
        Terms(offer_hours=0),
        Terms(offer_hours=400),
        Terms(remind_hours=(0,)),
        Terms(remind_hours=(1, 2, 3, 4, 5, 6)),
    ):
        assert len(terms.problems(wrong)) == 1


@pytest.mark.parametrize("number", [1, 4711, 2**31 - 1])
def test_the_picture_of_a_code_is_read_back(number: int) -> None:
    """The SVG on the ticket, drawn into squares and read by a decoder of our own, says the address."""
    address = f"https://patents.example.gov.cn/roadshows/{number}/check-in?code={codes.code(number, KEY)}"
    assert qr.read(squares(picture(address))) == address
    damaged = squares(picture(address))
    damaged[len(damaged) // 2] = [not dark for dark in damaged[len(damaged) // 2]]
    assert qr.read(damaged) != address, "the decoder really reads the squares"


def squares(uri: str) -> list[list[bool]]:
    """The dark modules of an SVG made of horizontal strokes, without its quiet zone."""
    svg = ElementTree.fromstring(unquote(uri.partition(",")[2]))
    path = next(one for one in svg.iter() if one.get("stroke"))
    row, column, dark = 0.0, 0.0, set[tuple[int, int]]()
    for command, text in re.findall(r"([MmhH])([^MmhH]*)", path.attrib["d"]):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", text)]
        if command in "Mm":
            column, row = numbers if command == "M" else (column + numbers[0], row + numbers[1])
        else:
            dark |= {(int(row), int(column) + step) for step in range(int(numbers[0]))}
            column += numbers[0]
    first = min(row for row, _column in dark)
    size = max(row for row, _column in dark) - first + 1
    return [[(first + row, first + column) in dark for column in range(size)] for row in range(size)]
