"""The command `market`: everything an operator of the service does from a shell."""

import sys

import click
from flask.cli import FlaskGroup

from market import create_app
from market.cli import bench, data, health, serving
from market.config import ConfigurationError
from market.core.errors import Refusal
from market.evidence import cli as evidence

REFUSED = 2


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def market() -> None:
    """Patent licensing market: set up, serve, import, measure."""


for command in (*serving.COMMANDS, *data.COMMANDS, *health.COMMANDS, *bench.COMMANDS, *evidence.COMMANDS):
    market.add_command(command)


def main() -> None:
    """Entry point: refusals and unsafe settings end with one sentence and exit code 2."""
    try:
        sys.exit(market.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (Refusal, ConfigurationError) as refusal:
        refused(refusal)


def refused(refusal: Exception) -> None:
    """Say why, as an object too when --json was asked for, and leave with exit code 2."""
    click.echo(str(refusal), err=True)
    if "--json" in sys.argv:
        data.print_result(True, {"error": str(refusal)})
    sys.exit(REFUSED)
