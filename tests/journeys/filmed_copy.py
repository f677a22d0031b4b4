"""A copy with one course that has a video lesson; prints who may come in, as JSON.

Run as a program, so that the data directory of the environment is the one that is filled.
"""

import json
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from courses.content.models import Caption, CourseRole, Lesson, LessonKind, Media
from lms.accounts.operations import open_session
from lms.app import create_app
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.jobs import queue
from lms.reference.operations import load_shipped
from tests import make
from tests.courses.authoring import studio
from tests.courses.content import filmed

CUES = [
    [0.5, 4.0, "สวัสดีครับ วันนี้เราดูกลโกงของแก๊งคอลเซ็นเตอร์"],
    [4.5, 8.0, "คนร้ายอ้างว่าเป็นตำรวจ หรือเจ้าหน้าที่ธนาคาร"],
    [8.5, 12.0, "ถ้าสงสัย ให้วางสาย แล้วโทร 1441"],
]


def main() -> None:
    app = create_app()
    with app.app_context():
        upgrade()
        with one_transaction():
            load_shipped()
            known, people = _fill(filmed.film(16, "1280x720"))
        db.session.remove()
        queue.drain()
        known |= {name: _cookie(app, token) for name, token in people.items()}
    print(json.dumps(known))


def _fill(film: Path) -> tuple[dict[str, Any], dict[str, str]]:
    course = make.course(kinds=[LessonKind.VIDEO])
    owner, second = studio.owner(course), studio.grant(make.user(), course, CourseRole.AUTHOR)
    media: Media = filmed.media(film, course, name="กลโกง.mp4")
    db.session.add(Caption(media_id=media.id, language="th", cues=CUES))
    lesson = db.session.query(Lesson).filter_by(version_id=course.version_id).one()
    lesson.title = Localised("กลโกงใกล้ตัว", "Scams near you")
    lesson.settings = {"media": media.public_id, "seconds": 16, "coverage": 80}
    studio.draft(course, owner)
    run = make.run(course)
    learner = make.enrolment(run).learner
    known = {
        "lesson": f"/studio/{course.code}/lessons/{lesson.slug}",
        "cues": f"/studio/{course.code}/media/{media.public_id}/captions/th",
        "languages": f"/studio/{course.code}/media/{media.public_id}/captions",
        "room": f"/learn/{run.public_id}/{lesson.slug}",
    }
    people = {"owner": owner, "second": second, "learner": learner}
    return known, {name: open_session(user).token for name, user in people.items()}


def _cookie(app: Any, token: str) -> list[str]:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    return [cookie.key, cookie.value]


if __name__ == "__main__":
    main()
