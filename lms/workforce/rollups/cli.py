"""`flask workforce`: the numbers, counted again."""

import click
from flask.cli import AppGroup

from lms.db import one_transaction
from lms.i18n import gettext as _
from lms.workforce.rollups import operations, rebuilding

cli = AppGroup("workforce", help="The numbers: how many people applied, learned, completed.")


@cli.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if anything differs.")
def rebuild(check: bool) -> None:
    """Count everything anew from enrolments, learning, results, surveys and certificates."""
    if check:
        found = rebuilding.differences()
        for line in found:
            click.echo(line)
        click.echo(_("%(count)d differences.", count=len(found)))
        if found:
            raise SystemExit(1)
        return
    with one_transaction():
        enrolments = operations.rebuild()
    click.echo(_("%(count)d enrolments counted.", count=enrolments))
