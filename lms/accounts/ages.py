"""What the law asks of a person's age (PDPA section 20)."""

from datetime import date

OF_AGE = 20
CHILD = 10
OLDEST = 125


def age(born: date, on: date) -> int:
    """Full years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def needs_guardian(born: date | None, on: date) -> bool:
    """Under 20 a parent or guardian consents too."""
    return born is not None and age(born, on) < OF_AGE


def is_child(born: date | None, on: date) -> bool:
    """At 10 and under there is no account at all before the guardian has consented."""
    return born is not None and age(born, on) <= CHILD


def is_possible(born: date, on: date) -> bool:
    return born <= on and age(born, on) <= OLDEST
