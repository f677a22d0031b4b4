"""What is done with mail when nobody waits."""

from lms.jobs.queue import Finish, daily
from lms.mail import operations


@daily("03:45")
def forget_files() -> Finish:
    """Files of letters that left long ago, and those that no letter took along."""
    return operations.forget_files
