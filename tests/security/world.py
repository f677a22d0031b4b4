"""Everything of one institution that an address can name, and strangers who must not see it."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from courses.authoring.models import (
    CourseInvitation,
    Discarded,
    Endorsement,
    QuestionImport,
    ReviewComment,
)
from courses.content.models import (
    CourseGrant,
    CourseRole,
    Lesson,
    LessonKind,
    Media,
    Module,
    Upload,
)
from courses.enrolment.operations import enrol
from courses.quizzes.models import Attempt
from courses.quizzes.operations import write_question
from lms.accounts.models import User
from lms.api.operations import make_token
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import (
    Institution,
    InstitutionKind,
    Invitation,
    Role,
    Signatory,
    Term,
)
from lms.workforce.demand.models import Organisation, OrganisationKind, Vacancy
from lms.workforce.people.models import PersonExport
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.models import (
    DeliveryState,
    Frequency,
    Report,
    ReportDelivery,
    ReportSchedule,
)
from lms.workforce.targets.models import EvidencePack, Target, TargetEvidence
from tests import make

QUESTION = {"kind": "true_false", "text": "จริงหรือไม่", "points": 1, "answer": True}


@dataclass
class World:
    """`values` by the names that routes have; those of the studio are of a draft."""

    values: dict[str, str]
    studio: dict[str, str]
    strangers: dict[str, User]


def build() -> World:
    owner = make.institution(code="OWNER")
    course = make.course(institution=owner)
    quiz = make.quiz(course)
    run = make.run(course)
    learner = make.user()
    enrolment = enrol(learner, run)
    attempt = Attempt(quiz_id=quiz.id, enrolment_id=enrolment.id, lesson_key=quiz.lesson_key,
                      number=1, seed=1, started_at=now())  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    other = make.institution(code="OTHER")
    return World(
        values={
            "run_id": run.public_id,
            "code": course.code,
            "slug": _article(course.version_id).slug,
            "enrolment_id": str(enrolment.id),
            "institution": owner.code,
            "institution_code": owner.code,
            "person_id": learner.public_id,
            "attempt_id": attempt.public_id,
            **_of_the_desk(owner, learner),
            **_of_the_numbers(owner),
        },
        studio=_studio(owner, attempt),
        strangers=_strangers(other),
    )


def _article(version_id: int | None) -> Lesson:
    return db.session.scalars(
        sa.select(Lesson).filter_by(version_id=version_id, kind=LessonKind.ARTICLE).limit(1)
    ).one()


def _of_the_desk(owner: Institution, by: User) -> dict[str, str]:
    day = now().date()
    invitation = Invitation(
        institution_id=owner.id, email="guest@world.example", role=Role.REVIEWER,
        digest="d" * 64, expires_at=now() + timedelta(days=3), invited_by_id=by.id,
    )  # fmt: skip
    signatory = Signatory(institution_id=owner.id, post=Localised("ผู้อำนวยการ", "Director"))
    term = Term(institution_id=owner.id, label="1/2570", starts_on=day, ends_on=day)
    db.session.add_all([invitation, signatory, term])
    db.session.flush()
    return {
        "invitation_id": invitation.public_id,
        "signatory_id": signatory.public_id,
        "term_id": term.public_id,
    }


def _of_the_numbers(owner: Institution) -> dict[str, str]:
    """A report that its owner shares with nobody, its schedule, a letter that failed, a key."""
    keeper = make.member(Role.REGISTRAR, at=owner)
    report = Report(owner_id=keeper.id, institution_id=owner.id, title="Numbers of the owner",
                    definition=Definition(("M01",), "all").to_json(), changed_at=now())  # fmt: skip
    db.session.add(report)
    db.session.flush()
    schedule = ReportSchedule(report_id=report.id, owner_id=keeper.id, frequency=Frequency.DAILY,
                              hour=8, minute=0, endings=["csv"], next_at=now())  # fmt: skip
    db.session.add(schedule)
    db.session.flush()
    delivery = ReportDelivery(schedule_id=schedule.id, planned_for=now(), error="numbers",
                              state=DeliveryState.FAILED)  # fmt: skip
    db.session.add(delivery)
    db.session.flush()
    analyst = make.member(Role.ANALYST, at=make.institution(kind=InstitutionKind.AGENCY))
    export = PersonExport(by_id=analyst.id, institution_id=owner.id, reason="Somebody's reason here",
                          filters={}, ending="csv", expires_at=now())  # fmt: skip
    db.session.add(export)
    db.session.flush()
    token, _secret = make_token(keeper, name="Sheet of the owner", days=9)
    db.session.flush()
    return {
        "token_id": token.public_id,
        "export_id": export.public_id,
        "report_id": report.public_id,
        "schedule_id": schedule.public_id,
        "delivery_id": delivery.public_id,
        **_of_the_targets(owner, keeper),
        **_of_the_demand(),
    }


def _of_the_demand() -> dict[str, str]:
    """An employer and what it looks for: only who keeps the numbers sees them."""
    employer = Organisation(juristic_id="0994000158378", name=Localised("องค์กร", "Employer"),
                            words="employer", kind=OrganisationKind.COMPANY,
                            changed_at=now())  # fmt: skip
    db.session.add(employer)
    db.session.flush()
    vacancy = Vacancy(organisation_id=employer.id, title="Work", district_code="3001", places=1,
                      opens_on=now().date(), changed_at=now())  # fmt: skip
    db.session.add(vacancy)
    db.session.flush()
    return {"organisation_id": employer.public_id, "vacancy_id": vacancy.public_id}


def _of_the_targets(owner: Institution, keeper: User) -> dict[str, str]:
    """A target for the owner's own numbers, a paper that proves it, a pack of everything."""
    target = Target(institution_id=owner.id, measure="M05", conditions=f"institution={owner.code}",
                    period="2570", number=9, created_by_id=keeper.id, changed_at=now())  # fmt: skip
    pack = EvidencePack(period="2570", asked_by_id=keeper.id)
    db.session.add_all([target, pack])
    db.session.flush()
    paper = TargetEvidence(target_id=target.id, title="x", dated=now().date(),
                           link="https://world.example/", added_by_id=keeper.id)  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    return {
        "target_id": target.public_id,
        "evidence_id": paper.public_id,
        "pack_id": pack.public_id,
    }


