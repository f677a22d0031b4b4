"""`flask demo`: fill a copy with demonstration data."""

from flask.cli import AppGroup

cli = AppGroup("demo", help="Demonstration data.")
