"""The states of what somebody hands in, and which may follow which."""

import enum

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l


class State(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    MARKING = "marking"
    RETURNED = "returned"
    PASSED = "passed"
    FAILED = "failed"


class Move(enum.StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    BEGIN = "begin"
    PUT_BACK = "put_back"
    RETURN = "return"
    PASS = "pass"  # noqa: S105 (a move, no password)
    FAIL = "fail"


class Impossible(DomainError):
    message = _l("This cannot be done any more: the work has moved on. Reload the page.")


UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.MARKING)
WAITING = (State.SUBMITTED, State.MARKING)
MARKED = (State.PASSED, State.FAILED)
RELEASED = (State.RETURNED, *MARKED)

_MOVES = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Move.TAKE_BACK): State.DRAFT,
    (State.SUBMITTED, Move.BEGIN): State.MARKING,
    (State.MARKING, Move.BEGIN): State.MARKING,
    (State.MARKING, Move.PUT_BACK): State.SUBMITTED,
    (State.MARKING, Move.RETURN): State.RETURNED,
    (State.MARKING, Move.PASS): State.PASSED,
    (State.MARKING, Move.FAIL): State.FAILED,
    # A result that stands changes only with a reason.
    (State.PASSED, Move.FAIL): State.FAILED,
    (State.PASSED, Move.PASS): State.PASSED,
    (State.FAILED, Move.PASS): State.PASSED,
    (State.FAILED, Move.FAIL): State.FAILED,
    (State.FAILED, Move.RETURN): State.RETURNED,
}


def after(state: State, move: Move) -> State:
    """Where `move` leads from `state`; refused where it leads nowhere."""
    if (state, move) not in _MOVES:
        raise Impossible
    return _MOVES[state, move]
