"""Which files questions show: of the course, and of the banks that every course may use."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import select

from courses.content.models import Course
from courses.content.usage import Place, named_in
from courses.quizzes.models import Question, QuestionVersion
from lms.db import db
from lms.i18n import Localised

SHOWN = 60


def of_questions(course: Course) -> Iterator[tuple[str, Place]]:
    """(public id, question) in every version, since attempts keep theirs; one statement."""
    body, key = (sa.cast(c, sa.Text) for c in (QuestionVersion.body, QuestionVersion.key))
    rows = db.session.execute(
        select(
            Question.id,
            Question.title,
            QuestionVersion.text,
            QuestionVersion.body,
            QuestionVersion.key,
        )
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(
            sa.or_(Question.course_id == course.id, Question.course_id.is_(None)),
            sa.or_(
                QuestionVersion.text.like("%/media/%"), body.like("%media%"), key.like("%media%")
            ),
        )
        .order_by(QuestionVersion.id)
    )
    seen: set[tuple[int, str]] = set()
    for row in rows:
        title = row.title or row.text[:SHOWN]
        for public_id in named_in(row.text) | named_in(json.dumps([row.body, row.key])):
            if (row.id, public_id) not in seen:
                seen.add((row.id, public_id))
                yield public_id, Place("question", Localised(title, title))
