"""A result that its attempts do not carry is found, and put right."""

import sqlalchemy as sa

from courses.learning import recount
from courses.learning.models import QuizResult
from courses.learning.operations import record_result
from lms.db import db, one_transaction
from tests import make


def test_a_result_without_an_attempt_is_found_and_put_right(database: None) -> None:
    with one_transaction():
        quiz = make.quiz()
        course = db.session.get_one(make.CourseVersion, quiz.version_id).course
        enrolment = make.enrolment(make.run(course))
        record_result(enrolment, quiz.lesson_key, "post_test", 90, True)
    found = recount.differences()
    assert [type(one) for one in found] == [recount.Misrecorded]
    with one_transaction():
        for one in found:
            one.put_right()
    assert recount.differences() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuizResult)) == 0
