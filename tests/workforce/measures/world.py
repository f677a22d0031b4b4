"""A small world with everything that counting gets wrong easily."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from certificates.models import Certificate, CertificateState, LookUps
from courses.content.models import Accreditation, CourseFacet, CourseSkill, LessonKind, Mode
from courses.enrolment.models import CourseRun, EnrolmentState
from courses.learning.models import Activity, QuizResult, SurveyResponse
from lms.accounts.digests import encrypt
from lms.accounts.models import Profile, SensitiveProfile, User
from lms.accounts.operations import erase
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.reference.models import FrameworkSkill, SkillMapping
from lms.reference.queries import districts
from lms.workforce.geography.models import Population
from lms.workforce.rollups import operations
from tests import make
from tests.workforce.measures import aims, asked_later, places

PEOPLE = 240
DISTRICTS = ("3001", "3001", "3001", "3002", "3021", "3021", "3101", None)
ITEMS = ("content_clear", "content_useful", "system_easy", "confident", "overall")


def build(seed: int = 11) -> None:
    """People who move, come back, hold two snapshots, erase their accounts; papers that fell."""
    dice = random.Random(seed)
    for n, (code, _name) in enumerate(districts("30")):
        for year in (2568, 2569):
            many = 1000 + 7 * n + 3 * (year - 2568)
            db.session.add(Population(area_code=code, year=year, people=many, source="invented"))
    runs = _runs(dice)
    people = [_person(dice, n) for n in range(PEOPLE)]
    number = 0
    for who in people:
        for run in dice.sample(runs, dice.randint(1, 4)):
            if dice.random() < 0.15:
                _move(dice, who)
            number += 1
            _live(dice, who, run, number)
    _look_ups(dice)
    db.session.flush()
    asked_later.add()
    for who in people[:9]:
        erase(who, by=None)
    db.session.flush()
    places.add()
    aims.add()
    db.session.commit()
    operations.rebuild()
    db.session.commit()


def _runs(dice: random.Random) -> list[CourseRun]:
    """Five courses of three institutions, one with two runs, one that changed its hours."""
    skills = db.session.scalars(sa.select(FrameworkSkill).order_by(FrameworkSkill.id)).all()
    db.session.add(SkillMapping(from_skill_id=skills[0].id, to_skill_id=skills[8].id))
    places = [make.institution(code=f"PLACE{n}") for n in range(3)]
    runs = []
    for n in range(5):
        mode = (Mode.ONLINE, Mode.ONSITE, Mode.BLENDED)[n % 3]
        kinds = [LessonKind.ARTICLE, LessonKind.SURVEY]
        course = make.course(
            institution=places[n % 3], hours=Decimal(n + 1) + Decimal("0.5"), mode=mode, kinds=kinds
        )
        for skill, level in ((skills[n], "basic"), (skills[0], "advanced"))[: 1 + n % 2]:
            db.session.add(CourseSkill(course_id=course.id, skill_id=skill.id, level=level))
        for value in ("safety", "equality")[: 1 + n % 2]:
            db.session.add(CourseFacet(course_id=course.id, facet="dimension", value=value))
        body = Localised("สคช.", "TPQI")
        for end in (None, date(2026, 3, 31))[: n % 3]:
            db.session.add(
                Accreditation(course_id=course.id, body=body, number=str(n), valid_to=end,
                              valid_from=date(2025, 11, 1))
            )  # fmt: skip
        opens = now() - timedelta(days=700)
        for district in ("3001", None)[: 1 + (n == 1)]:
            runs.append(make.run(course, opens_at=opens, mode=mode, district_code=district))
    db.session.flush()
    return runs


def _person(dice: random.Random, n: int) -> User:
    who = make.user(date_of_birth=date(dice.choice((1950, 1962, 1988, 2003)), 6, 1))
    district = dice.choice(DISTRICTS)
    employer = dice.choice(("0105536000315", "0994000160097", None, None))
    db.session.add(
        Profile(user_id=who.id, sex=dice.choice(("male", "female", "female", None)),
                district_code=district, province_code=district[:2] if district else None,
                education=dice.choice(("bachelor", None)), sector=dice.choice(("A", "C", "P", None)),
                occupation=dice.choice(("23", "61", None)), employer=employer,
                target_group=dice.choice(("citizen", "elderly")))
    )  # fmt: skip
    if n % 3 == 0:
        kind = encrypt(dice.choice(("0", "0", "1", "3")))
        db.session.add(SensitiveProfile(user_id=who.id, disability=kind))
    db.session.flush()
    return who


def _move(dice: random.Random, who: User) -> None:
    profile = db.session.get_one(Profile, who.id)
    profile.district_code = dice.choice(("3001", "3021"))
    profile.province_code = "30"
    db.session.flush()


def _live(dice: random.Random, who: User, run: CourseRun, number: int) -> None:
    at = now() - timedelta(days=dice.randint(0, 420), hours=dice.randint(0, 23))
    fate = dice.random()
    done = at + timedelta(days=30)
    state, more = EnrolmentState.ACTIVE, {}
    if fate < 0.55 and done < now():
        state, more = EnrolmentState.COMPLETED, {"completed_at": done}
    elif fate < 0.65:
        state, more = EnrolmentState.WITHDRAWN, {"withdrawn_at": min(at + timedelta(days=9), now())}
    elif fate < 0.69:
        state = EnrolmentState.REFUSED
    if state is EnrolmentState.ACTIVE and fate > 0.8:
        more = {"halfway_at": min(at + timedelta(days=3), now())}
        if fate > 0.9:
            more["passed_at"] = min(at + timedelta(days=4), now())
    place = make.enrolment(run, who, state=state, enrolled_at=at, **more)
    if state is EnrolmentState.REFUSED:
        return
    for step in range(dice.randint(0, 3)):
        day = min(to_bangkok(at + timedelta(days=12 * step)), to_bangkok(now())).date()
        month = day.year * 100 + day.month
        db.session.merge(Activity(enrolment_id=place.id, month=month, last_on=day))
    if state is EnrolmentState.COMPLETED or dice.random() < 0.2:
        _test(dice, place.id, min(done, now()))
    if state is EnrolmentState.COMPLETED:
        if dice.random() < 0.85:
            _paper(dice, place, done, number)
        if dice.random() < 0.6:
            _answer(dice, run, done, number)


def _test(dice: random.Random, enrolment_id: int, at: datetime) -> None:
    """Nought and a hundred among the results; some never took the test before."""
    for key, role in enumerate(("pre_test", "post_test"), start=1):
        if dice.random() < 0.9:
            first = dice.choice((0, 100, dice.randint(1, 99)))
            db.session.add(
                QuizResult(enrolment_id=enrolment_id, lesson_key=key, role=role, attempts=2,
                           first_percent=first, best_percent=max(first, dice.randint(30, 100)),
                           passed=True, updated_at=at)
            )  # fmt: skip


def _paper(dice: random.Random, place: Any, at: datetime, number: int) -> None:
    """One in eight is revoked, one in eight was issued anew."""
    fate = dice.randint(0, 7)
    states = [CertificateState.VALID]
    if fate == 0:
        states = [CertificateState.REVOKED]
    elif fate == 1:
        states = [CertificateState.SUPERSEDED, CertificateState.VALID]
    for revision, state in enumerate(states, start=1):
        db.session.add(
            Certificate(
                learner_id=place.learner_id, enrolment_id=place.id, run_id=place.run_id,
                course_id=place.run.course_id, institution_id=place.institution_id,
                design="wuthibat", revision=revision, be_year=2569, sequence=number * 10 + revision,
                register_number=f"{number}/{revision}", state=state, statement=b"{}",
                issued_at=at + timedelta(days=40 * (revision - 1)), statement_digest="0" * 64,
            )
        )  # fmt: skip


def _answer(dice: random.Random, run: CourseRun, at: datetime, number: int) -> None:
    lesson = db.session.scalar(
        sa.text(
            "SELECT l.key FROM lesson l JOIN course c ON c.version_id = l.version_id"
            " WHERE c.id = :course AND l.kind = 'survey'"
        ),
        {"course": run.course_id},
    )
    answers: dict[str, Any] = {key: str(dice.randint(2, 5)) for key in ITEMS if dice.random() < 0.9}
    db.session.add(
        SurveyResponse(id=number, run_id=run.id, lesson_key=lesson, answers=answers,
                       answered_on=to_bangkok(at).date())
    )  # fmt: skip


def _look_ups(dice: random.Random) -> None:
    today = to_bangkok(now()).date()
    for paper in db.session.scalars(sa.select(Certificate).order_by(Certificate.id)):
        for back in range(dice.randint(0, 2)):
            day = today - timedelta(days=back * 45)
            times = dice.randint(1, 4)
            db.session.add(LookUps(certificate_id=paper.id, day=day, times=times))
