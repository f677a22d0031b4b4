"""`flask courses recompute`: completion again, from the facts."""

import click
from flask.cli import with_appcontext

from courses.learning import recount
from lms.db import one_transaction
from lms.i18n import ngettext


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if anything differs.")
@with_appcontext
def recompute(check: bool) -> None:
    """Compare completion and seats with the facts, and put right what differs."""
    differences = recount.differences()
    for difference in differences:
        click.echo(str(difference))
        if not check:
            with one_transaction():
                difference.put_right()
    click.echo(ngettext("%(count)d difference.", "%(count)d differences.", len(differences)))
    if check and differences:
        raise SystemExit(1)
