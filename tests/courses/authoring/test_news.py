"""Somebody half-way keeps their place, and is told only what matters to them."""

import pytest

from courses.authoring.models import ReviewStep, Verdict
from courses.authoring.operations import publishing, reviews
from courses.authoring.operations.drafts import open_draft
from courses.content.models import Lesson, Module
from courses.content.queries import outline as read_outline
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.learning.models import DONE, Progress, QuizResult
from courses.learning.queries import room
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.jobs.queue import drain
from tests import make
from tests.courses.authoring.reviewing import Team, lessons, quiz, team

pytestmark = pytest.mark.usefixtures("database")


def release(t: Team) -> None:
    review = reviews.ask(open_draft(t.course, t.owner), by=t.owner)
    reviews.decide(review, ReviewStep.COLLEAGUE, by=t.colleague, verdict=Verdict.APPROVED)
    publishing.publish(review, by=t.owner)
    db.session.commit()


def halfway(t: Team) -> Enrolment:
    """The first lesson is done."""
    place = make.enrolment(make.run(t.course))
    done(place, lessons(t.draft)[0].key)
    db.session.commit()
    return place


def done(place: Enrolment, key: int) -> None:
    db.session.add(Progress(enrolment_id=place.id, lesson_key=key, status=DONE, updated_at=now()))
    db.session.flush()


def told(place: Enrolment):
    return room(place.run.public_id, place.learner_id)


def add_lesson(t: Team, **given) -> Lesson:
    module = db.session.query(Module).filter_by(version_id=t.draft.id).one()
    made = make.lesson(t.course, t.draft, module, **{"position": 9} | given)
    db.session.flush()
    return made


def test_a_corrected_text_is_not_told():
    t = team()
    place = halfway(t)
    release(t)
    assert told(place).news is None


def test_moved_and_renamed_lessons_stay_done_and_are_not_told():
    t = team()
    place = halfway(t)
    first, second = lessons(t.draft)[:2]
    first.title = Localised("ชื่อใหม่", "New name")
    first.position, second.position = 50, 1
    db.session.flush()
    first.position = 2
    release(t)
    seen = told(place)
    assert (seen.news, first.key in seen.standing.done_keys) == (None, True)


def test_a_new_required_lesson_is_told_until_it_is_done():
    t = team()
    place = halfway(t)
    added = add_lesson(t)
    release(t)
    assert [x.key for x in told(place).news.added] == [added.key]
    done(place, added.key)
    db.session.commit()
    assert told(place).news is None


def test_a_new_lesson_that_does_not_count_is_not_told():
    t = team()
    place = halfway(t)
    add_lesson(t, required=False)
    release(t)
    assert told(place).news is None


def test_a_lesson_taken_out_is_told_only_to_who_had_not_done_it():
    t = team()
    place, other = halfway(t), halfway(t)
    gone = lessons(t.draft)[1]
    done(other, gone.key)
    db.session.delete(gone)
    db.session.flush()
    release(t)
    assert [str(title) for title in told(place).news.removed] == ["Lesson 2"]
    assert told(other).news is None


def test_another_pass_mark_is_told_only_to_who_has_not_passed():
    t = team()
    place, other = halfway(t), halfway(t)
    test = quiz(t.draft)
    db.session.add(
        QuizResult(
            enrolment_id=other.id, lesson_key=test.lesson_key, role="post_test", attempts=1,
            first_percent=90, best_percent=90, passed=True, updated_at=now(),
        )
    )  # fmt: skip
    done(other, test.lesson_key)
    test.pass_percent = 80
    db.session.flush()
    release(t)
    (rule,) = told(place).news.rules
    assert (rule.what, rule.before, rule.after) == ("pass_percent", 60, 80)
    assert told(other).news is None


def test_news_of_two_versions_come_together():
    t = team()
    place = halfway(t)
    first = add_lesson(t)
    release(t)
    t.draft = open_draft(t.course, t.owner)
    second = add_lesson(t, position=19)
    release(t)
    assert {x.key for x in told(place).news.added} == {first.key, second.key}


def test_who_came_later_is_told_nothing():
    t = team()
    add_lesson(t)
    release(t)
    late = make.enrolment(make.run(t.course))
    db.session.commit()
    assert told(late).news is None


def test_news_that_is_put_away_stays_away(client):
    t = team()
    place = halfway(t)
    add_lesson(t)
    release(t)
    slug = read_outline(t.course.version_id).lessons[0].slug
    learner = client.as_(place.learner)
    page = learner.get(f"/learn/{place.run.public_id}/{slug}")
    assert "This course has changed since you began" in page.text
    learner.post(f"/learn/{place.run.public_id}/{slug}/news")
    page = learner.get(f"/learn/{place.run.public_id}/{slug}")
    assert "This course has changed since you began" not in page.text


def test_completed_people_stay_completed_and_are_told_nothing():
    t = team()
    place = make.completed(make.run(t.course))
    db.session.commit()
    add_lesson(t)
    release(t)
    seen = told(place)
    assert (seen.state, seen.news) == (EnrolmentState.COMPLETED, None)


def test_who_has_met_the_rules_by_a_shorter_course_is_completed():
    t = team()
    place = halfway(t)
    for lesson in lessons(t.draft)[1:3]:
        db.session.delete(lesson)
    t.draft.details = {"hours": "0.7"}
    db.session.flush()
    release(t)
    drain()
    assert db.session.get(Enrolment, place.id).state is EnrolmentState.COMPLETED


def test_an_open_attempt_goes_on_with_its_version():
    from courses.quizzes.operations import start, submit

    t = team()
    place = halfway(t)
    attempt = start(place, quiz(t.draft).lesson_key)
    quiz(t.draft).pass_percent = 90
    db.session.flush()
    release(t)
    assert submit(attempt.id).quiz.pass_percent == 60
