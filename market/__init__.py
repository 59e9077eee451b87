"""The patent market: `create_app()` puts configuration, database and wiring together."""

from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5
from werkzeug.middleware.proxy_fix import ProxyFix

from market import wiring
from market.config import Settings
from market.core import db, i18n, intake, lettering, outbox, web

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """An application ready to serve, work or answer commands; raises ConfigurationError on unsafe settings."""
    settings = (settings or Settings.from_environment()).check()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.extensions["settings"] = settings
    configure(app, settings)
    db.init_app(app, settings)
    i18n.init_app(app)
    Bootstrap5(app)
    web.init_app(app)
    intake.init_app(app)
    lettering.init_app(app)
    app.extensions["wiring"] = outbox.connect(wiring.WIRING)
    wiring.init_app(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings: cookies, limits, hosts, proxy."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        DEBUG=settings.debug,
        TESTING=settings.environment == "test",
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-market" if settings.production else "market",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
