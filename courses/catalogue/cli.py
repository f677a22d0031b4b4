"""`flask courses reindex`: make the search index anew."""

import click

from courses.catalogue import operations
from courses.enrolment.cli import cli
from lms.db import one_transaction
from lms.i18n import ngettext


@cli.command()
def reindex() -> None:
    """Make the search index anew from every published course."""
    with one_transaction():
        count = operations.reindex()
    click.echo(ngettext("%(count)d course can be found.", "%(count)d courses can be found.", count))
