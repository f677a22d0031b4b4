"""คลังข้อสอบ: the banks of courses, of institutions, and the one that all share."""

from courses.quizzes.bank.lists import PAGE, Line, candidates, count, lines, offered, tags_in
from courses.quizzes.bank.scope import Level, Scope, level_of
from courses.quizzes.bank.single import (
    Place,
    Version,
    drafts_with,
    get_question,
    newest,
    places,
    proposal,
    tags_of,
    versions,
)
from courses.quizzes.bank.stock import known_in, stock
from courses.quizzes.bank.wish import Wish

__all__ = [
    "PAGE",
    "Level",
    "Line",
    "Place",
    "Scope",
    "Version",
    "Wish",
    "candidates",
    "count",
    "drafts_with",
    "get_question",
    "known_in",
    "level_of",
    "lines",
    "newest",
    "offered",
    "places",
    "proposal",
    "stock",
    "tags_in",
    "tags_of",
    "versions",
]
