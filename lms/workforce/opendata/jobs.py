"""What the worker does: publish the open tables as of the end of the day."""

from collections.abc import Callable
from functools import partial

from lms.jobs.queue import daily
from lms.workforce.opendata import operations
from lms.workforce.opendata.content import Made


@daily("00:20")
def publish_tables() -> Callable[[], None]:
    """Safe to run twice: of one day the first state stays."""
    return partial(_keep, operations.count())


def _keep(tables: list[Made]) -> None:
    operations.publish(tables)
