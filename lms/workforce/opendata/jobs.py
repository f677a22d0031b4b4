"""What the worker does: publish the open tables of a period when it is over."""

from collections.abc import Callable
from functools import partial

from lms.jobs.queue import daily
from lms.workforce.opendata import operations
from lms.workforce.opendata.content import Made


@daily("00:20")
def publish_tables() -> Callable[[], None]:
    """Safe to run twice: what was published of a period stays."""
    return partial(_keep, operations.count())


def _keep(tables: list[Made]) -> None:
    operations.publish(tables)
