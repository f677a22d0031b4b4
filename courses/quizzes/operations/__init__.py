"""Everything that changes a quiz or an attempt."""

from courses.quizzes.operations.answers import (
    AttemptOver,
    AttemptSubmitted,
    BadNumbering,
    NoPlace,
    save_answer,
    save_answers,
)
from courses.quizzes.operations.attempts import (
    CannotStart,
    NoAttemptsLeft,
    NothingAsked,
    start,
    submit,
)
from courses.quizzes.operations.writing import write_quiz

__all__ = [
    "AttemptOver",
    "AttemptSubmitted",
    "BadNumbering",
    "CannotStart",
    "NoAttemptsLeft",
    "NoPlace",
    "NothingAsked",
    "save_answer",
    "save_answers",
    "start",
    "submit",
    "write_quiz",
]
