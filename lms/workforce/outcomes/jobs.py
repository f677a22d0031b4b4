"""What the worker does: ask, remind, and close what could be changed."""

from collections.abc import Callable, Sequence
from functools import partial

from lms.clock import now
from lms.i18n.dates import to_bangkok
from lms.jobs.queue import daily, job
from lms.workforce.outcomes import operations, queries

BATCH = 100


@daily("09:30")
def begin() -> Callable[[], None]:
    """Small batches, so that nobody else's mail waits."""
    day = to_bangkok(now()).date().isoformat()
    return partial(_begin, day)


def _begin(day: str) -> None:
    operations.close_changes(now())
    operations.close_invitations(now())
    operations.ask_for_batch(operations.ASK, day, 1)
    operations.ask_for_batch(operations.REMIND, day, 1)


@job(operations.ASK)
def ask(day: str, number: int) -> Callable[[], None] | None:
    """Those whose time has come; who was asked is not found again, so a second run asks others."""
    for wave in queries.WAVES:
        people = queries.due(wave, now(), BATCH)
        if people:
            return partial(_ask, people, wave, day, number)
    return None


def _ask(people: Sequence[queries.Due], wave: int, day: str, number: int) -> None:
    operations.invite(people, wave)
    operations.ask_for_batch(operations.ASK, day, number + 1)


@job(operations.REMIND)
def remind(day: str, number: int) -> Callable[[], None] | None:
    ids = [invited.id for invited in queries.to_remind(now(), BATCH)]
    return partial(_remind, ids, day, number) if ids else None


def _remind(ids: list[int], day: str, number: int) -> None:
    operations.remind(ids)
    operations.ask_for_batch(operations.REMIND, day, number + 1)
