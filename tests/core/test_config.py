"""Production refuses to start on an unsafe setting."""

from pathlib import Path

import pytest

from market.config import ConfigurationError, Settings

SAFE = {
    "MARKET_ENV": "production",
    "SECRET_KEY": "x" * 40,
    "MARKET_PAYMENT_DOOR": "none",
    "MARKET_HOSTS": "market.example",
    "MARKET_PUBLIC_URL": "https://market.example",
}


def test_a_safe_production_starts() -> None:
    assert Settings.from_environment(SAFE).production


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", "development-only-secret"),
        ("SECRET_KEY", "short"),
        ("MARKET_PAYMENT_DOOR", "sandbox"),
        ("MARKET_DEBUG", "1"),
        ("MARKET_HOSTS", ""),
        ("MARKET_PUBLIC_URL", "http://market.example"),
        ("MARKET_ENV", "prod"),
        ("SMTP_PORT", "many"),
    ],
)
def test_an_unsafe_one_does_not(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        Settings.from_environment(SAFE | {variable: value})
    assert "MARKET" in str(told.value) or variable in str(told.value) or "Production" in str(told.value)


def test_the_default_secret_is_refused_in_production() -> None:
    with pytest.raises(ConfigurationError):
        Settings.from_environment({key: value for key, value in SAFE.items() if key != "SECRET_KEY"})


def test_a_plain_postgresql_address_gets_its_driver() -> None:
    found = Settings.from_environment({"DATABASE_URL": "postgresql://localhost/market"})
    assert found.sqlalchemy_url == "postgresql+psycopg://localhost/market"


def test_the_embedded_database_lies_in_the_data_folder_of_the_working_directory() -> None:
    url = Settings.from_environment({"MARKET_DATA": "some/where"}).sqlalchemy_url
    assert url == f"sqlite:///{Path.cwd() / 'some' / 'where' / 'market.sqlite3'}"


STRIPE = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}


def test_stripes_key_alone_opens_stripes_door() -> None:
    assert Settings.from_environment(STRIPE).payment_door == "stripe"
    assert Settings.from_environment(STRIPE | {"MARKET_PAYMENT_DOOR": ""}).payment_door == "stripe"
    assert Settings.from_environment(STRIPE | {"MARKET_PAYMENT_DOOR": "none"}).payment_door == "none"
    assert Settings.from_environment({}).payment_door == "sandbox"
    with pytest.raises(ConfigurationError):
        Settings.from_environment({"STRIPE_SECRET_KEY": "sk_test_1"})


def test_settings_print_no_secrets() -> None:
    shown = repr(Settings.from_environment(STRIPE | {"SECRET_KEY": "topmost", "SMTP_PASSWORD": "hidden"}))
    assert not any(secret in shown for secret in ("sk_test_1", "whsec_1", "topmost", "hidden"))
