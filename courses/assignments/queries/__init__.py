"""Reads of what was handed in: a learner's own works, the desk of the markers, and counts."""

from courses.assignments.queries.desk import (
    Filter,
    Waiting,
    numbers,
    queue,
    runs_with_works,
    waiting_for,
)
from courses.assignments.queries.marks import (
    changes_of,
    comments_of,
    finished,
    marked_of,
    own_marking,
    saved_comments,
)
from courses.assignments.queries.works import (
    brief_of,
    digests_in_use,
    due_for,
    due_of_runs,
    files_of,
    get_file,
    get_submission,
    is_handed_in,
    lesson_of,
    rounds,
    under_way,
)

__all__ = [
    "Filter",
    "Waiting",
    "brief_of",
    "changes_of",
    "comments_of",
    "digests_in_use",
    "due_for",
    "due_of_runs",
    "files_of",
    "finished",
    "get_file",
    "get_submission",
    "is_handed_in",
    "lesson_of",
    "marked_of",
    "numbers",
    "own_marking",
    "queue",
    "rounds",
    "runs_with_works",
    "saved_comments",
    "under_way",
    "waiting_for",
]
