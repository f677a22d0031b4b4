"""The quiz in the middle of the learning room: what it is, what was tried, how to go on."""

from courses.content.queries import OutlineLesson
from courses.learning.rooms import Body
from courses.learning.standing import Door, Room
from courses.quizzes import queries
from courses.quizzes.review import sight
from lms.clock import now
from lms.i18n.dates import to_bangkok


def quiz(room: Room, lesson: OutlineLesson) -> Body:
    definition = queries.definition_of(room.outline.version_id, lesson.key)
    tries = queries.tries(room.enrolment_id, lesson.key)
    moment = now()
    underway = next((t for t in tries if t.is_open), None)
    left = None if definition.attempts is None else max(0, definition.attempts - len(tries))
    waits = any(t.pending for t in tries)
    may_start = room.door(to_bangkok(moment).date()) is Door.OPEN
    marked = [t.percent for t in tries if t.percent is not None and not t.pending]
    return Body(
        "quizzes/_lesson.html",
        {
            "quiz": definition,
            "tries": tries,
            "underway": underway,
            "overdue": underway is not None and underway.is_over(moment),
            "attempts_left": left,
            "best": max(marked, default=None),
            "waits": waits,
            "passed": any(t.passed and not t.pending for t in tries),
            "may_start": may_start,
            "sight": sight(definition, tries),
        },
        asks=underway is not None
        or bool(definition.questions and may_start and left != 0 and not waits),
    )
