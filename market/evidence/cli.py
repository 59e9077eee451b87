"""`market verify`: whether an evidence archive is as it was made."""

from typing import IO

import click

from market.core.i18n import N_, translate
from market.evidence.rules import manifest


@click.command()
@click.argument("archive", type=click.File("rb"), metavar="FILE.zip")
def verify(archive: IO[bytes]) -> None:
    """Compare an evidence archive with its manifest; exit code 1 when something was changed, added or taken away."""
    verdict = manifest.check(archive)
    for problem in verdict.problems:
        click.echo(f"BAD  {problem}")
    if not verdict.sound:
        raise click.exceptions.Exit(1)
    click.echo(
        translate(N_("%(deal)s: %(files)s files, all as in the manifest."), deal=verdict.deal, files=verdict.files)
    )


COMMANDS = (verify,)
