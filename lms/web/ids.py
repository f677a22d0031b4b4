"""Rows as addresses name them."""

import re

from werkzeug.routing import BaseConverter, IntegerConverter, Map

MOST = 2**63 - 1


class PublicId(BaseConverter):
    """12 characters without look-alikes, in any case."""

    regex = "[0-9A-Za-z]{12}"

    def to_python(self, value: str) -> str:
        return value.upper()


class Id(IntegerConverter):
    """A number that a database can hold; any other names nothing."""

    regex = "[0-9]{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST)


def row_number(text: str) -> int:
    """The same after the question mark: `request.args.get(name, type=row_number)`."""
    if not re.fullmatch(Id.regex, text) or int(text) > MOST:
        raise ValueError
    return int(text)
