"""Web and worker processes that die by kill -9 at a named step: run as `python -m tests.mortal DESCRIPTOR FOLDER`.

The processes are those of `market serve` (`serve_on`, `work_until_stopped`), forked from one that has everything
imported, so that a dead one is replaced at once. FOLDER holds a file of steps for each role. In `web`, the line
"/payments/1/card 2 before" kills the process that comes to the second commit of a request to that path, before it, and
"/payments/1/card 0 answer" the one that has done everything and only has to answer; in `worker`, "* 1 after" kills the
worker after its next commit. The dying process takes its line away: one that is gone proves the death.
"""

import os
import signal
import sys
import time
from pathlib import Path

from flask import g, has_request_context, request, request_finished
from sqlalchemy import event
from sqlalchemy.orm import Session

from market import create_app
from market.cli.serving import serve_on, work_until_stopped

WEB_PROCESSES = 2


class Fate:
    """Counts the commits of one request, or of the worker since a step was named, and ends the process at the step."""

    def __init__(self, folder: Path, role: str) -> None:
        self.file = folder / role
        self.count = 0

    def watch(self) -> None:
        """Listen to every commit of this process."""
        event.listen(Session, "before_commit", lambda session: self.met(session, "before"))
        event.listen(Session, "after_commit", lambda session: self.met(session, "after"))
        request_finished.connect(self.answering, weak=False)

    def answering(self, *_app: object, **_values: object) -> None:
        """Everything is done, and the answer is about to be sent."""
        if self.file.read_text() == f"{request.path} 0 answer":
            self.end([])

    def end(self, left: list[str]) -> None:
        """Take the step away and die."""
        self.file.write_text("\n".join(left))
        os.kill(os.getpid(), signal.SIGKILL)

    def met(self, session: Session, when: str) -> None:
        """One commit is about to happen, or has happened."""
        steps = self.file.read_text().splitlines()
        if not session.info.get("writing") or not steps:
            return
        path, number, wanted = steps[0].split()
        if path != "*" and not (has_request_context() and request.path == path):
            return
        if self.number(when) == int(number) and when == wanted:
            self.end(steps[1:])

    def number(self, when: str) -> int:
        """The how manieth commit this is, of the request or of the process."""
        holder = g if has_request_context() else self
        holder.count = getattr(holder, "count", 0) + (when == "before")
        return int(holder.count)


def child(role: str, descriptor: int, folder: Path) -> int:
    """Fork a process of that role; its id."""
    if number := os.fork():
        return number
    app = create_app()
    Fate(folder, role).watch()
    app.app_context().push()
    if role == "worker":
        work_until_stopped()
    else:
        serve_on(os.dup(descriptor))
    os._exit(0)


def main() -> None:
    """Keep the processes running until this one is killed or told to end."""
    descriptor, folder = int(sys.argv[1]), Path(sys.argv[2])
    roles = [*["web"] * WEB_PROCESSES, "worker"]
    children = {child(role, descriptor, folder): role for role in roles}
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    while not stopping:
        number, _status = os.waitpid(-1, os.WNOHANG)
        if number:
            role = children.pop(number)
            children[child(role, descriptor, folder)] = role
        time.sleep(0.02)
    for number in children:
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    main()
