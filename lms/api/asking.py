"""The question in an address, read strictly: what is not understood is refused, never left out."""

from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.workforce.public import BY, DIMENSIONS, PERIOD, Question, UnknownDimension

LANGUAGE = "lang"
UNDERSTOOD = frozenset({BY, PERIOD, LANGUAGE, *DIMENSIONS})


class AskedTwice(DomainError):
    """A parameter that came more than once: which of them is meant?"""

    @classmethod
    def of(cls, name: str) -> "AskedTwice":
        return cls(_("“%(name)s” is given more than once.", name=name), field=name)


class Empty(DomainError):
    """A filter without a value: nobody can tell whether everything is meant."""

    @classmethod
    def of(cls, name: str) -> "Empty":
        return cls(
            _("“%(name)s” has no value; leave it out to ask for all.", name=name), field=name
        )


def question_of(code: str, args: "MultiDict[str, Any]") -> Question:
    """The question for a measure, before anybody's scope narrows it."""
    for refusal in _wrong(args):
        raise refusal
    return Question.of({name: args[name] for name in args if name != LANGUAGE}, measure=code)


def _wrong(args: "MultiDict[str, Any]") -> Iterator[DomainError]:
    for name, given in args.lists():
        if name not in UNDERSTOOD:
            yield UnknownDimension.named(name)
        if len(given) > 1:
            yield AskedTwice.of(name)
        if name in DIMENSIONS and not given[0].strip():
            yield Empty.of(name)
