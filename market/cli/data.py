"""Bring data in, build the demo, rebuild the index, measure: the commands that move or read many records."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from market import demo as demonstration
from market.accounts import service as accounts
from market.core import migrations, outbox
from market.core.actor import SYSTEM
from market.core.context import act_as
from market.core.db import transaction
from market.core.settings import settings
from market.matching import evaluation as matching_evaluation
from market.needs import service as needs
from market.patents import service as patents
from market.search import evaluation as search_evaluation
from market.search.index import upkeep as search_index

Progress = Callable[[int, int], None]
EXISTING = click.Path(exists=True, path_type=Path)


def print_result(as_json: bool, result: Mapping[str, Any]) -> None:
    """The last line of output is one JSON object, or a line a value for people."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))
        return
    for name, value in result.items():
        if not isinstance(value, (list, dict)):
            click.echo(f"{name:>14}  {value}")


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on standard error, moved by calling it with (done, total)."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def move(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield move


@click.command()
@with_appcontext
def init() -> None:
    """Make folders and database, or bring them to the newest form; harmless to repeat."""
    for folder in (settings().data, settings().index):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrations.upgrade()
    click.echo(f"Ready: database at revision {migrations.current()}.")


@click.command()
@with_appcontext
def demo() -> None:
    """Build the demo market, unless it is there; prints one login per role."""
    with progress_bar("Demo market") as progress:
        logins = demonstration.build(progress)
    click.echo()
    for role, email in logins:
        click.echo(f"{role:<28} {email:<34} {demonstration.PASSWORD}")


@click.command("operator")
@click.option("--name", prompt="Name of the operator")
@click.option("--uscc", prompt="Its unified social credit code")
@click.option("--email", prompt="Mail address of its first person")
@click.option("--person", prompt="That person's name")
@click.password_option()
@with_appcontext
def operator(name: str, uscc: str, email: str, person: str, password: str) -> None:
    """Make the first operator account of a new installation."""
    with transaction():
        accounts.create_operator(name, uscc, email, password, person)
    click.echo("Done. Sign in and vet the organisations that join.")


@click.group("import")
def importing() -> None:
    """Bring in patents or needs from a file."""


@importing.command("patents")
@click.argument("file", type=EXISTING)
@click.option("--owner", help="Name or unified social credit code of the owner of all rows.")
@click.option("--dry-run", is_flag=True, help="Check and count only; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@with_appcontext
def import_patents(file: Path, owner: str | None, dry_run: bool, as_json: bool) -> None:
    """Import a spreadsheet of patents (.xlsx, .xls, .csv, .tsv); repeating it changes nothing."""
    started = time.monotonic()
    act_as(SYSTEM)
    with progress_bar("Reading and storing") as progress:
        result = patents.import_file(file, owner, dry_run, progress)
    finish_import(result, dry_run, as_json, started)


@importing.command("needs")
@click.argument("file", type=EXISTING)
@click.option("--dry-run", is_flag=True, help="Check and count only; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@with_appcontext
def import_needs(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import technology needs (.csv, .jsonl); repeating it changes nothing."""
    started = time.monotonic()
    act_as(SYSTEM)
    with progress_bar("Reading and storing") as progress:
        result = needs.import_file(file, dry_run, progress)
    finish_import(result, dry_run, as_json, started)


def finish_import(result: Mapping[str, Any], dry_run: bool, as_json: bool, started: float) -> None:
    """Do what the import has caused (index, matching), then report; `seconds` is the time until all is searchable."""
    if not dry_run:
        with progress_bar("Indexing"):
            outbox.drain()
    for refusal in result.get("refusals", []):
        click.echo(refusal, err=True)
    shown = {name: value for name, value in result.items() if name != "refusals"}
    print_result(as_json, shown | {"seconds": round(time.monotonic() - started, 1)})


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@with_appcontext
def reindex(as_json: bool) -> None:
    """Build the search index anew from the database; searches go on meanwhile."""
    with progress_bar("Indexing") as progress:
        result = search_index.reindex(progress)
    print_result(as_json, result)


@click.command()
@click.argument("directory", type=EXISTING)
@click.option("--engine", type=click.Choice(["search", "matching"]), required=True)
@click.option("--corpus", type=EXISTING, help="Folder whose corpus.jsonl to use when the set has none.")
@click.option("--limit", type=int, help="Ask only the first so many queries.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@with_appcontext
def evaluate(directory: Path, engine: str, corpus: Path | None, limit: int | None, as_json: bool) -> None:
    """Measure search or matching on a relevance set in BEIR layout, in a throw-away index."""
    measure = search_evaluation.evaluate if engine == "search" else matching_evaluation.evaluate
    with progress_bar("Asking") as progress:
        result = measure(directory, corpus, limit, progress)
    print_result(as_json, result)


COMMANDS = (init, demo, operator, importing, reindex, evaluate)
