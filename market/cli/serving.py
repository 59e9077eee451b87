"""Serve and work: several web processes on one listening socket, and the worker, under one command.

Waitress reads requests and writes answers in one thread, whatever its clients do, so slow clients hold no worker
thread. The supervisor owns the socket, starts a child process per core, restarts a child that dies, replaces all of
them one by one on SIGHUP, each when its successor serves, and stops them cleanly on SIGTERM or SIGINT: children finish
the requests they have begun.
"""

import logging
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext

from market.core import load, logs, outbox
from market.core.settings import settings

log = logging.getLogger(__name__)

THREADS = 8
CONNECTIONS = 2000
OWN_FILES = 500
CHANNEL_TIMEOUT = 20
GRACE_SECONDS = 15
RESTART_PAUSE = 1.0
START_SECONDS = 120.0
"""How long a successor may take until it serves; the one before it serves on meanwhile."""
QUIET_SECONDS = 1.5
SUPERVISOR = "MARKET_SUPERVISOR_PID"
"""Tells a child whose end is its end too; set by the supervisor alone."""
READY = "MARKET_READY_DESCRIPTOR"
"""Where a successor says that it serves; set by the supervisor alone."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=0, help="Web processes; 0 means one per core, two at least.")
@with_appcontext
def serve(host: str, port: int, workers: int) -> None:
    """Serve the market, and do its background work."""
    logs.set_up(settings())
    listener = listen(host, port)
    count = workers or max(2, os.cpu_count() or 2)
    web = [sys.executable, "-m", "market.cli.web", str(listener.fileno())]
    commands = [("web", web)] * count
    if settings().embedded_worker:
        commands.append(("worker", [sys.executable, "-m", "market.cli.web", "worker"]))
    click.echo(f"Serving on http://{host}:{listener.getsockname()[1]} with {count} web processes. Ctrl+C stops.")
    Supervisor(commands, listener.fileno()).run()


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def work(once: bool) -> None:
    """Do background jobs: mail, search index, matching, reminders."""
    logs.set_up(settings())
    if once:
        done = outbox.drain() + outbox.run_timed()
        click.echo(f"{done + outbox.drain()} jobs done.")
        return
    work_until_stopped()


COMMANDS = (serve, work)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket that the children inherit; a taken port ends with a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        why = f"Port {port} cannot be used ({error.strerror}). Choose another with --port."
        raise click.ClickException(why) from None
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


class Supervisor:
    """Keeps one process per command running until told to stop."""

    def __init__(self, commands: list[tuple[str, list[str]]], descriptor: int) -> None:
        self.commands, self.descriptor = commands, descriptor
        self.children: list[subprocess.Popen[bytes]] = []
        self.retired: list[subprocess.Popen[bytes]] = []
        self.stopping = threading.Event()
        self.renewing = threading.Event()

    def run(self) -> None:
        """Start everything, restart what dies, stop on a signal."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._renew)
        self.children = [self._start(command) for _name, command in self.commands]
        while not self.stopping.wait(0.5):
            if self.renewing.is_set():
                self._replace_all()
            self.retired = [old for old in self.retired if old.poll() is None]
            for index, child in enumerate(self.children):
                if child.poll() is not None and not self.stopping.is_set():
                    log.error("%s ended with %s, starting it again", self.commands[index][0], child.returncode)
                    time.sleep(RESTART_PAUSE)
                    self.children[index] = self._start(self.commands[index][1])
        self._end()

    def _start(self, command: list[str], ready: int | None = None) -> subprocess.Popen[bytes]:
        environment = {**os.environ, SUPERVISOR: str(os.getpid())}
        passed = [self.descriptor]
        if ready is not None:
            environment[READY] = str(ready)
            passed.append(ready)
        return subprocess.Popen(command, env=environment, pass_fds=passed, start_new_session=True)

    def _renew(self, _number: int, _frame: FrameType | None) -> None:
        self.renewing.set()

    def _replace_all(self) -> None:
        """One new process at a time; each old one ends when its successor serves, and stays when that one fails."""
        self.renewing.clear()
        for index, old in enumerate(list(self.children)):
            name, command = self.commands[index]
            successor, serves = self._successor(command)
            if serves:
                self.children[index] = successor
            else:
                log.error("the new %s does not start, the old one stays", name)
            leaving = old if serves else successor
            leaving.terminate()
            self.retired.append(leaving)

    def _successor(self, command: list[str]) -> tuple[subprocess.Popen[bytes], bool]:
        """A new process, and whether it has said that it serves."""
        heard, said = os.pipe()
        try:
            successor = self._start(command, said)
            os.close(said)
            deadline = time.monotonic() + START_SECONDS
            while not self.stopping.is_set() and time.monotonic() < deadline:
                if select.select([heard], [], [], 0.5)[0]:
                    return successor, bool(os.read(heard, 1))
            return successor, False
        finally:
            os.close(heard)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _end(self) -> None:
        """Ask the children to end; those that do not within the grace time are killed."""
        for child in self.children:
            child.terminate()
        ending = [*self.children, *self.retired]
        deadline = time.monotonic() + GRACE_SECONDS
        for child in ending:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()


