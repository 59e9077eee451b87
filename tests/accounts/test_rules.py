"""Decisions of accounts: codes, places, passwords, roles, moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.accounts.rules import organisations, passwords, roles, sign_in, vetting
from market.accounts.rules.vetting import MOVES, State
from tests.factories import accounts as make

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", ["91110108551385082Q", "11370300MB28612343", "91 1101 0855 1385 082q"])
def test_right_codes(code: str) -> None:
    assert organisations.uscc_refusal(code) == ""


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91110108551385082R", organisations.WRONG_CHECK),
        ("9111010855138508", organisations.WRONG_LENGTH),
        ("", organisations.WRONG_LENGTH),
        ("9111010855138508OQ", organisations.WRONG_CHARACTER),
        ("9A110108551385082Q", organisations.WRONG_CHARACTER),
        ("9111010855138508二Q", organisations.WRONG_CHARACTER),
    ],
)
def test_wrong_codes_say_what_is_wrong(code: str, sentence: str) -> None:
    assert organisations.uscc_refusal(code) == sentence


@given(st.integers(0, 10_000), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(seed: int, place: int, letter: str) -> None:
    code = make.uscc(rng=make.random.Random(seed))
    changed = code[:place] + letter + code[place + 1 :]
    assert organisations.uscc_refusal(code) == ""
    assert (organisations.uscc_refusal(changed) == "") == (changed == code)


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(organisations.uscc_refusal(text), str)


def test_the_code_tells_the_place() -> None:
    region = organisations.region_of("91370302551385082Q")
    assert region == "370302"
    assert organisations.province_of(region) == "Shandong"
    assert organisations.district_of(region) == "淄川区"
    assert organisations.district_of("370000") == ""
    assert organisations.district_of("990000") == ""
    assert organisations.province_of("990000") == ""


@pytest.mark.parametrize(
    ("kind", "code", "unusual"),
    [("firm", "91", False), ("firm", "12", True), ("university", "12", False), ("university", "91", True)],
)
def test_an_unusual_form_is_a_hint(kind: str, code: str, unusual: bool) -> None:
    assert organisations.form_is_unusual(kind, code + "370302") is unusual


@pytest.mark.parametrize(
    "password",
    [
        "green kettle on the ninth hill",
        "Тихо падает снег",
        "床前明月光疑是地上霜",
        "🐢🐇🌧️🚲🎻🌵🧭🪁🍐🧵",
        "x7#" + "aB3 " * 31,
        "  spaces count too  ",
        "abcdefghijklmnopqrstuvwx!9 but longer",
    ],
)
def test_good_passwords(password: str) -> None:
    assert passwords.refusal(password, ["person@example.org", "明契", "Mingqi"]) == ""


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("seven77", passwords.TOO_SHORT),
        ("九个汉字的密码啊", passwords.TOO_SHORT),
        ("a b" * 43, passwords.TOO_LONG),
        ("password123", passwords.TOO_COMMON),
        ("P@ssw0rd2024!", passwords.TOO_COMMON),
        ("qwertyuiop", passwords.TOO_COMMON),
        ("1qaz2wsx3edc", passwords.TOO_COMMON),
        ("1234567890", passwords.TOO_COMMON),
        ("13805331234", passwords.TOO_COMMON),
        ("aaaaaaaaaaaa", passwords.TOO_COMMON),
        ("abcabcabcabc", passwords.TOO_COMMON),
        ("iloveyou520", passwords.TOO_COMMON),
        ("woaini1314520", passwords.TOO_COMMON),
        ("zhangwei2024", passwords.TOO_PERSONAL),
        ("Mingqi123456", passwords.TOO_PERSONAL),
    ],
)
def test_bad_passwords_say_why(password: str, sentence: str) -> None:
    assert passwords.refusal(password, ["zhangwei@example.org", "Mingqi"]) == sentence


def test_length_limits_are_exact() -> None:
    text = "the quick 棕色 fox jumps; over Lazy dogs, again & again " * 3
    assert passwords.refusal(text[:128]) == ""
    assert passwords.refusal(text[:129]) == passwords.TOO_LONG
    assert passwords.refusal(text[:10]) == ""
    assert passwords.refusal(text[:9]) == passwords.TOO_SHORT


@given(st.text(max_size=140))
def test_any_password_is_answered(password: str) -> None:
    assert isinstance(passwords.refusal(password, ["a@b.cn", ""]), str)


def test_every_state_is_reached_and_named() -> None:
    reached = {State.PENDING} | {move.to for move in MOVES.values()}
    assert reached == set(State) == set(vetting.STATE_NAMES) == set(vetting.STATE_TONES)
    assert set(MOVES) < set(vetting.DECISION_NAMES)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (State.PENDING, {"approve", "return", "decline"}),
        (State.RETURNED, {"decline"}),
        (State.APPROVED, {"suspend", "revoke"}),
        (State.DECLINED, {"reopen"}),
        (State.SUSPENDED, {"reinstate", "revoke"}),
        (State.REVOKED, {"reinstate"}),
    ],
)
def test_moves_by_state(state: State, names: set[str]) -> None:
    assert set(vetting.moves_from(state)) == names


def test_decisions_against_somebody_need_a_message() -> None:
    assert {name for name, move in MOVES.items() if move.needs_message} == {"return", "decline", "suspend", "revoke"}


@pytest.mark.parametrize(
    ("actor", "old", "new", "allowed"),
    [
        ("owner", "owner", "member", True),
        ("owner", "member", "owner", True),
        ("owner", "manager", "", True),
        ("manager", "member", "finance", True),
        ("manager", "member", "manager", False),
        ("manager", "owner", "member", False),
        ("manager", "owner", "", False),
        ("finance", "member", "", False),
        ("member", "member", "owner", False),
        ("", "member", "", False),
    ],
)
def test_who_may_change_whom(actor: str, old: str, new: str, allowed: bool) -> None:
    assert roles.may_change(actor, old, new) is allowed


def test_the_last_owner() -> None:
    assert roles.leaves_no_owner(["owner", "member"], "owner", "member")
    assert roles.leaves_no_owner(["owner"], "owner", "")
    assert not roles.leaves_no_owner(["owner", "owner"], "owner", "")
    assert not roles.leaves_no_owner(["owner"], "owner", "owner")
    assert not roles.leaves_no_owner(["owner", "member"], "member", "")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_addresses_are_counted_by_subscriber(address: str | None, network: str) -> None:
    assert sign_in.network_of(address) == network


def test_typed_addresses_are_stored_as_keys_only() -> None:
    key = sign_in.keyed("Somebody@Example.org ", "secret")
    assert key == sign_in.keyed("somebody@example.org", "secret")
    assert key != sign_in.keyed("somebody@example.org", "other secret")
    assert "somebody" not in key
