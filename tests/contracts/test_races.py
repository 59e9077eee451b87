"""A contract and its deal at the same moment: nobody waits for ever, one way of signing counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from flask import Flask

from market.contracts import service
from market.core import clock
from market.core.db import Busy, transaction
from market.negotiation import service as negotiation
from tests.factories import contracts as made
from tests.factories import licensing as make
from tests.factories import negotiation as talks

InThread = Callable[[Callable[[], Any]], Callable[[], Any]]


def at_once(in_thread: InThread, *deeds: Callable[[], Any]) -> list[Any]:
    def attempt(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(attempt, [in_thread(deed) for deed in deeds]))


def test_signing_here_and_on_paper_at_once_do_not_wait_for_each_other(app: Flask, in_thread: InThread) -> None:
    university, firm = make.side("university"), make.side()
    talks.no_notice(university)
    today = clock.today()
    for _round in range(3):
        deal = talks.agreed_deal(university, firm)
        contract = made.ready(university, firm, f"deal:{deal.id}")
        made.sign(university, contract)
        talks.confirmed(deal, university)

        def here(number: int = contract.id, code: str = made.text_hash(contract)) -> None:
            with transaction():
                service.sign(firm.actor, number, code)

        def on_paper(number: int = deal.id, on: date = today) -> None:
            with transaction():
                negotiation.confirm(firm.actor, number, "HT-2026-01", on)

        results = at_once(in_thread, here, on_paper)
        assert sum(result is None for result in results) == 1, results
        assert not [result for result in results if isinstance(result, Busy)]
        assert talks.again(deal).state == "concluded"
