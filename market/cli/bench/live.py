"""`market bench live`: a thousand open live pages on a real server, and how soon each sees what a host changes.

Server, viewers and host are processes of this machine and share its cores, so the figures are for the least favourable
case. A change is a message to all, posted by a signed-in host; a viewer has seen it when his page has the board with it
or a later one. Its age is counted from before the commit.
"""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from flask import Flask

from market.cli.bench import audience, scratch
from market.cli.bench.audience import Audience
from market.cli.data import print_result
from market.core.db import db
from market.core.settings import settings
from market.live import queries

CHANGE_EVERY = 4.0
SETTLE = 12.0
"""Seconds at the end without changes: every page must have seen the last one by then."""
WARM = 6.0
"""Seconds at the beginning in which all pages connect."""
START = 2.0
PROCESSES = 2
COMMAND = [sys.executable, "-c", "from market.cli import main; main()"]
VIEWERS = [sys.executable, str(Path(__file__).with_name("viewers.py"))]
"""Run as a file of its own: it needs nothing of the market and is there at once."""


@click.command()
@click.option("--viewers", default=1000, show_default=True, help="How many pages are open.")
@click.option("--seconds", default=60, show_default=True, help="How long they stay open.")
@click.option("--database", default="", help="Address of an empty database to use; without it SQLite in a temp folder.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
def live(viewers: int, seconds: int, database: str, as_json: bool) -> None:
    """Open many live pages on a real server; measure how soon they see a host's changes."""
    load = os.getloadavg()[0]
    with scratch.market(database) as app:
        built = audience.build(max(1, viewers))
        with served() as port:
            result = measured(app, built, port, max(20, seconds))
        result["database"] = db.engines[None].dialect.name
    print_result(as_json, result | {"load_before": round(load, 2)})


@contextmanager
def served() -> Iterator[int]:
    """The real server on the throw-away market, as `market serve` starts it; its port."""
    found = settings()
    environment = {
        **os.environ,
        "MARKET_DATA": str(found.data),
        "MARKET_INDEX": str(found.index),
        "SECRET_KEY": found.secret_key,
        "DATABASE_URL": found.database_url,
        "MARKET_LOG_FORMAT": "text",
    }
    port = free_port()
    with (Path(found.data) / "serve.log").open("wb") as log:
        command = [*COMMAND, "serve", "--port", str(port), "--workers", "2"]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """A port nobody listens on just now."""
    with http.client.socket.socket() as probe:  # type: ignore[attr-defined]
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the server answers; ends with a sentence when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ask(port, "GET", "/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise click.ClickException("The server did not start.")


def ask(port: int, method: str, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, str]:
    """One request on a connection of its own: status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie} if cookie else {}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urlencode(form) if form is not None else None, headers)
    response = connection.getresponse()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, body


def measured(app: Flask, built: Audience, port: int, seconds: int) -> dict[str, Any]:
    """Viewers watch, the host posts, then all is added up."""
    host = host_of(app, built)
    started = time.time() + START
    watching = [start_viewers(built, port, started + seconds, part) for part in range(PROCESSES)]
    refused = post_changes(built.roadshow_id, port, host, started + WARM, started + seconds - SETTLE)
    tallies = [json.loads(process.communicate(timeout=seconds + 60)[0]) for process in watching]
    db.session.remove()
    return summed_up(tallies, changes(built.roadshow_id), seconds, refused)


def start_viewers(built: Audience, port: int, until: float, part: int) -> subprocess.Popen[str]:
    """One process with its share of the viewers."""
    process = subprocess.Popen(VIEWERS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    path = f"/roadshows/{built.roadshow_id}/live.json"
    task = {"port": port, "path": path, "words": built.words[part::PROCESSES], "until": until}
    if process.stdin is not None:
        process.stdin.write(json.dumps(task))
        process.stdin.close()
        process.stdin = None
    return process


@dataclass(frozen=True)
class Host:
    """A signed-in host as the server knows him: his cookie, and the token of the console's forms."""

    cookie: str
    token: str


def host_of(app: Flask, built: Audience) -> Host:
    """The host with his console open."""
    client = scratch.signed_in(app, built.host_id)
    with app.app_context():
        page = client.get(f"/roadshows/{built.roadshow_id}/console").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    if token is None or cookie is None:
        raise click.ClickException("The console gave no form.")
    return Host(f"{cookie.key}={cookie.value}", token[1])


def post_changes(roadshow_id: int, port: int, host: Host, begin: float, end: float) -> int:
    """Numbered messages to all, one every few seconds; how many were refused."""
    time.sleep(max(0.0, begin - time.time()))
    number = refused = 0
    while time.time() < end:
        number += 1
        form = {"csrf_token": host.token, "text": f"change {number}"}
        status, _body = ask(port, "POST", f"/roadshows/{roadshow_id}/console/message", host.cookie, form)
        refused += status != 302
        time.sleep(CHANGE_EVERY)
    return refused


def changes(roadshow_id: int) -> dict[int, float]:
    """When each change was made, by its number: stamped before its commit."""
    log = queries.log_of(roadshow_id, 10_000)
    return {int(deed.detail.split()[1]): deed.at.timestamp() for deed in log if deed.detail.startswith("change ")}


def delays(seen: Sequence[Sequence[Sequence[float]]], made: dict[int, float]) -> tuple[list[float], int]:
    """For each viewer and change the seconds until he saw it or a later one, sorted; how many were never seen."""
    found, missed = [], 0
    for viewer in seen:
        for number, at in made.items():
            first = next((when for shown, when in viewer if shown >= number), None)
            if first is None:
                missed += 1
            else:
                found.append(first - at)
    return sorted(found), missed


def summed_up(tallies: list[dict[str, Any]], made: dict[int, float], seconds: int, refused: int) -> dict[str, Any]:
    """The figures of all processes together."""
    late, missed = delays([viewer for tally in tallies for viewer in tally["seen"]], made)
    answers = {name: sum(tally["answers"].get(name, 0) for tally in tallies) for name in ("200", "304", "503", "error")}
    asked = answers["200"] + answers["304"] + answers["503"]
    return {
        "viewers": sum(len(tally["seen"]) for tally in tallies),
        "seconds": seconds,
        "changes": len(made),
        "update_p50_seconds": round(scratch.percentile(late, 0.5), 2) if late else None,
        "update_p95_seconds": round(scratch.percentile(late, 0.95), 2) if late else None,
        "update_max_seconds": round(late[-1], 2) if late else None,
        "errors": answers["error"] + missed + refused,
        "missed_updates": missed,
        "requests": asked,
        "requests_per_second": round(asked / seconds, 1),
        "not_modified_share": round(answers["304"] / asked, 3) if asked else 0.0,
        "turned_away": answers["503"],
        "longest_interval_seconds": max(tally["longest_interval"] for tally in tallies),
        "slowest_answer_seconds": round(max(tally["slowest"] for tally in tallies), 2),
        "problems": [problem for tally in tallies for problem in tally["problems"]][:5],
    }
