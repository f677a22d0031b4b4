"""`flask demo`: the demonstration."""

import click
from flask.cli import AppGroup

from lms.db import one_transaction
from lms.demo import operations
from lms.reference.operations import load_shipped

cli = AppGroup("demo", help="The demonstration: twelve courses, nine institutions, many learners.")


@cli.command()
def load() -> None:
    """Load what is not there yet."""
    operations.load_once(click.echo)
    click.echo(operations.welcome())


@cli.command()
@click.confirmation_option(prompt="Everything in this copy will be lost. Go on?")
def reset() -> None:
    """Throw everything in this copy away and load the demonstration anew."""
    operations.wipe()
    with one_transaction():
        load_shipped()
    operations.load_once(click.echo)
    click.echo(operations.welcome())
