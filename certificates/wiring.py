"""Puts the slice into the application."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to put in yet."""
