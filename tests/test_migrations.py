"""Models and migrations agree, on both databases, and every migration goes back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from courses.content.models import LessonKind
from courses.content.queries import outline
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.learning.models import DONE, STARTED, Activity, Progress, QuizResult
from lms.clock import now
from lms.db import db, metadata
from lms.i18n.dates import to_bangkok
from lms.reference.models import Framework, FrameworkSkill, SkillMapping
from tests import make

VERSIONS = Path(__file__).parents[1] / "lms" / "migrations" / "versions"
BY_HAND = ("course_search",)


def test_the_schema_of_the_migrations_is_that_of_the_models(database: None) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, reflected, other: (
                    not (kind == "table" and (name or "").startswith(BY_HAND))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_and_up_again(database: None) -> None:
    downgrade(revision="base")
    upgrade()


def learner_of_long_ago(*, completed: bool) -> tuple[int, list[int]]:
    """Their id, and the months in which they read, read again and completed.

    Read after 40 days, passed the test after 80, read on after 120, completed after 160.
    """
    kinds = [LessonKind.ARTICLE, LessonKind.ARTICLE, LessonKind.SURVEY]
    course = make.course(kinds=kinds)
    rules = {"content_percent": 100, "posttest_pass_percent": 60, "survey_required": True}
    begun = now() - timedelta(days=200)
    place = make.enrolment(
        make.run(course, rules=rules),
        enrolled_at=begun,
        state=EnrolmentState.COMPLETED if completed else EnrolmentState.ACTIVE,
        completed_at=begun + timedelta(days=160) if completed else None,
    )
    first, second, survey = [lesson.key for lesson in outline(course.version_id).lessons]
    result = {"role": "post_test", "attempts": 1, "first_percent": 70, "best_percent": 70}
    db.session.add_all(
        [
            done(place, first, begun + timedelta(days=40)),
            done(place, second, begun + timedelta(days=120), DONE if completed else STARTED),
            done(place, survey, begun),
            QuizResult(
                enrolment_id=place.id,
                lesson_key=survey + 1,
                passed=True,
                updated_at=begun + timedelta(days=80),
                **result,
            ),
        ]
    )
    days = [to_bangkok(begun + timedelta(days=after)).date() for after in (40, 120, 160)]
    return place.id, [day.year * 100 + day.month for day in days]


def done(place: Enrolment, key: int, at: Any, status: int = DONE) -> Progress:
    return Progress(enrolment_id=place.id, lesson_key=key, status=status, updated_at=at)


def up_from(revision: str) -> None:
    db.session.commit()
    db.session.remove()
    downgrade(revision=revision)
    upgrade()


def days_after(place: Enrolment) -> tuple[Any, Any]:
    moments = (place.halfway_at, place.passed_at)
    return tuple(at and (at - place.enrolled_at).days for at in moments)  # type: ignore[return-value]


def months(place_id: int) -> list[int]:
    chosen = sa.select(Activity.month).filter_by(enrolment_id=place_id).order_by(Activity.month)
    return list(db.session.scalars(chosen))


def test_an_upgrade_dates_the_milestones_of_everybody(database: None) -> None:
    half, _months = learner_of_long_ago(completed=False)
    whole, _months = learner_of_long_ago(completed=True)
    idle = make.enrolment().id
    up_from("0004")
    assert days_after(db.session.get_one(Enrolment, half)) == (80, 80)
    assert days_after(db.session.get_one(Enrolment, whole)) == (80, 80)
    assert days_after(db.session.get_one(Enrolment, idle)) == (None, None)


def test_an_upgrade_sees_no_learning_in_the_month_that_a_survey_stands_for(database: None) -> None:
    half, (read, again, _completed) = learner_of_long_ago(completed=False)
    whole, (*_read, completed) = learner_of_long_ago(completed=True)
    up_from("0004")
    assert months(half) == [read, again]
    assert months(whole) == [read, again, completed]


def test_an_upgrade_keeps_every_pair_of_skills_once(database: None) -> None:
    ids = db.session.scalars(
        sa.select(FrameworkSkill.id).order_by(FrameworkSkill.id).limit(6)
    ).all()
    a, b, c, d, e, f = ids
    code, other = db.session.scalars(
        sa.select(Framework.code).order_by(Framework.id).limit(2)
    ).all()
    db.session.commit()
    db.session.remove()
    downgrade(revision="0006")
    with db.engine.begin() as connection:
        for pair in ((a, b), (b, a), (d, c), (e, f), (f, f)):
            connection.execute(
                sa.insert(SkillMapping).values(
                    from_skill_id=pair[0], to_skill_id=pair[1], created_at=now()
                )
            )
        connection.execute(sa.update(Framework).filter_by(code=code).values(replaced_by=other))
        connection.execute(sa.update(Framework).filter_by(code=other).values(replaced_by="gone"))
    upgrade()
    columns = (SkillMapping.from_skill_id, SkillMapping.to_skill_id)
    pairs = db.session.execute(sa.select(*columns).order_by(SkillMapping.from_skill_id)).all()
    assert [tuple(pair) for pair in pairs] == [(a, b), (c, d), (e, f)]
    followed = {row.code: row for row in db.session.scalars(sa.select(Framework))}
    assert (followed[code].replaced_by, followed[other].replaced_by) == (other, None)
    assert followed[code].valid_to is not None


def test_migrations_are_numbered_and_named() -> None:
    files = sorted(p.name for p in VERSIONS.glob("*.py"))
    assert [name[:4] for name in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
