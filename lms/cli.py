"""`flask thaksa`: what an operator types."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from lms import audit, db, serving, storage
from lms.config import Config
from lms.demo import operations as demo
from lms.jobs import queue
from lms.reference import operations as reference
from lms.workforce.public import count_first

cli = AppGroup("thaksa", help="Run and look after this copy of Thaksa.")


def init_app(app: Flask) -> None:
    app.cli.add_command(cli)


@cli.command()
def install() -> None:
    """Bring the database up to date and load the reference data that ships with Thaksa."""
    _install()
    click.echo("Ready.")


def _install() -> None:
    upgrade()
    _check()
    with db.one_transaction():
        reference.load_shipped()
    with db.one_transaction():
        count_first()


def _check() -> None:
    """Nothing is served where something acknowledged could be lost."""
    db.check_durability()
    try:
        storage.check()
    except storage.StorageFails as failure:
        raise click.ClickException(str(failure)) from failure


@cli.command()
@click.option("--demo", "with_demo", is_flag=True, help="Load the demonstration data once.")
def start(with_demo: bool) -> None:
    """Install or upgrade, then serve until stopped."""
    _install()
    if with_demo:
        demo.load_once()
        click.echo(demo.welcome())
    db.db.session.remove()
    serving.serve(_config())


@cli.command()
def serve() -> None:
    """Serve until stopped: web and worker processes, each started again when it dies."""
    _check()
    db.db.session.remove()
    serving.serve(_config())


@cli.command()
def work() -> None:
    """Do the jobs that are asked for, in this process, until stopped."""
    serving.work()


@cli.command("audit-check")
def audit_check() -> None:
    """Check the audit trail's chain; exits 1 where a row was changed, removed or put in."""
    broken = audit.first_broken()
    if broken is not None:
        raise click.ClickException(f"the trail is broken at row {broken}")
    click.echo("The trail is whole.")


@cli.command("run-jobs")
def run_jobs() -> None:
    """Do every job that is due now, then stop."""
    click.echo(f"{queue.drain()} done")


def _config() -> Config:
    config: Config = current_app.extensions["thaksa_config"]
    return config
