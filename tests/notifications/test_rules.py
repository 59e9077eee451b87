"""The table of messages and how values are shown."""

import re
from pathlib import Path

import pytest

from market.notifications.rules import FEATURES, MESSAGES, feature, shown

MAILS = Path(__file__).parents[2] / "templates" / "mail"


@pytest.mark.parametrize("key", MESSAGES)
def test_a_mailed_message_has_a_text_in_each_language_and_another_has_none(key: str) -> None:
    folder, name = key.split(".")
    found = {language for language in ("zh", "en") if (MAILS / folder / f"{name}.{language}.txt").exists()}
    assert found == ({"zh", "en"} if MESSAGES[key].mailed else set())


def test_no_mail_text_is_left_over() -> None:
    files = {f"{path.parent.name}.{path.name.split('.')[0]}" for path in MAILS.glob("*/*.txt")}
    assert files == {key for key, message in MESSAGES.items() if message.mailed}


@pytest.mark.parametrize("key", [key for key, message in MESSAGES.items() if message.mailed])
def test_both_languages_of_a_mail_say_the_same_facts(key: str) -> None:
    folder, name = key.split(".")
    texts = [(MAILS / folder / f"{name}.{language}.txt").read_text(encoding="utf-8") for language in ("zh", "en")]
    facts = [set(re.findall(r"{{ (\w+) }}", text)) for text in texts]
    assert facts[0] == facts[1]


def test_every_message_belongs_to_a_feature_with_a_name() -> None:
    assert {feature(key) for key in MESSAGES} <= set(FEATURES)


def test_money_and_english_names_follow_the_reader() -> None:
    values = {"amount_money": [300000, "CNY"], "firm": "恒砥", "firm_en": "Hengdi", "due_on": "2027-01-19"}
    assert shown(values, "zh")["amount_money"] == "3,000.00 元"
    assert shown(values, "zh")["firm"] == "恒砥"
    assert shown(values, "en")["amount_money"] == "CNY 3,000.00"
    assert shown(values, "en")["firm"] == "Hengdi"
    assert shown({"firm": "恒砥", "firm_en": ""}, "en")["firm"] == "恒砥"


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        shown({"due_on": "tomorrow"}, "zh")


def test_a_suspension_is_explained_to_english_readers_too() -> None:
    values = {"reason": "年费未缴", "rule_codes": "R05"}
    assert shown(values, "zh")["reason"] == "年费未缴"
    assert shown(values, "en")["reason"] == "An annuity is unpaid or in the period of grace."
    assert shown({"hold_codes": "R05,vetting"}, "en")["reason"] == (
        "An annuity is unpaid or in the period of grace. The firm is not vetted at present."
    )
