"""The web edge that all features share: who may enter a view, headers, error pages, paging, downloads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request, send_file, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import Select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from market.core import clock
from market.core.actor import NOBODY, Actor
from market.core.context import act_as, request_id
from market.core.db import counted, db, forget
from market.core.errors import Forbidden, Invalid, NotFound, Refusal, SignInNeeded, TooMany
from market.core.files import StoredFile, path_of
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.core.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

csrf = CSRFProtect()

ANYBODY = "public"
SIGNED_IN = "signed_in"
KINDS = ("university", "firm", "operator", "service", "authority")

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def access(*who: str, roles: Sequence[str] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view with who may enter, and guard it.

    `who`: "public", "signed_in", or kinds of organisation; `roles` narrows it to member roles. Strangers are sent to
    sign in; the wrong kind meets "not found", so that a page's existence is not told; the wrong role is told so.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            admit(current_actor(), who, roles)
            return view(*args, **kwargs)

        guarded.access = (tuple(who), tuple(roles))  # type: ignore[attr-defined]
        return guarded

    return mark


def admit(actor: Actor, who: Sequence[str], roles: Sequence[str] = ()) -> None:
    """Raise the fitting refusal unless the actor may enter."""
    if ANYBODY in who:
        return
    if actor.user_id is None:
        raise SignInNeeded
    if SIGNED_IN not in who and actor.kind not in who:
        raise NotFound
    if roles and actor.role not in roles:
        raise Forbidden


def current_actor() -> Actor:
    """Who acts in this request; NOBODY for a stranger."""
    if not hasattr(g, "actor"):
        act_as(current_user.actor if current_user and current_user.is_authenticated else NOBODY)
    actor: Actor = g.actor
    return actor


@dataclass(frozen=True)
class Page:
    """One page of a list. `total` counts all rows, pages begin at 1."""

    items: Sequence[Any]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The number of the first row shown, 0 when there is none."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.total, self.page * self.per_page)

    def numbers(self) -> list[int | None]:
        """Page numbers for the links: first, last, those near this one; None stands for a gap."""
        near = {1, self.pages, *range(self.page - 2, self.page + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        result: list[int | None] = []
        for number in shown:
            if result and result[-1] is not None and number - result[-1] > 1:
                result.append(None)
            result.append(number)
        return result

    def url(self, number: int) -> str:
        """The address of another page with everything else as it is."""
        values: dict[str, Any] = query_values()
        return url_for(request.endpoint or "", **{**values, **(request.view_args or {}), "page": number})


def query_values() -> dict[str, list[str]]:
    """The address's parameters that may be handed to `url_for`: none of its own options (`_scheme`, `_external`)."""
    values = request.args.to_dict(flat=False)
    return {name: found for name, found in values.items() if not name.startswith("_") and name != "endpoint"}


def page_number() -> int:
    """The page asked for; nonsense means the first."""
    text = request.args.get("page", "1")
    return max(1, min(int(text), 100_000)) if text.isdecimal() and len(text) < 7 else 1


