"""What the worker does: keep the numbers up with what happens."""

from lms.jobs.queue import Finish, enqueue, every
from lms.workforce.rollups import operations

NAME = f"{__name__}.count_people"


@every(20)
def count_people() -> Finish:
    """Safe to run twice; where more happened than fits into one round, the next follows at once."""
    return _count_people


def _count_people() -> None:
    if operations.roll_up() >= operations.AT_ONCE:
        enqueue(NAME)
