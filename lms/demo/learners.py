"""Learners of the demonstration, and what they did in the months before today."""

from collections.abc import Callable


def load(say: Callable[[str], None]) -> None:
    """Nobody yet."""
