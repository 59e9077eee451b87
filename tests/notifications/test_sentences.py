"""Every message can be said in both languages with whatever its values hold."""

import re

import pytest
from flask import Flask

from market.core.i18n import in_language
from market.notifications.rules import MESSAGES, sentence


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_takes_its_values(app: Flask, language: str) -> None:
    for key, message in MESSAGES.items():
        names = re.findall(r"%\((\w+)\)s", message.sentence)
        values = {name: [100, "CNY"] if name.endswith("_money") else "2026-11-22" for name in names}
        with app.test_request_context(), in_language(language):
            said = sentence(key, values, language)
        assert "%(" not in said
        assert all("2026-11-22" in said or "1.00" in said for _ in names), key
