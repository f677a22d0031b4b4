"""Changing what an assignment of a draft asks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from courses.assignments.brief import SETTING, BadBrief, Brief
from courses.authoring.operations import gate
from courses.authoring.queries.drafts import draft_of, lesson_of
from courses.content.models import Course, Lesson, LessonKind
from lms import audit
from lms.accounts.public import User
from lms.db import lock_row
from lms.errors import NotFound, found
from lms.i18n import gettext as _
from lms.reference.operations import NotInForce, check_skills

DEGREES = ("basic", "intermediate", "advanced")


def write_assignment(
    course: Course, slug: str, asked: Mapping[str, Any], *, outcomes: Sequence[int], by: User
) -> Lesson:
    """Keep what the assignment asks in the draft; what learners see changes by publishing only."""
    brief = Brief.from_json(asked)
    version = gate.enter(found(draft_of(course)), by)
    lesson = lesson_of(version, slug)
    if lesson.kind is not LessonKind.ASSIGNMENT:
        raise NotFound
    lock_row(lesson)
    _check_skills(brief, held={_skill(c.skill) for c in Brief.of(lesson.settings).rubric})
    settings = dict(lesson.settings) | {SETTING: brief.to_json()}
    settings["outcomes"] = sorted(set(outcomes))
    if settings != lesson.settings:
        lesson.settings = settings
        audit.record("assignment.changed", course, by=by, lesson=lesson.key)
    return lesson


def _check_skills(brief: Brief, *, held: Collection[str]) -> None:
    for place, criterion in enumerate(brief.rubric):
        if not criterion.skill:
            continue
        if criterion.skill.rpartition(":")[2] not in DEGREES:
            raise BadBrief(_("Choose a skill of the list."), field=f"rubric-{place}")
        try:
            check_skills([_skill(criterion.skill)], held=held)
        except NotInForce as refusal:
            raise BadBrief(refusal.message, field=f"rubric-{place}") from refusal


def _skill(reference: str) -> str:
    return reference.rpartition(":")[0]
