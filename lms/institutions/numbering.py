"""The pattern of register numbers: `{prefix} {seq:05d}/{be}`, checked before anything is issued."""

import re
from string import Formatter

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

LONGEST = 60  # what a statement holds
_SPEC = {"prefix": re.compile(""), "seq": re.compile(r"|0?[1-9]d"), "be": re.compile("")}


class BadPattern(DomainError):
    message = _l("Use {prefix}, {seq} and {be} only, e.g. {prefix} {seq:05d}/{be}")
    field = "register_pattern"


class NumberNotUnique(BadPattern):
    message = _l("The pattern needs {seq} and {be}: numbers start again every Buddhist year.")


class NumberTooLong(BadPattern):
    message = _l("The numbers would be longer than 60 characters.")


def check(pattern: str, prefix: str) -> None:
    """Refuse a pattern that could print one number twice, or none."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as wrong:
        raise BadPattern from wrong
    used = [name for _, name, _, _ in parts if name is not None]
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in _SPEC or conversion or not _SPEC[name].fullmatch(spec or ""):
            raise BadPattern
    if used.count("seq") != 1 or "be" not in used:
        raise NumberNotUnique
    if len(example(pattern, prefix, be_year=2569, sequence=9_999_999)) > LONGEST:
        raise NumberTooLong


def example(pattern: str, prefix: str, *, be_year: int, sequence: int = 1) -> str:
    """The number that would be printed."""
    return pattern.format(prefix=prefix, seq=sequence, be=be_year)
