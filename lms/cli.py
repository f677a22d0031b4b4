"""`flask thaksa`: what an operator types."""

from flask import Flask
from flask.cli import AppGroup

cli = AppGroup("thaksa", help="Run and look after this copy of Thaksa.")


def init_app(app: Flask) -> None:
    app.cli.add_command(cli)
