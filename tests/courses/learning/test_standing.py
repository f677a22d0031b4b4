"""Pure: where a learner stands, and where they go on."""

from datetime import UTC, datetime, timedelta

from courses.content.models import LessonKind
from courses.content.queries import Outline, OutlineLesson, OutlineModule
from courses.learning import reading
from courses.learning.completion import Rules
from courses.learning.models import DONE, STARTED
from courses.learning.standing import LessonProgress, Standing
from lms.i18n import Localised

START = datetime(2026, 11, 1, tzinfo=UTC)


def lesson(key: int, kind: LessonKind = LessonKind.ARTICLE, **settings: str) -> OutlineLesson:
    return OutlineLesson(
        key, key, f"l{key}", kind, Localised(f"บท {key}"), 10, True, key, dict(settings)
    )


def standing(*lessons: OutlineLesson, **touched: tuple[int, int]) -> Standing:
    """`l2=(DONE, 5)`: lesson 2 was done in minute 5."""
    progress = {
        int(name[1:]): LessonProgress(status, 0, 0, START + timedelta(minutes=minute))
        for name, (status, minute) in touched.items()
    }
    plan = Outline(1, 1, (OutlineModule(1, Localised("หน่วย"), lessons),))
    return Standing(plan, Rules(), progress, {})


def where(stands: Standing) -> int:
    assert stands.resume is not None
    return stands.resume.key


def test_one_begins_at_the_beginning() -> None:
    assert where(standing(lesson(1), lesson(2))) == 1


def test_one_goes_on_where_one_was() -> None:
    touched = {"l1": (STARTED, 1), "l2": (STARTED, 5)}
    assert where(standing(lesson(1), lesson(2), lesson(3), **touched)) == 2


def test_after_a_done_lesson_comes_the_next_that_is_not() -> None:
    touched = {"l1": (DONE, 9), "l2": (DONE, 5)}
    assert where(standing(lesson(1), lesson(2), lesson(3), **touched)) == 3


def test_what_was_jumped_over_comes_last() -> None:
    assert where(standing(lesson(1), lesson(2), **{"l2": (DONE, 5)})) == 1


def test_when_all_is_done_one_stays_where_one_was() -> None:
    touched = {"l1": (DONE, 9), "l2": (DONE, 5)}
    assert where(standing(lesson(1), lesson(2), **touched)) == 1


def test_only_practice_quizzes_count_as_lessons() -> None:
    kinds = [
        lesson(1),
        lesson(2, LessonKind.QUIZ, role="practice"),
        lesson(3, LessonKind.QUIZ, role="post_test"),
        lesson(4, LessonKind.SURVEY),
    ]
    assert standing(*kinds).facts.lessons_required == 2


def test_an_article_takes_a_fifth_of_its_time_and_never_more_than_three_minutes() -> None:
    assert [reading.enough_seconds(m) for m in (0, 5, 10, 60)] == [0, 60, 120, 180]
    assert not reading.is_read(1000, 119, 10)
    assert not reading.is_read(900, 600, 10)
    assert reading.is_read(1000, 120, 10)
