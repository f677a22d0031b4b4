"""A question in the text of a lesson is tried: nothing is kept, the page says what came of it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.learning import blocks, rooms
from courses.learning.standing import Door, Room
from courses.quizzes.views.blueprint import bp
from courses.quizzes.views.taking import my_room
from lms.clock import now
from lms.i18n import dates
from lms.web.access import access, own
from lms.web.forms import is_fetch
from lms.web.transaction import refuse


@bp.route("/learn/<public:run_id>/<slug>/practise", methods=["GET", "POST"])
@access(own("learner_id"), room=my_room)
def practise(room: Room, slug: str) -> ResponseReturnValue:
    """Only what the text of this published lesson names; a script gets the question alone."""
    lesson = room.outline.find(slug)
    day = dates.to_bangkok(now()).date()
    if request.method == "GET" or room.door(day) not in (Door.OPEN, Door.READ_ONLY):
        address = url_for("learning.lesson", run_id=room.run_public_id, slug=lesson.slug)
        return redirect(address)
    refuse()
    where = blocks.Where(room.outline.course_id, lesson.key, room.run_public_id)
    html = blocks.only(lesson.id, "question", request.form.get("question", ""), where)
    return html if is_fetch() else rooms.page(room, lesson)
