"""Questions from a file into a bank: all of them or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from courses.content.models import Course
from courses.quizzes.bank import Scope
from courses.quizzes.bank.stock import fingerprint, known
from courses.quizzes.exchange import Draft, Parsed, Problem, Severity
from courses.quizzes.operations.bank import write_question
from lms import audit
from lms.accounts.public import User
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import skill_ids_in_use


class Refused(DomainError):
    """The file has errors, and nothing was brought in; `problems` names them."""

    message = _l("The file has errors. Nothing was brought in.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()


@dataclass(frozen=True)
class Brought:
    """How many came in, and which stood in the bank already."""

    written: int
    skipped: tuple[Draft, ...]


def import_questions(
    parsed: Parsed,
    scope: Scope,
    *,
    by: User | None,
    course: Course | None = None,
    tags: Iterable[str] = (),
    source: str = "",
    keep_duplicates: bool = False,
    skip_bad: bool = False,
) -> Brought:
    """Write the questions of a file into a bank; raises `Refused` where any has an error.

    With `skip_bad` the good ones come in. A question that says the same as one of the bank is
    skipped unless `keep_duplicates`.
    """
    if parsed.errors and not skip_bad:
        raise Refused(parsed.errors)
    there = set() if keep_duplicates else known(scope)
    skipped: list[Draft] = []
    written = 0
    for draft in parsed.drafts:
        if there and fingerprint(draft.question) in there:
            skipped.append(draft)
            continue
        write_question(
            draft.question,
            by=by,
            course=course,
            institution_id=scope.institution_id if course is None else None,
            title=draft.title,
            tags=dict.fromkeys((*draft.tags, *tags)),
            skill_id=skill_ids_in_use().get(_skill(draft)),
            difficulty=draft.difficulty or "medium",
            source=source,
        )
        written += 1
    audit.record(
        "questions.imported",
        course,
        by=by,
        institution_id=course.institution_id if course else scope.institution_id,
        count=written,
    )
    return Brought(written, tuple(skipped))


def looked_at(parsed: Parsed) -> Parsed:
    """With a warning for each question that comes in without its skill."""
    known = skill_ids_in_use()
    lost = [draft for draft in parsed.drafts if draft.skill and _skill(draft) not in known]
    warnings = [Problem(draft.line, _without(draft.skill), Severity.WARNING) for draft in lost]
    ordered = sorted((*parsed.problems, *warnings), key=lambda problem: problem.line)
    return replace(parsed, problems=tuple(ordered))


def _without(skill: str) -> str:
    return _(
        "No framework that is in force has the skill “%(name)s”: the question comes in without it.",
        name=skill[:80],
    )


def _skill(draft: Draft) -> str:
    """`framework:code`, also where a level follows."""
    return ":".join(draft.skill.split(":")[:2])