def paginate(statement: Select[Any], per_page: int = 20) -> Page:
    """One page of a select, the one the address asks for (the last one when it asks too far)."""
    total = counted(statement)
    number = min(page_number(), max(1, -(-total // per_page)))
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(list(rows), number, per_page, total)


def safe_next(target: str | None, default: str) -> str:
    """A local path to return to, or the default: never another host, scheme or a trick with slashes."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(char) < 33 or char == "\\" for char in target):
        return default
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else default


def send_stored(stored: StoredFile) -> Response:
    """A stored file as a download; never rendered in the page's own origin."""
    response = send_file(
        path_of(stored),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=stored.filename,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def download(content: bytes | str, filename: str, media_type: str) -> Response:
    """Produced content as a download."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def wants_json() -> bool:
    """Whether the caller asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def refuse(refusal: Refusal) -> BaseResponse | tuple[Any, int]:
    """A refusal as a page or as JSON; strangers who must sign in are sent there and brought back."""
    if isinstance(refusal, SignInNeeded) and not wants_json():
        target = request.full_path.rstrip("?") if request.method == "GET" else ""
        return current_app.redirect(url_for("accounts.login", next=target or None))
    response = make_response(_error_body(str(refusal), refusal.status), refusal.status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


SENTENCES = {
    400: N_("The request could not be understood. Go back and try again."),
    404: N_("There is no such page, or you may not see it."),
    405: N_("This address does not take that kind of request."),
    411: N_("The upload must say its length."),
    413: N_("The upload is too large."),
    415: N_("This kind of content is not accepted here."),
}
UNKNOWN_ERROR = N_(
    "Something went wrong on our side. Nothing half done was kept; the error has been recorded."
)


def refuse_http(error: HTTPException) -> Any:
    """The framework's own refusals in the same dress; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    response = make_response(
        _error_body(translate(SENTENCES.get(error.code, UNKNOWN_ERROR)), error.code), error.code
    )
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def refuse_csrf(_error: CSRFError) -> Any:
    """A form without its token: too old, or from elsewhere."""
    sentence = N_("This form is too old or did not come from this site. Reload the page and send it again.")
    return refuse(Refusal400(sentence))


class Refusal400(Refusal):
    """A request that cannot be taken as it is."""

    status = 400


def refuse_bug(error: Exception) -> Any:
    """A bug: recorded with its number, told without a trace."""
    current_app.logger.exception("unhandled error", exc_info=error)
    return make_response(_error_body(translate(UNKNOWN_ERROR), 500), 500)


def _error_body(sentence: str, status: int) -> Any:
    if wants_json():
        return {"error": sentence, "status": status, "id": request_id()}
    values = {"sentence": sentence, "status": status, "error_id": request_id()}
    try:
        forget()
        return render_template("errors/error.html", **values)
    except Exception:
        current_app.logger.exception("the error page failed, a bare one is shown")
        return bare_page(**values)


def bare_page(**values: Any) -> str:
    """The error page without the frame, which needs the database: for when that is what failed."""
    page = current_app.jinja_env.get_template("errors/bare.html")
    language = current_language()
    return page.render(language=language, name=getattr(settings(), f"site_name_{language}"), **values)


def finish(response: Response) -> Response:
    """The headers every answer carries."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["settings"].production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static" and not response.cache_control.public:
        response.headers.setdefault("Cache-Control", "no-store" if _personal() else "no-cache")
    response.headers.setdefault("X-Request-Id", request_id())
    response.vary.add("Cookie")
    response.vary.add("Accept-Language")
    return response


def _personal() -> bool:
    """Whether an answer was made for one person; who cannot be recognised for a failing database counts as one."""
    try:
        return current_actor().user_id is not None
    except SQLAlchemyError:
        return True


WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def format_money(value: Money | None) -> str:
    """Jinja filter: an amount with its currency; an empty text for none."""
    return "" if value is None else value.format(current_language())


def format_date(value: date | datetime | None) -> str:
    """Jinja filter: ISO date, of Shanghai for an instant."""
    if value is None:
        return ""
    return (clock.local_date(value) if isinstance(value, datetime) else value).isoformat()


def format_datetime(value: datetime | None) -> str:
    """Jinja filter: date and minute in Shanghai."""
    return "" if value is None else clock.local_minute(value)


def format_weekday(value: date | datetime | None) -> str:
    """Jinja filter: the short weekday."""
    if value is None:
        return ""
    day = clock.local_date(value) if isinstance(value, datetime) else value
    return WEEKDAYS[current_language()][day.weekday()]


def init_app(app: Flask) -> None:
    """Guards, filters, headers and error pages for an application."""
    csrf.init_app(app)
    app.jinja_env.filters.update(
        money=format_money, date=format_date, datetime=format_datetime, weekday=format_weekday
    )
    app.after_request(finish)
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(CSRFError, refuse_csrf)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(Exception, refuse_bug)


def invalid_fields(error: Invalid) -> dict[str, str]:
    """The sentences of an Invalid by field, translated, for a form to show."""
    return {name: translate(sentence, **error.values) for name, sentence in error.fields.items()}
