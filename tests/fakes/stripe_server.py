"""A Stripe-shaped server of our own: what the market uses of Stripe, over HTTP, with a page that a payer clicks.

Every request is held against the parameter types of the library; a key that was used replays its answer, and with other
parameters it is an error.
"""

import hashlib
import html
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stripe
from flask import Flask, Response, jsonify, redirect, request
from werkzeug.serving import make_server

from tests.fakes.stripe_types import WrongParameter, check, decode
from tests.fakes.stripe_world import KEY, Refused, Stripe, Thing, shown

LARGEST = 99_999_999
PARAMETERS = {
    "/v1/checkout/sessions": ("checkout._session_create_params", "SessionCreateParams"),
    "/v1/refunds": ("_refund_create_params", "RefundCreateParams"),
    "/v1/accounts": ("_account_create_params", "AccountCreateParams"),
    "/v1/account_links": ("_account_link_create_params", "AccountLinkCreateParams"),
    "/v1/transfers": ("_transfer_create_params", "TransferCreateParams"),
}


def create(stripe_: Stripe) -> Flask:
    """The server's web application."""
    app = Flask("stripe")
    _guard(app, stripe_)
    _api(app, stripe_)
    _pages(app, stripe_)
    return app


def _guard(app: Flask, its: Stripe) -> None:
    """Key, version, types, and the memory of idempotency keys around every call."""

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Thing, int]:
        return {"error": error.said}, error.status

    @app.errorhandler(404)
    @app.errorhandler(405)
    def unknown(_error: Exception) -> tuple[Thing, int]:
        message = f"Unrecognized request URL ({request.method}: {request.path})."
        return {"error": {"type": "invalid_request_error", "message": message}}, 404

    @app.before_request
    def enter() -> Response | tuple[Thing, int] | None:
        if not request.path.startswith("/v1/"):
            return None
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            raise Refused(401, "No valid API key provided.")
        if request.headers.get("Stripe-Version") != stripe.api_version:
            raise Refused(400, "Another version of the API than the library's.")
        its.asked.append(f"{request.method} {request.path}")
        if its.failures:
            status, message = its.failures.pop(0)
            return {"error": {"type": "api_error", "message": message}}, status
        return _replayed(its) if request.method == "POST" else None


def _replayed(its: Stripe) -> Response | None:
    """The first answer again for a key that was used; an error when it comes with other parameters."""
    key = request.headers.get("Idempotency-Key")
    fingerprint = hashlib.sha256(request.path.encode() + request.get_data()).hexdigest()
    before = its.answers.get(key or "")
    if before is None:
        return None
    if before[0] != fingerprint:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise Refused(400, message, type="idempotency_error")
    return Response(before[2], before[1], mimetype="application/json", headers={"Idempotent-Replayed": "true"})


def _call(its: Stripe, deed: Callable[[Thing], Thing]) -> Response:
    """Check the body, do the deed once, remember the answer under its key, and lose it when a test wants that."""
    raw = request.get_data(as_text=True)
    try:
        values = check(*PARAMETERS[request.path], raw) if request.path in PARAMETERS else decode(raw)
    except WrongParameter as wrong:
        raise Refused(400, str(wrong), code=wrong.code, param=wrong.param) from wrong
    with its.lock:
        if (before := _replayed(its)) is not None:
            return before
        answer = jsonify(shown(deed(values)))
        fingerprint = hashlib.sha256(request.path.encode() + request.get_data()).hexdigest()
        if key := request.headers.get("Idempotency-Key"):
            its.answers[key] = (fingerprint, answer.status_code, answer.get_data())
    if its.lost_answers:
        its.lost_answers -= 1
        raise Refused(500, "The answer is lost.", type="api_error")
    return answer


def _api(app: Flask, its: Stripe) -> None:
    """The calls that make, end and read things."""
    deeds: dict[str, Callable[[Thing], Thing]] = {
        "/v1/checkout/sessions": lambda values: _session(its, values),
        "/v1/refunds": its.refund,
        "/v1/accounts": lambda values: _account(its, values),
        "/v1/account_links": lambda values: _link(its, values),
        "/v1/transfers": lambda values: _transfer(its, values),
    }
    for path, deed in deeds.items():
        app.add_url_rule(path, path, lambda deed=deed: _call(its, deed), methods=["POST"])

    @app.post("/v1/checkout/sessions/<number>/expire")
    def expire(number: str) -> Response:
        return _call(its, lambda _values: its.expire(number))

    @app.get("/v1/refunds")
    def refunds() -> Response:
        return _list(its, its.all("refund", payment_intent=request.args["payment_intent"]))

    @app.get("/v1/transfers")
    def transfers() -> Response:
        return _list(its, its.all("transfer", transfer_group=request.args["transfer_group"]))

    @app.get("/v1/balance_transactions")
    def movements() -> Response:
        start, end = (int(request.args[f"created[{side}]"]) for side in ("gte", "lt"))
        found = [one for one in its.all("balance_transaction") if start <= one["created"] < end]
        return _list(its, [one | {"source": its.things.get(one["source"], one["source"])} for one in found])

    @app.get("/v1/checkout/sessions/<number>")
    def session(number: str) -> Response:
        with its.lock:
            found = shown(its.get(number, "checkout.session"))
            if found["payment_intent"]:
                intent = shown(its.get(found["payment_intent"]))
                charge = its.things.get(intent["latest_charge"] or "")
                found["payment_intent"] = intent | {"latest_charge": shown(charge) if charge else None}
            return jsonify(found)

    @app.get("/v1/<path:rest>")
    def one(rest: str) -> Response:
        return jsonify(shown(its.get(rest.rsplit("/", 1)[1])))


