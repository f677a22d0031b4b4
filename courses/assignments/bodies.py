"""An assignment in the middle of the learning room."""

from courses.assignments import works
from courses.assignments.brief import Brief
from courses.content.handed_in import KINDS
from courses.content.queries import OutlineLesson, body
from courses.learning.rooms import Body
from courses.learning.standing import Door, Room
from lms.clock import now
from lms.i18n.dates import to_bangkok


def assignment(room: Room, lesson: OutlineLesson) -> Body:
    brief = Brief.of(lesson.settings)
    work = works.work_of(
        brief,
        lesson.key,
        enrolment_id=room.enrolment_id,
        run_id=room.run_id,
        starts_on=room.starts_on,
        enrolled_at=room.begun_at,
    )
    return Body(
        "assignments/_lesson.html",
        {
            "html": body(lesson.id),
            "brief": brief,
            "work": work,
            "kinds": KINDS,
            "may_work": room.door(to_bangkok(now()).date()) is Door.OPEN,
            "problem": None,
        },
        asks=work.may_write or work.may_revise,
    )
