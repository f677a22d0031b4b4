"""Messages that leave the house."""

from lms.mail.operations import MOST_ATTACHED, File, keep_file, send_again, send_once
from lms.mail.queries import Standing, standing

__all__ = [
    "MOST_ATTACHED",
    "File",
    "Standing",
    "keep_file",
    "send_again",
    "send_once",
    "standing",
]
