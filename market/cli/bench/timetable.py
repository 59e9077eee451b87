"""`market bench timetable`: how quick and how good the automatic timetable of one-to-one meetings is."""

import random
import time
from typing import Any

import click

from market.cli.data import print_result
from market.meetings.rules.checking import breaches
from market.meetings.rules.timetable import Arranged, Party, Question, Wish, arrange
from market.meetings.rules.timetable.values import LARGEST_FIT

SEED = 7
SECONDS = 12.0
HOSTS_OF = 4
"""One organisation in so many has a pitch or is a bank: it receives the others."""
WISHES_OF_A_GUEST = (2, 10)


@click.command()
@click.option("--organisations", default=300, show_default=True, type=click.IntRange(2, 2000))
@click.option("--tables", default=40, show_default=True, type=click.IntRange(1, 500))
@click.option("--slots", default=12, show_default=True, type=click.IntRange(1, 60))
@click.option("--seed", default=SEED, show_default=True, help="Another seed, another roadshow.")
@click.option("--seconds", default=SECONDS, show_default=True, help="How long to improve at most.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
def timetable(organisations: int, tables: int, slots: int, seed: int, seconds: float, as_json: bool) -> None:
    """Arrange a believable roadshow; nothing is read from or written to any database."""
    question = roadshow(organisations, tables, slots, seed)
    started = time.perf_counter()
    answer = arrange(question, seconds)
    print_result(as_json, measured(question, answer, time.perf_counter() - started))


def roadshow(organisations: int, tables: int, slots: int, seed: int) -> Question:
    """Hosts and guests who are there in 50 to 80 % of the slots; few hosts are wanted by many (Zipf)."""
    chance = random.Random(seed)
    hosts = list(range(1, max(1, organisations // HOSTS_OF) + 1))
    guests = list(range(hosts[-1] + 1, organisations + 1))
    parties = {
        number: Party(
            number, _presence(chance, slots), slots if number <= hosts[-1] else chance.randint(1, max(1, slots // 2))
        )
        for number in [*hosts, *guests]
    }
    popularity = [1 / rank for rank in range(1, len(hosts) + 1)]
    pairs: dict[tuple[int, int], int] = {}
    for guest in guests:
        wanted = min(len(hosts), chance.randint(*WISHES_OF_A_GUEST))
        chosen: set[int] = set()
        while len(chosen) < wanted:
            chosen.add(chance.choices(hosts, popularity)[0])
        pairs |= {(host, guest): chance.randint(1, LARGEST_FIT) for host in sorted(chosen)}
    wishes = [Wish(number, host, guest, fit) for number, ((host, guest), fit) in enumerate(pairs.items())]
    return Question(parties, wishes, [tables] * slots)


def _presence(chance: random.Random, slots: int) -> frozenset[int]:
    """Half to four fifths of the slots, at least one."""
    return frozenset(chance.sample(range(slots), max(1, round(slots * chance.uniform(0.5, 0.8)))))


def measured(question: Question, answer: Arranged, seconds: float) -> dict[str, Any]:
    """The figures; clashes are counted from the answer by a check that knows nothing of how it was made.

    `fit_share_of_bound` compares with a bound that no timetable can pass, first meetings weighed as the fairness floor
    weighs them.
    """
    found = breaches(question, answer.slots)
    sides = {wish.id: (wish.host, wish.guest) for wish in question.wishes}
    wishing = {number for pair in sides.values() for number in pair}
    meeting = {number for placed in answer.slots for number in sides[placed]}
    return {
        "seconds": round(seconds, 2),
        "clashes": len(found),
        "placed_share": round(len(answer.slots) / max(1, len(question.wishes)), 4),
        "fit_share_of_bound": round(answer.share_of_bound, 4),
        "places_used_share": round(len(answer.slots) / max(1, sum(question.tables)), 4),
        "organisations_meeting_share": round(len(meeting) / max(1, len(wishing)), 4),
        "wishes": len(question.wishes),
        "placed": len(answer.slots),
        "fit": answer.fit,
        "problems": found[:5],
    }
