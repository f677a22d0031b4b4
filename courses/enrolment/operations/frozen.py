"""What is frozen at an enrolment: who enrolled, and in what."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from courses.content.models import Course
from courses.content.queries import course_skills, facet_values
from courses.enrolment.models import CourseRun, Offering, Snapshot
from lms.accounts.public import Profile, User
from lms.caching import Cache
from lms.db import db, is_sqlite
from lms.errors import found
from lms.reference.queries import age_band, skills

PERSONAL = (
    "sex",
    "province_code",
    "district_code",
    "education",
    "employment",
    "occupation",
    "sector",
    "industry",
    "firm_size",
    "target_group",
    "employer",
)
_offerings: Cache[str, int | None] = Cache(2000, seconds=300)


def snapshot_of(learner: User, on: date) -> int:
    """The row of who enrolled, in the dimensions of the numbers, as they are on that day."""
    profile = db.session.get(Profile, learner.id)
    values = {name: getattr(profile, name, None) for name in PERSONAL}
    values["age_band"] = age_band(learner.date_of_birth, on)
    if values["district_code"]:  # or a province's total would tell who lives in no province
        values["province_code"] = values["district_code"][:2]
    digest = _digest(values)
    known = select(Snapshot.id).filter_by(learner_id=learner.id, digest=digest)
    kept = db.session.scalar(known)
    return kept or _keep(Snapshot, known, learner_id=learner.id, digest=digest, **values)


def forget_person(user_id: int) -> None:
    """Of an erased person only what is coarse stays, so that past totals do; no workplace.

    The digest goes too: the number of a workplace could be found by trying all.
    """
    theirs = update(Snapshot).where(Snapshot.learner_id == user_id)
    db.session.execute(theirs.values(employer=None, digest=sa.cast(Snapshot.id, sa.String)))


def offering_of(run: CourseRun) -> int:
    """The row of what the run offers now."""
    course: Course = run.course
    facets, known_skills = facet_values(course), skills()
    taught = {
        f"{known_skills[s.skill_id].framework_code}:{known_skills[s.skill_id].code}:{s.level}"
        for s in course_skills(course)
        if s.skill_id in known_skills
    }
    values: dict[str, Any] = {
        "course_id": course.id,
        "institution_id": course.institution_id,
        "hours": course.hours,
        "mode": run.mode.value,
        "district_code": run.district_code,
        "programme": run.programme,
        "fund": run.fund,
        "skills": sorted(taught),
        "dimensions": sorted(facets.get("dimension", ())),
        "smart_city": sorted(facets.get("smart_city", ())),
        "target_groups": sorted(facets.get("target_group", ())),
    }
    digest = _digest({"run": run.id} | values | {"hours": f"{course.hours:.2f}"})
    known = select(Offering.id).filter_by(digest=digest)
    kept = _offerings.get(digest, lambda: db.session.scalar(known))
    if kept is None:
        _offerings.forget(digest)  # only what was there before is remembered
    return kept or _keep(Offering, known, run_id=run.id, digest=digest, **values)


def _keep(model: Any, known: sa.Select[int], **values: Any) -> int:
    """Of two at once, one writes the row and both use it."""
    kind: Any = sqlite if is_sqlite() else postgresql
    db.session.execute(kind.insert(model).values(**values).on_conflict_do_nothing())
    return found(db.session.scalar(known))


def _digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()[:32]
