"""`flask workforce publish`: the open tables, now."""

import click

from lms.db import db, one_transaction
from lms.i18n import gettext as _
from lms.workforce.opendata import operations
from lms.workforce.rollups.cli import cli


@cli.command()
@click.option("--again", is_flag=True, help="Count anew what was published before.")
def publish(again: bool) -> None:
    """Publish the tables of open data: of the periods that are over."""
    tables = operations.count(again=again)
    db.session.rollback()
    with one_transaction():
        kept = operations.publish(tables)
    click.echo(_("%(count)d tables published.", count=kept))
