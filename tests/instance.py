"""A real instance of the market as its own processes, for tests of serving and for the browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-c", "from market.cli import main; main()"]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_listener() -> socket.socket:
    """A listening socket on a port of its own, to be inherited by server processes."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    listener.set_inheritable(True)
    return listener


@dataclass
class Instance:
    """A running market: its address, environment and supervisor process."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str = "/", timeout: float = 20) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as response:
                response.read()
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (OSError, urllib.error.URLError):
            return 0

    def wait(self, seconds: float = 60) -> None:
        """Until it answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.get("/health", 5) == 200:
                return
            time.sleep(0.1)
        raise TimeoutError("the instance does not answer")

    def market(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a `market` command on this instance's data."""
        return run_market(self.environment, *words, check=check)

    def children(self) -> list[int]:
        """The process ids below the supervisor."""
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(word) for word in found.stdout.split()]


def run_market(environment: dict[str, str], *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one `market` command with an environment of its own."""
    return subprocess.run([*COMMAND, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=check)


def environment_for(folder: Path, **over: str) -> dict[str, str]:
    """The environment of an instance whose files all lie in one folder."""
    return {
        **os.environ,
        "MARKET_DATA": str(folder / "data"),
        "MARKET_INDEX": str(folder / "index"),
        "SECRET_KEY": "only-for-tests-0123456789abcdef0123456789",
        **over,
    }


@contextmanager
def running(folder: Path, *, workers: int = 2, init: bool = True, **over: str) -> Iterator[Instance]:
    """An instance on fresh folders, stopped at the end."""
    port = free_port()
    environment = environment_for(folder, MARKET_PUBLIC_URL=f"http://127.0.0.1:{port}", **over)
    if init:
        run_market(environment, "init")
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--workers", str(workers)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    instance = Instance(port, environment, process)
    try:
        instance.wait()
        yield instance
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()
