"""The names of films and questions that stand in the text of a lesson."""

import re

from sqlalchemy import or_, select

from courses.content import images
from courses.content.models import Course
from courses.quizzes.models import Question, QuestionVersion
from lms.db import db

_named = re.compile(r'<div class="(video|question)" data-(?:media|question)="([0-9A-Z]{12})">')


def names(course: Course, body: str) -> dict[str, str]:
    """`video/ID` and `question/ID` to what an author knows them by; at most two statements."""
    wanted: dict[str, list[str]] = {"video": [], "question": []}
    for kind, public_id in _named.findall(body):
        wanted[kind].append(public_id)
    found = {
        f"video/{public_id}": media.name
        for public_id, media in images.of(wanted["video"]).items()
        if media.course_id == course.id
    }
    return found | _questions(course, wanted["question"])


def _questions(course: Course, public_ids: list[str]) -> dict[str, str]:
    if not public_ids:
        return {}
    rows = db.session.execute(
        select(Question.public_id, Question.title, QuestionVersion.text)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(
            Question.public_id.in_(public_ids),
            or_(Question.course_id == course.id, Question.course_id.is_(None)),
            or_(
                Question.bank_institution_id == course.institution_id,
                Question.bank_institution_id.is_(None),
            ),
        )
        .order_by(QuestionVersion.number)
    )
    return {f"question/{public_id}": title or text[:300] for public_id, title, text in rows}