def serve_on(descriptor: int) -> None:
    """One web process on the inherited socket, until SIGTERM; an orphan ends by itself.

    It waits by poll: select knows no file number above 1023, and a thousand open pages need more.
    """
    allow_files()
    listener = socket.socket(fileno=descriptor)
    listener.setblocking(False)
    server = waitress.create_server(
        current_app._get_current_object(),  # type: ignore[attr-defined]
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=CHANNEL_TIMEOUT,
        max_request_body_size=settings().upload_limit + 2 * 1024 * 1024,
        ident=None,
        clear_untrusted_proxy_headers=not settings().proxy_hops,
    )
    load.watch(current_app, server.task_dispatcher.queue.__len__, THREADS)
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_supervisor(stopping.set)
    say_ready()
    while not stopping.is_set():
        server.asyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)
    _finish_requests(server)


def say_ready() -> None:
    """Tell the supervisor, where it waits for it, that this process does its work from now on."""
    if descriptor := os.environ.pop(READY, ""):
        os.write(int(descriptor), b"1")
        os.close(int(descriptor))


def allow_files() -> None:
    """Let this process hold as many files as it takes connections, and some more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OWN_FILES
    if 0 <= soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(hard, wanted), hard))


def _finish_requests(server: Any) -> None:
    """Take no new connection, and answer what has been asked or is just being asked on those that are open."""
    server.del_channel()
    deadline = time.monotonic() + GRACE_SECONDS - 3
    while time.monotonic() < deadline and any(_busy(channel) for channel in server.active_channels.values()):
        server.asyncore.loop(timeout=0.1, use_poll=True, map=server._map, count=1)
    server.task_dispatcher.shutdown(timeout=2)


def _busy(channel: Any) -> bool:
    """Whether a connection has a request under way, or was used so lately that one may be on its way."""
    at_work = channel.requests or channel.request or channel.total_outbufs_len
    return bool(at_work) or time.time() - channel.last_activity < QUIET_SECONDS


def work_until_stopped() -> None:
    """The worker, until SIGTERM or SIGINT; a job begun is finished first."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    _end_with_supervisor(stopping.set)
    say_ready()
    outbox.work(stopping.is_set)


def _end_with_supervisor(end: Callable[[], None]) -> None:
    """Call `end` once the supervisor that started this process is gone: killed, it leaves nothing behind."""
    supervisor = int(os.environ.get(SUPERVISOR, "0"))

    def watch() -> None:
        while os.getppid() == supervisor:
            time.sleep(1)
        end()

    if supervisor:
        threading.Thread(target=watch, daemon=True).start()
