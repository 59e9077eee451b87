"""Numbers have no gaps and no doubles, whoever takes them at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from market.core.db import db, forget, transaction
from market.ledger import service
from market.ledger.models import Sequence

THREADS = 8
EACH = 5
Wrap = Callable[[Callable[[], Any]], Callable[[], Any]]


def taken(in_thread: Wrap, take: Callable[[], int]) -> list[int]:
    """The numbers that many threads took at the same time."""

    def some() -> list[int]:
        return [take() for _ in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        lists = [pool.submit(in_thread(some)) for _ in range(THREADS)]
        return sorted(number for future in lists for number in future.result())


def take_properly() -> int:
    with transaction():
        number = service.next_number("receipt", 2026)
        time.sleep(0.002)
        return number


def take_without_lock() -> int:
    """The mistake: look first, write later."""
    last = db.session.scalar(select(Sequence.last).where(Sequence.series == "receipt")) or 0
    forget()
    time.sleep(0.002)
    with transaction() as session:
        session.execute(update(Sequence).where(Sequence.series == "receipt").values(last=last + 1))
    return last + 1


def test_parallel_takers_leave_no_gap_and_no_double(app: Flask, in_thread: Wrap) -> None:
    assert taken(in_thread, take_properly) == list(range(1, THREADS * EACH + 1))


def test_without_the_lock_numbers_are_doubled(app: Flask, in_thread: Wrap) -> None:
    take_properly()
    numbers = taken(in_thread, take_without_lock)
    assert len(set(numbers)) < len(numbers), "the race test above proves nothing"


def test_each_series_and_year_counts_for_itself(app: Flask) -> None:
    with transaction():
        assert service.next_number("receipt", 2026) == 1
        assert service.next_number("receipt", 2027) == 1
        assert service.next_number("reference", 2026) == 1
        assert service.next_number("receipt", 2026) == 2


def test_a_number_of_an_undone_deed_is_given_again(app: Flask) -> None:
    def undone() -> None:
        with transaction():
            service.next_number("receipt", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert take_properly() == 1
