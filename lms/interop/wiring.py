"""Puts the formats of other programs where courses look for them."""

from flask import Flask

from courses.public import bundles, exchange
from lms.interop import course_zip, excel, gift

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    exchange.register(gift.FORMAT)
    exchange.register(excel.FORMAT)
    bundles.register(course_zip.PACKER)
