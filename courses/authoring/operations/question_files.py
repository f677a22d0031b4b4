"""Files of questions: kept while their reader looks at them, then brought in or thrown away."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from courses.authoring.models import QuestionImport
from courses.content.models import Course
from courses.quizzes import exchange
from courses.quizzes.bank import Scope
from courses.quizzes.operations.importing import Brought, import_questions, looked_at
from lms import storage
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.institutions.public import Institution

AREA = "question-files"
KEPT = timedelta(days=1)


def keep_file(
    name: str,
    content: bytes,
    format_: exchange.Format,
    *,
    course: Course | None,
    institution: Institution | None,
    by: User,
) -> QuestionImport:
    """Keep the file for a look; nothing of it is in a bank yet."""
    kept = QuestionImport(
        course_id=course.id if course else None,
        institution_id=institution.id if institution else None,
        user_id=by.id,
        name=name[:200],
        format=format_.name,
        digest=storage.put(content, area=AREA),
        expires_at=now() + KEPT,
    )
    db.session.add(kept)
    db.session.flush()  # the next page names it
    return kept


def parsed(kept: QuestionImport) -> exchange.Parsed:
    """What the kept file holds."""
    content = storage.get(kept.digest, area=AREA)
    return looked_at(exchange.read(exchange.named(kept.format), content))


def bring_in(
    kept: QuestionImport,
    found: exchange.Parsed,
    *,
    by: User,
    tags: Iterable[str] = (),
    keep_duplicates: bool = False,
    skip_bad: bool = False,
) -> Brought:
    """Write what was looked at into its bank, and forget the file."""
    scope = Scope(
        course_id=kept.course_id,
        institution_id=kept.institution_id,
        shared=kept.course_id is None and kept.institution_id is None,
    )
    brought = import_questions(
        found,
        scope,
        by=by,
        course=kept.course,
        tags=tags,
        source=kept.name,
        keep_duplicates=keep_duplicates,
        skip_bad=skip_bad,
    )
    forget(kept)
    return brought


def forget(kept: QuestionImport) -> None:
    """The row goes; the file too, where no other look needs it."""
    db.session.delete(kept)
    db.session.flush()  # so that it does not count itself
    others = select(QuestionImport.id).filter_by(digest=kept.digest).limit(1)
    if db.session.scalar(others) is None:
        storage.delete(kept.digest, area=AREA)


def forget_old() -> None:
    """Throw away what nobody looked at within a day."""
    for kept in db.session.scalars(
        select(QuestionImport).where(QuestionImport.expires_at < now()).limit(500)
    ).all():
        forget(kept)
