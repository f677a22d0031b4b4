"""What the worker does for accounts."""

from collections.abc import Callable
from functools import partial

from lms.accounts import operations
from lms.jobs.queue import URGENT, daily, job


@job("accounts.send_token", priority=URGENT)
def send_token(token_id: int) -> Callable[[], None]:
    """Look who has the address and write the mail; in one short transaction."""
    return partial(operations.send, token_id)


@job("accounts.wipe")
def wipe() -> None:
    operations.wipe()


@daily("03:40")
def tidy_up() -> Callable[[], None]:
    return operations.tidy_up
