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
from courses.quizzes.queries.hand_marks import (
    File,
    Given,
    WaitingAnswer,
    count_waiting,
    files_of,
    get_file,
    hand_marks,
    is_handed_in,
    unmarked,
    waiting_answers,
)
from courses.quizzes.queries.papers import answer_keys, definition, definition_of
from courses.quizzes.queries.practice import practice, practice_key

__all__ = [
    "SAVED",
    "File",
    "Given",
    "Sheet",
    "Sitting",
    "Try",
    "WaitingAnswer",
    "answer_keys",
    "by_question",
    "count_waiting",
    "definition",
    "definition_of",
    "files_of",
    "get_file",
    "get_sheet",
    "get_sitting",
    "hand_marks",
    "is_handed_in",
    "overdue",
    "practice",
    "practice_key",
    "results_from_attempts",
    "saved",
    "tries",
    "unmarked",
    "waiting_answers",
]
