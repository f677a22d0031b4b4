"""What can go wrong that a person is told about."""

from collections.abc import Callable, Sequence
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


class Several(DomainError):
    """Everything that is wrong with one thing, told at once."""

    def __init__(self, refusals: Sequence[DomainError]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(str(refusal) for refusal in refusals))


class Refusals:
    """Gathers what is wrong with one thing instead of stopping at the first refusal."""

    def __init__(self) -> None:
        self.found: list[DomainError] = []

    def take(self, make: Callable[[], T]) -> T | None:
        """What `make` makes, or nothing where it refuses."""
        try:
            return make()
        except DomainError as refusal:
            self.found.append(refusal)
            return None

    def settle(self) -> None:
        """Refuse for every reason that was found."""
        if self.found:
            raise Several(self.found)


def problems_of(refusal: DomainError) -> tuple[str, ...]:
    """Each reason once, led by the name of the input that it is about."""
    every = refusal.refusals if isinstance(refusal, Several) else (refusal,)
    return tuple(dict.fromkeys(f"{one.field}: {one}" if one.field else str(one) for one in every))
