"""What can go wrong that a person is told about."""

from typing import TypeVar

from babel.support import LazyProxy

from lms.i18n import lazy_gettext as _l

T = TypeVar("T")


class DomainError(Exception):
    """A refusal with a message for the reader; `field` names the input it is about."""

    message: str | LazyProxy = _l("This cannot be done.")
    field: str | None = None

    def __init__(self, message: str | LazyProxy | None = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """It is not there, or not there for you; nobody can tell which."""

    message = _l("There is nothing here.")


class Forbidden(DomainError):
    """You are signed in, but this page is not for you."""

    message = _l("This page is not for your account.")


def found(thing: T | None) -> T:
    """The thing itself, or NotFound where there is none."""
    if thing is None:
        raise NotFound
    return thing
