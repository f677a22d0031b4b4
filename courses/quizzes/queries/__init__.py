"""Reads of quizzes, attempts and what waits for a marker."""

from courses.quizzes.queries.attempts import (
    SAVED,
    Sheet,
    Sitting,
    Try,
    by_question,
    get_sheet,
    get_sitting,
    overdue,
    results_from_attempts,
    saved,
    tries,
)
from courses.quizzes.queries.papers import answer_keys, definition, definition_of

__all__ = [
    "SAVED",
    "Sheet",
    "Sitting",
    "Try",
    "answer_keys",
    "by_question",
    "definition",
    "definition_of",
    "get_sheet",
    "get_sitting",
    "overdue",
    "results_from_attempts",
    "saved",
    "tries",
]
