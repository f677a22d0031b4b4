"""A version of one course as the first draft of another: nothing is shared but the bytes of files."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from courses.authoring.naming import renamed, renamed_within
from courses.authoring.operations.drafts import KEPT_OF_A_LESSON, lessons_of
from courses.authoring.queries.drafts import modules_of
from courses.content.copies import copy_what_hangs_on
from courses.content.models import (
    Caption,
    CourseVersion,
    Lesson,
    LessonKey,
    Media,
    MediaFile,
    Module,
)
from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.operations.copying import copy_embedded
from lms.db import db

EMBEDDED = re.compile(r'data-question="([0-9A-Z]{12})"')
KEPT_OF_A_FILE = (
    "name", "content_type", "digest", "size", "kind", "state", "progress", "problem", "alt",
    "credit", "licence", "width", "height", "duration", "about",
)  # fmt: skip


def copy_into(source: CourseVersion, target: CourseVersion) -> None:
    """Modules, lessons, files, questions: each one the target course's own."""
    lessons = lessons_of(source)
    embedded = {name for lesson in lessons for name in EMBEDDED.findall(lesson.body)}
    names = _copy_files(source, target) | copy_embedded(embedded, source, target)
    places = _copy_modules(source, target)
    keys = {lesson.key: _copy_lesson(lesson, places, target, names) for lesson in lessons}
    copy_what_hangs_on(source, target, keys)
    _rename_in_questions(target, names)


def _copy_modules(source: CourseVersion, target: CourseVersion) -> dict[int, int]:
    places = {}
    for module in modules_of(source):
        copy = Module(version_id=target.id, position=module.position, title=module.title)
        db.session.add(copy)
        db.session.flush()  # lessons refer to it
        places[module.id] = copy.id
    return places


def _copy_lesson(
    lesson: Lesson, places: Mapping[int, int], target: CourseVersion, names: Mapping[str, str]
) -> int:
    key = LessonKey(course_id=target.course_id, slug=lesson.slug)
    db.session.add(key)
    db.session.flush()  # the key is the database's
    values = {name: getattr(lesson, name) for name in KEPT_OF_A_LESSON}
    values |= {
        "body": renamed(lesson.body, names),
        "settings": renamed_within(lesson.settings, names),
    }
    place = places[lesson.module_id]
    db.session.add(Lesson(version_id=target.id, module_id=place, key=key.key, **values))
    return key.key


def _copy_files(source: CourseVersion, target: CourseVersion) -> dict[str, str]:
    """Every file of the course under a name of its own; the content is kept once."""
    files = db.session.scalars(
        select(Media).where(Media.course_id == source.course_id).order_by(Media.id)
    ).all()
    copies = {
        media.id: Media(
            course_id=target.course_id, **{name: getattr(media, name) for name in KEPT_OF_A_FILE}
        )
        for media in files
    }
    db.session.add_all(copies.values())
    db.session.flush()  # derived files and captions refer to them
    _copy_rows(MediaFile, copies)
    _copy_rows(Caption, copies)
    return {media.public_id: copies[media.id].public_id for media in files}


def _copy_rows(model: Any, copies: Mapping[int, Media]) -> None:
    columns = [column.key for column in model.__table__.columns if column.key != "media_id"]
    for row in db.session.scalars(select(model).where(model.media_id.in_(list(copies)))):
        values = {name: getattr(row, name) for name in columns}
        db.session.add(model(media_id=copies[row.media_id].id, **values))


def _rename_in_questions(target: CourseVersion, names: Mapping[str, str]) -> None:
    """Pictures that questions show are the course's own too."""
    if not names:
        return
    for asked in db.session.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Question.course_id == target.course_id)
    ):
        for part in ("body", "key"):
            changed = renamed_within(getattr(asked, part), names)
            if changed != getattr(asked, part):
                setattr(asked, part, changed)
