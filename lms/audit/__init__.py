"""Who did what to whom: append-only and hash-chained."""

from lms.audit.operations import first_broken, record

__all__ = ["first_broken", "record"]
