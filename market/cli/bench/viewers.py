"""Many viewers of one live page, as a process of their own: each keeps a connection and asks as static/js/live does.

Reads one JSON object from standard input (port, path, words, until), writes one to standard output: when each viewer
first saw each numbered change, and how its requests were answered.
"""

import asyncio
import gzip
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

INTERVAL = 3.0
SCATTER = 0.15
CHANGE = re.compile(rb'"message":\{"text":"change (\d+)"')
FILES = 4096


@dataclass
class Tally:
    """What all viewers of this process met."""

    answers: Counter[str] = field(default_factory=Counter)
    seen: list[list[tuple[int, float]]] = field(default_factory=list)
    """For each viewer: number of a change and when it was first seen, in seconds since 1970."""
    longest_interval: float = INTERVAL
    slowest: float = 0.0
    problems: list[str] = field(default_factory=list)


class Viewer:
    """One open page."""

    def __init__(self, port: int, path: str, word: str, tally: Tally) -> None:
        self.port, self.path, self.word, self.tally = port, path, word, tally
        self.tag, self.latest = "", 0
        self.seen: list[tuple[int, float]] = []
        self.stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        tally.seen.append(self.seen)

    async def watch(self, until: float) -> None:
        """Ask until the time is over."""
        await asyncio.sleep(random.random() * INTERVAL)
        while time.time() < until:
            pause = await self.ask()
            await asyncio.sleep(pause * (1 + SCATTER * (2 * random.random() - 1)))
        if self.stream:
            self.stream[1].close()

    async def ask(self) -> float:
        """One question; how long to wait before the next."""
        started = time.time()
        try:
            status, headers, body = await self.answered()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as error:
            self.stream = None
            self.fail(f"{type(error).__name__}: {error}")
            return INTERVAL
        self.tally.slowest = max(self.tally.slowest, time.time() - started)
        self.tally.answers[str(status)] += 1
        if status == 200:
            self.tag = headers["etag"]
            self.read(gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body)
        elif status == 503:
            return float(headers.get("retry-after", "20"))
        elif status != 304:
            self.fail(f"answered {status}")
        pause = float(headers.get("x-ask-again", INTERVAL))
        self.tally.longest_interval = max(self.tally.longest_interval, pause)
        return pause

    def fail(self, problem: str) -> None:
        """Count an error; the first few are told."""
        self.tally.answers["error"] += 1
        if len(self.tally.problems) < 5:
            self.tally.problems.append(problem)

    def read(self, board: bytes) -> None:
        """Note a change that was not seen before."""
        found = CHANGE.search(board)
        number = int(found[1]) if found else 0
        if number > self.latest:
            self.latest = number
            self.seen.append((number, time.time()))

    async def answered(self) -> tuple[int, dict[str, str], bytes]:
        """Send and read; a kept connection that the server has closed meanwhile is opened again, as browsers do."""
        if self.stream is not None:
            try:
                return await self.exchange(*self.stream)
            except (OSError, asyncio.IncompleteReadError):
                self.stream[1].close()
        self.stream = await asyncio.open_connection("127.0.0.1", self.port)
        return await self.exchange(*self.stream)

    async def exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, dict[str, str], bytes]:
        """One request and its answer on a connection."""
        tag = f"If-None-Match: {self.tag}\r\n" if self.tag else ""
        writer.write(
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
            f"Accept-Encoding: gzip\r\nX-Viewer: {self.word}\r\n{tag}\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lines = (line.partition(": ") for line in head[1:] if line)
        headers = {name.lower(): value for name, _, value in lines}
        length = int(headers.get("content-length", "0"))
        body = await reader.readexactly(length) if length else b""
        return int(head[0].split()[1]), headers, body


async def watch_all(task: dict[str, Any]) -> Tally:
    """All viewers of this process until the time is over."""
    tally = Tally()
    viewers = [Viewer(task["port"], task["path"], word, tally) for word in task["words"]]
    await asyncio.gather(*(viewer.watch(task["until"]) for viewer in viewers))
    return tally


def main() -> None:
    """Standard input to standard output."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if hard < 0 else min(hard, FILES), hard))
    tally = asyncio.run(watch_all(json.load(sys.stdin)))
    json.dump(vars(tally), sys.stdout)


if __name__ == "__main__":
    main()
