"""What the worker does: keep the numbers up with what happens."""

from lms.jobs.queue import Finish, every
from lms.workforce.rollups import operations


@every(20)
def count_people() -> Finish:
    """Safe to run twice; what does not fit into one round waits for the next."""
    return _count_people


def _count_people() -> None:
    operations.roll_up()
