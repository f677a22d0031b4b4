"""A file, held against the register: checked in the child, never kept."""

from certificates import press, queries
from certificates.answer import Answer, of_file
from certificates.verdict import FileVerdict, Outcome, settle
from lms.child import ChildFailed
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

LIMIT = 10 * 1024 * 1024


class Unreadable(DomainError):
    message = _l("This file could not be checked. It may be damaged: download it again and retry.")


class TooLarge(Unreadable):
    message = _l("This file is larger than 10 MB; a certificate never is. Choose another file.")


class Empty(Unreadable):
    message = _l("This file is empty. Choose another file.")


def examine(file: bytes) -> FileVerdict:
    """The verdict from the file and from the register; raises `Unreadable`."""
    if not file:
        raise Empty
    if len(file) > LIMIT:
        raise TooLarge
    try:
        verdict: FileVerdict = press.examiner().call(
            "certificates.checking", "examine", file, press.keys().roots
        )
    except ChildFailed as failure:
        raise Unreadable from failure
    if verdict.outcome is Outcome.TOO_LARGE:
        raise TooLarge
    return settle(verdict, queries.paper_digest)


def answer(file: bytes) -> Answer:
    """The same for the public page, with how the certificate stands now."""
    verdict = examine(file)
    return of_file(verdict, queries.standing(verdict.code) if verdict.code else None)


def is_test() -> bool:
    """Whether this copy signs with its development key."""
    return press.keys().development
