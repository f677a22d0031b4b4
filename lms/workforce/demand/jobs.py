"""What is done with files of demand when nobody waits."""

from lms.jobs.queue import Finish, daily
from lms.workforce.demand import operations


@daily("03:50")
def forget_files() -> Finish:
    """Files that somebody looked at and did not take in within a day."""
    return operations.forget_files
