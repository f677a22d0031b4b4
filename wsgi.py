"""Where a server finds the application."""

from lms.app import create_app

app = create_app()
