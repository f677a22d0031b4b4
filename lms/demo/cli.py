"""`flask demo`: the demonstration."""

import click
from flask.cli import AppGroup

from lms.db import one_transaction
from lms.demo import operations, targets
from lms.demo.load import operations as bulk
from lms.demo.load import unloading
from lms.errors import DomainError
from lms.reference.operations import load_shipped

cli = AppGroup("demo", help="The demonstration: twelve courses, nine institutions, many learners.")


@cli.command()
@click.option(
    "--learners", type=click.IntRange(1, 1_000_000), help="Also so many invented learners."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same load."
)
def load(learners: int | None, seed: int) -> None:
    """Load what is not there yet."""
    operations.load_once(click.echo)
    if learners is not None:
        bulk.load(learners, seed, click.echo)
        targets.publish_again()
    click.echo(operations.welcome())


@cli.command()
def unload() -> None:
    """Take out every synthetic load, exactly."""
    try:
        gone = unloading.unload(click.echo)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    targets.publish_again()
    click.echo(f"{gone} learners")


@cli.command()
@click.confirmation_option(prompt="Everything in this copy will be lost. Go on?")
def reset() -> None:
    """Throw everything in this copy away and load the demonstration anew."""
    operations.wipe()
    with one_transaction():
        load_shipped()
    operations.load_once(click.echo)
    click.echo(operations.welcome())
