"""Institutions, the people who work there, and the runs that are open."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from courses.public import Course, CourseRun, get_course, open_run
from lms.accounts.public import PersonName, User, create_user, hash_password, user_by_email
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.institutions.public import (
    Institution,
    InstitutionKind,
    Role,
    add_signatory,
    add_term,
    create_institution,
    grant,
)

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")))


def institutions() -> dict[str, Institution]:
    return {i.code: i for i in db.session.scalars(select(Institution))}


def open_institutions() -> None:
    """Every institution of the demonstration with its posts and terms."""
    known = institutions()
    for about in read("institutions"):
        if about["code"] in known:
            continue
        institution = create_institution(
            about["code"],
            kind=InstitutionKind(about["kind"]),
            name=Localised.of(about["name"]),
            short_name=Localised.of(about["short"]),
            about=Localised.of(about["about"]),
            province_code="30",
            district_code=about.get("district"),
            colour=about["colour"],
            register_prefix=about["prefix"],
            juristic_id=about.get("juristic"),
            rank=about["rank"],
            by=None,
        )
        for rank, post in enumerate(about["posts"]):
            add_signatory(institution, post=Localised.of(post), rank=rank, by=None)
        if institution.kind is InstitutionKind.UNIVERSITY:
            _add_terms(institution)


def _add_terms(institution: Institution) -> None:
    year = to_bangkok(now()).year
    for number, (month, length) in enumerate(((6, 150), (11, 150)), start=1):
        starts = to_bangkok(now()).date().replace(month=month, day=1)
        add_term(
            institution,
            label=f"{number}/{year + 543}",
            starts_on=starts,
            ends_on=starts + timedelta(days=length),
            by=None,
        )


def passwords() -> dict[str, str]:
    """Hashes of the demo passwords by address; slow, so before the transaction."""
    return {person["email"]: hash_password(person["password"]) for person in read("people")}


def register_staff(hashes: Mapping[str, str]) -> None:
    """The accounts that the README lists, with their roles."""
    places = institutions()
    for person in read("people"):
        if user_by_email(person["email"]) is not None:
            continue
        names = {k: v for k, v in person.items() if k.startswith(("title_", "first_", "last_"))}
        user = create_user(
            name=PersonName(**names),
            email=person["email"],
            date_of_birth=person["born"],
            password_hash=hashes[person["email"]],
            how="demo",
        )
        for role, code in person["roles"]:
            grant(user, places[code], Role(role), by=None)


def registrar_of(course: Course) -> User | None:
    for person in read("people"):
        if ["registrar", course.institution.code] in person["roles"]:
            return user_by_email(person["email"])
    return None


def open_runs() -> None:
    """One run of every course; what is asked for a certificate stands in its rules."""
    today = to_bangkok(now()).date()
    for plan in read("runs"):
        course = get_course(plan["course"])
        if db.session.scalar(select(CourseRun.id).where(CourseRun.course_id == course.id)):
            continue
        starts, ends = plan.get("starts"), plan.get("ends")
        written_out = starts is None
        open_run(
            course,
            opens_at=now() + timedelta(days=plan["opened"]),
            closes_at=now() + timedelta(days=plan["closes"]) if "closes" in plan else None,
            starts_on=today + timedelta(days=starts) if starts is not None else None,
            ends_on=today + timedelta(days=ends) if ends is not None else None,
            seats=plan.get("seats"),
            place=plan.get("place"),
            district_code=plan.get("district"),
            programme=plan.get("programme"),
            fund=plan.get("fund"),
            prerequisites=plan.get("prerequisites", ()),
            rules={
                "content_percent": 100,
                "pretest_required": written_out,
                "posttest_pass_percent": 60 if written_out else None,
                "survey_required": True,
            },
            by=registrar_of(course),
        )
