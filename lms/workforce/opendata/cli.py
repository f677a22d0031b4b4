"""`flask workforce publish`: the open tables, now."""

import click

from lms.db import db, one_transaction
from lms.i18n import gettext as _
from lms.workforce.opendata import operations
from lms.workforce.rollups.cli import cli


@cli.command()
@click.option("--again", is_flag=True, help="Replace what was published today.")
def publish(again: bool) -> None:
    """Publish the tables of open data, once a day."""
    tables = operations.count()
    db.session.rollback()
    with one_transaction():
        kept = operations.publish(tables, again=again)
    click.echo(_("%(count)d tables published.", count=kept))
