"""`market bench`: how quick the market is with many records, measured on a throw-away market of its own."""

import click

from market.cli.bench import ledger, live, timetable


@click.group()
def bench() -> None:
    """Measure speed on a throw-away market; the installation's own data is neither read nor written."""


bench.add_command(ledger.ledger)
bench.add_command(live.live)
bench.add_command(timetable.timetable)

COMMANDS = (bench,)
