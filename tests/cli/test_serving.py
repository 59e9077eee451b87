"""`market serve` uses several processes, survives slow clients and killed children, reloads and stops cleanly."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from market.cli import serving
from tests.instance import Instance, free_listener, running


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with running(tmp_path_factory.mktemp("serving")) as found:
        yield found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text()[:200]


def wait_until(condition: "callable", seconds: float = 30) -> bool:  # type: ignore[valid-type]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[misc]
            return True
        time.sleep(0.1)
    return False


def test_slow_clients_hold_up_nobody(instance: Instance) -> None:
    slow = []
    for number in range(400):
        connection = socket.create_connection(("127.0.0.1", instance.port))
        if number % 2:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        else:
            connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nx")
        slow.append(connection)
    try:
        assert [instance.get("/sign-in", timeout=10) for _ in range(5)] == [200] * 5
    finally:
        for connection in slow:
            connection.close()


def test_a_chunked_upload_is_not_cut_silently(instance: Instance) -> None:
    with socket.create_connection(("127.0.0.1", instance.port)) as connection:
        connection.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        block = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        try:
            for _ in range(400):
                connection.sendall(block)
            connection.sendall(b"0\r\n\r\n")
        except OSError:
            pass
        status = connection.recv(100).split(b" ")[1]
    assert status in {b"400", b"411", b"413"}


def test_a_killed_web_process_is_replaced(instance: Instance) -> None:
    before = instance.children()
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: len(instance.children()) == len(before) and before[0] not in instance.children())
    assert wait_until(lambda: instance.get("/sign-in") == 200)


def test_a_reload_fails_no_request(instance: Instance) -> None:
    answers: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answers.append(instance.get("/sign-in"))

    before = set(instance.children())
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    instance.process.send_signal(signal.SIGHUP)
    assert wait_until(lambda: not before & set(instance.children()), 180)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(answers) > 20
    assert set(answers) == {200}


def test_a_successor_that_fails_leaves_the_old_ones_serving(tmp_path: Path) -> None:
    """As after a broken update: the processes that run are better than none."""
    listener = free_listener()
    fails = [sys.executable, "-c", "raise SystemExit(1)"]
    waits = [sys.executable, "-c", "import time; time.sleep(60)"]
    supervisor = serving.Supervisor([("web", waits)], listener.fileno())
    supervisor.children = [supervisor._start(waits)]
    supervisor.commands = [("web", fails)]
    before = supervisor.children[0]
    try:
        supervisor._replace_all()
        assert supervisor.children == [before]
        assert before.poll() is None
        assert supervisor.retired[0].wait(20) == 1
    finally:
        before.kill()
        before.wait()
        listener.close()


def test_it_stops_cleanly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path) as found:
        children = found.children()
        assert len(children) == 3
        found.process.send_signal(signal.SIGTERM)
        assert found.process.wait(30) == 0
    assert not [pid for pid in children if alive(pid)]
    assert not list((tmp_path / "data").glob("*-wal")) or (tmp_path / "data" / "market.sqlite3").exists()


def test_a_killed_supervisor_leaves_no_orphans(tmp_path: Path) -> None:
    with running(tmp_path) as found:
        children = found.children()
        found.process.kill()
        found.process.wait()
        assert wait_until(lambda: not [pid for pid in children if alive(pid)])


def test_a_taken_port_ends_with_a_sentence(instance: Instance) -> None:
    result = instance.market("serve", "--port", str(instance.port), check=False)
    assert result.returncode != 0
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr
