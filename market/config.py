"""Settings from the environment, typed, with safe defaults; production refuses to start on an unsafe one.

Every variable is named in the README table; `Settings.from_environment` is the only reader of `os.environ`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_SECRET = "development-only-secret"
REPOSITORY = Path(__file__).resolve().parent.parent


class ConfigurationError(RuntimeError):
    """The environment asks for something the application must not start with."""


def _flag(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Settings:
    """All settings of one running instance. Sizes are bytes, durations seconds, unless a name says otherwise."""

    environment: str = "development"
    secret_key: str = field(default=DEFAULT_SECRET, repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    database_url: str = field(default="", repr=False)
    data: Path = Path("var")
    index: Path = Path("search_index")
    public_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    debug: bool = False
    site_name_zh: str = "明契"
    site_name_en: str = "Mingqi"
    site_tagline_zh: str = "云州市专利许可与交易服务"
    site_tagline_en: str = "Patent licensing for Yunzhou"
    site_operator_zh: str = "云州市知识产权运营中心"
    site_operator_en: str = "Yunzhou IP Operation Centre"
    demo: bool = False
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: str = "starttls"
    mail_from: str = "no-reply@market.example"
    payment_door: str = "sandbox"
    """From the environment: Stripe where STRIPE_SECRET_KEY is set and MARKET_PAYMENT_DOOR is not."""
    payment_methods: tuple[str, ...] = ("card", "alipay", "wechat_pay")
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    stripe_api_base: str = ""
    platform_fee_basis_points: int = 0
    bank_account_name: str = ""
    bank_account_number: str = ""
    bank_name: str = ""
    upload_limit: int = 20 * 1024 * 1024
    upload_unpacked_limit: int = 200 * 1024 * 1024
    import_rows_limit: int = 20_000
    import_columns_limit: int = 100
    search_seconds: float = 1.0
    intent_entry_days: int = 180
    """So many days after a roadshow the operator may still enter intents for firms."""
    session_idle: int = 12 * 3600
    session_absolute: int = 7 * 24 * 3600
    synchronous: str = "NORMAL"
    embedded_worker: bool = True
    log_format: str = "text"

    @property
    def production(self) -> bool:
        """Whether this instance serves real users."""
        return self.environment == "production"

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the driver named; SQLite under the data directory unless DATABASE_URL is set."""
        url = self.database_url
        if not url:
            return f"sqlite:///{(self.data / 'market.sqlite3').absolute()}"
        for prefix in ("postgresql://", "postgres://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    @property
    def sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.sqlalchemy_url.startswith("sqlite")

    def check(self) -> "Settings":
        """Return itself, or raise ConfigurationError with the sentence that says what to change."""
        if self.environment not in {"development", "production", "test"}:
            raise ConfigurationError("MARKET_ENV must be development, production or test.")
        self._check_payment()
        if self.production:
            self._check_production()
        return self

    def _check_payment(self) -> None:
        if self.payment_door not in {"sandbox", "stripe", "none"}:
            raise ConfigurationError("MARKET_PAYMENT_DOOR must be sandbox, stripe or none.")
        if self.payment_door == "stripe" and not (self.stripe_secret_key and self.stripe_webhook_secrets):
            raise ConfigurationError("Stripe needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET.")
        if not self.payment_methods or not set(self.payment_methods) <= {"card", "alipay", "wechat_pay"}:
            raise ConfigurationError("MARKET_PAYMENT_METHODS names card, alipay, wechat_pay, by comma.")
        if not 0 <= self.platform_fee_basis_points <= 10_000:
            raise ConfigurationError("MARKET_PLATFORM_FEE must lie between 0 and 10000 basis points.")

    def _check_production(self) -> None:
        if self.secret_key == DEFAULT_SECRET or len(self.secret_key) < 32:
            raise ConfigurationError("Production needs SECRET_KEY: a random text of at least 32 characters.")
        if self.debug:
            raise ConfigurationError("Production refuses debug mode: unset MARKET_DEBUG.")
        if self.payment_door == "sandbox":
            raise ConfigurationError(
                "Production refuses the sandbox payment page: set MARKET_PAYMENT_DOOR to stripe or none."
            )
        if not self.trusted_hosts:
            raise ConfigurationError("Production needs MARKET_HOSTS: the host names it answers to, by comma.")
        if not self.public_url.startswith("https://"):
            raise ConfigurationError("Production needs MARKET_PUBLIC_URL to start with https://.")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment (or the given mapping) and check it; raises ConfigurationError."""
        env = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for name, variable in VARIABLES.items():
            if variable in env:
                values[name] = _typed(name, env[variable])
        values.setdefault("data", Path(env.get("MARKET_DATA", "var")))
        if not values.get("payment_door"):
            values["payment_door"] = "stripe" if values.get("stripe_secret_key") else cls.payment_door
        settings = cls(**values)  # type: ignore[arg-type]
        return settings.check()


VARIABLES: dict[str, str] = {
    "environment": "MARKET_ENV",
    "secret_key": "SECRET_KEY",
    "secret_key_fallbacks": "SECRET_KEY_FALLBACKS",
    "database_url": "DATABASE_URL",
    "data": "MARKET_DATA",
    "index": "MARKET_INDEX",
    "public_url": "MARKET_PUBLIC_URL",
    "trusted_hosts": "MARKET_HOSTS",
    "proxy_hops": "MARKET_PROXY_HOPS",
    "debug": "MARKET_DEBUG",
    "site_name_zh": "MARKET_SITE_NAME_ZH",
    "site_name_en": "MARKET_SITE_NAME_EN",
    "site_tagline_zh": "MARKET_SITE_TAGLINE_ZH",
    "site_tagline_en": "MARKET_SITE_TAGLINE_EN",
    "site_operator_zh": "MARKET_SITE_OPERATOR_ZH",
    "site_operator_en": "MARKET_SITE_OPERATOR_EN",
    "demo": "MARKET_DEMO",
    "smtp_host": "SMTP_HOST",
    "smtp_port": "SMTP_PORT",
    "smtp_user": "SMTP_USER",
    "smtp_password": "SMTP_PASSWORD",
    "smtp_tls": "SMTP_TLS",
    "mail_from": "MARKET_MAIL_FROM",
    "payment_door": "MARKET_PAYMENT_DOOR",
    "payment_methods": "MARKET_PAYMENT_METHODS",
    "stripe_secret_key": "STRIPE_SECRET_KEY",
    "stripe_webhook_secrets": "STRIPE_WEBHOOK_SECRET",
    "stripe_api_base": "STRIPE_API_BASE",
    "platform_fee_basis_points": "MARKET_PLATFORM_FEE",
    "bank_account_name": "MARKET_BANK_ACCOUNT_NAME",
    "bank_account_number": "MARKET_BANK_ACCOUNT_NUMBER",
    "bank_name": "MARKET_BANK_NAME",
    "upload_limit": "MARKET_UPLOAD_LIMIT",
    "upload_unpacked_limit": "MARKET_UPLOAD_UNPACKED_LIMIT",
    "import_rows_limit": "MARKET_IMPORT_ROWS",
    "import_columns_limit": "MARKET_IMPORT_COLUMNS",
    "search_seconds": "MARKET_SEARCH_SECONDS",
    "intent_entry_days": "MARKET_INTENT_ENTRY_DAYS",
    "session_idle": "MARKET_SESSION_IDLE",
    "session_absolute": "MARKET_SESSION_ABSOLUTE",
    "synchronous": "MARKET_SQLITE_SYNCHRONOUS",
    "embedded_worker": "MARKET_EMBEDDED_WORKER",
    "log_format": "MARKET_LOG_FORMAT",
}


def _typed(name: str, text: str) -> object:
    """Turn the text of one variable into the type of its field; raises ConfigurationError."""
    default = getattr(Settings, name, None)
    try:
        if isinstance(default, bool):
            return _flag(text)
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float):
            return float(text)
    except ValueError:
        raise ConfigurationError(f"{VARIABLES[name]} must be a number, not {text!r}.") from None
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return Path(text) if isinstance(default, Path) else text