def _list(its: Stripe, found: list[Thing]) -> Response:
    """A page of a list, after the number that was asked for."""
    after = request.args.get("starting_after")
    start = next((place + 1 for place, one in enumerate(found) if one["id"] == after), 0)
    page = found[start : start + int(request.args.get("limit", 10))]
    data = [shown(one) for one in page]
    return jsonify({"object": "list", "url": request.path, "data": data, "has_more": start + len(page) < len(found)})


def _session(its: Stripe, values: Thing) -> Thing:
    lines = values["line_items"]
    total = sum(line["price_data"]["unit_amount"] * line.get("quantity", 1) for line in lines)
    if total > LARGEST:
        raise Refused(400, "The Checkout Session's total amount must be at most 999,999.99.", param="line_items")
    lives = values.get("expires_at", int(time.time()) + 86400) - time.time()
    if not 30 * 60 - 60 <= lives <= 24 * 3600 + 60:
        raise Refused(400, "`expires_at` must be between 30 minutes and 24 hours away.", param="expires_at")
    if "wechat_pay" in values["allowed_payment_method_types"] and "wechat_pay" not in values.get(
        "payment_method_options", {}
    ):
        raise Refused(400, "Missing required param: payment_method_options[wechat_pay][client].")
    made = its.new(
        "cs",
        "checkout.session",
        status="open",
        payment_status="unpaid",
        mode=values["mode"],
        amount_total=total,
        currency=lines[0]["price_data"]["currency"],
        client_reference_id=values.get("client_reference_id"),
        success_url=values["success_url"],
        cancel_url=values.get("cancel_url"),
        expires_at=values.get("expires_at"),
        payment_intent=None,
        _intent=values.get("payment_intent_data", {}),
        _lines=lines,
        _methods=values["allowed_payment_method_types"],
    )
    made["metadata"] = values.get("metadata", {})
    made["url"] = f"{its.base}/c/pay/{made['id']}"
    return made


def _account(its: Stripe, values: Thing) -> Thing:
    made = its.new("acct", "account", details_submitted=False, payouts_enabled=False, capabilities={})
    made["metadata"] = values.get("metadata", {})
    return made


def _link(its: Stripe, values: Thing) -> Thing:
    account = its.get(values["account"], "account")
    return {"object": "account_link", "created": 0, "expires_at": 0, "url": f"{its.base}/setup/{account['id']}"}


def _transfer(its: Stripe, values: Thing) -> Thing:
    its.get(values["destination"], "account")
    charge = its.get(values["source_transaction"], "charge")
    gone = sum(one["amount"] for one in its.all("transfer", source_transaction=charge["id"]))
    if gone + values["amount"] > charge["amount"]:
        raise Refused(400, "Transfers from this source_transaction exceed the charge.", param="amount")
    made = its.new("tr", "transfer", **{name: value for name, value in values.items() if name != "metadata"})
    made["metadata"] = values.get("metadata", {})
    its.moved("transfer", -made["amount"], made["currency"], made["id"])
    its.emit("transfer.created", made)
    return made


PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>支付</title><body><h1>支付 {amount}</h1>
<ul>{lines}</ul><p>{methods}</p><form method="post"><button name="how" value="pay">立即支付</button>
<button name="how" value="pay_later">银行稍后确认</button><button name="how" value="decline">拒付</button></form>
<a href="{back}">返回</a></body></html>"""


def _pages(app: Flask, its: Stripe) -> None:
    """The pages on which a payer pays and a university completes its account."""

    @app.get("/c/pay/<number>")
    def page(number: str) -> str:
        found = its.get(number, "checkout.session")
        names = (line["price_data"]["product_data"]["name"] for line in found["_lines"])
        return PAGE.format(
            amount=f"{found['currency'].upper()} {found['amount_total'] / 100:,.2f}",
            lines="".join(f"<li>{html.escape(name)}</li>" for name in names),
            methods=", ".join(found["_methods"]),
            back=html.escape(found["cancel_url"] or "#"),
        )

    @app.post("/c/pay/<number>")
    def press(number: str) -> Any:
        deeds = {"pay": its.pay, "pay_later": its.pay_later, "decline": its.decline}
        deeds[request.form["how"]](number)
        found = its.get(number)
        where = request.path if found["status"] == "open" else found["success_url"]
        return redirect(where.replace("{CHECKOUT_SESSION_ID}", number), 303)

    @app.get("/setup/<number>")
    def setup(number: str) -> str:
        its.complete_account(number)
        return "<!doctype html><title>setup</title><p>done</p>"


@contextmanager
def serving(stripe_: Stripe | None = None, port: int = 0) -> Iterator[Stripe]:
    """A server in threads of its own, until the end."""
    found = stripe_ or Stripe()
    server = make_server("127.0.0.1", port, create(found), threaded=True)
    found.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