def _studio(owner: Institution, attempt: Attempt) -> dict[str, str]:
    """A draft with one of everything that the studio names."""
    author = make.user()
    draft = make.course(institution=owner, published=False)
    lesson = db.session.scalars(
        sa.select(Lesson)
        .join(Module, Module.id == Lesson.module_id)
        .where(Lesson.slug.like("lesson-%"), Lesson.kind == LessonKind.ARTICLE)
        .order_by(Lesson.id.desc())
        .limit(1)
    ).one()
    later = now() + timedelta(days=1)
    media = Media(course_id=draft.id, name="x.pdf", content_type="application/pdf",
                  digest="0" * 64, size=1)  # fmt: skip
    grant = CourseGrant(course_id=draft.id, user_id=author.id, role=CourseRole.OWNER)
    upload = Upload(course_id=draft.id, user_id=author.id, name="x", size=5, expires_at=later)
    comment = ReviewComment(course_id=draft.id, version_id=lesson.version_id,
                            author_id=author.id, text="x")  # fmt: skip
    trash = Discarded(course_id=draft.id, version_id=lesson.version_id, content={"lessons": []})
    kept = QuestionImport(course_id=draft.id, user_id=author.id, name="x.gift", format="gift",
                          digest="0" * 64, expires_at=later)  # fmt: skip
    invited = CourseInvitation(course_id=draft.id, email="x@world.example", role=CourseRole.AUTHOR,
                               digest="e" * 64, expires_at=later, invited_by_id=author.id)  # fmt: skip
    agency = make.institution(kind=InstitutionKind.AGENCY)
    asked = Endorsement(version_id=lesson.version_id, agency_id=agency.id, fingerprint="f" * 64,
                        asked_by_id=author.id)  # fmt: skip
    db.session.add_all([media, grant, upload, comment, trash, kept, invited, asked])
    question = write_question(QUESTION, by=author, course=draft)
    db.session.flush()
    return {
        "code": draft.code,
        "slug": lesson.slug,
        "module_id": str(lesson.module_id),
        "media_id": media.public_id,
        "grant_id": grant.public_id,
        "upload_id": upload.public_id,
        "comment_id": comment.public_id,
        "discarded_id": trash.public_id,
        "kept": kept.public_id,
        "invitation_id": invited.public_id,
        "endorsement_id": asked.public_id,
        "question_id": question.public_id,
        "attempt_id": attempt.public_id,
        "number": "1",
        "name": "gift",
        "language": "th",
        "kind": "single",
    }


def _strangers(other: Institution) -> dict[str, User]:
    enrolled_elsewhere = make.user()
    enrol(enrolled_elsewhere, make.run(make.course(institution=other)))
    staff = {
        role.value: make.member(role, at=other)
        for role in Role
        if role not in (Role.OPERATOR, Role.ANALYST)
    }
    author = make.user()
    foreign = make.course(institution=other)
    db.session.add(CourseGrant(course_id=foreign.id, user_id=author.id, role=CourseRole.OWNER))
    db.session.flush()
    return staff | {
        "learner": enrolled_elsewhere,
        "author": author,
        "analyst": make.member(Role.ANALYST, at=make.institution()),
    }
