"""Messages that leave the house."""

from lms.mail.operations import send_once

__all__ = ["send_once"]
