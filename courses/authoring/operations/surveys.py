"""Changing the survey of a lesson in a draft."""

from collections.abc import Mapping
from typing import Any

from courses.content.models import CourseVersion, Lesson
from courses.learning.survey import STANDARD, load, parse
from lms import audit
from lms.accounts.public import User
from lms.db import db


def set_survey(
    version: CourseVersion, lesson: Lesson, described: Mapping[str, Any], *, by: User
) -> None:
    """The author's own form; exactly the standard one is kept as that, by its name."""
    survey = parse(described)
    standard = load()
    same = survey.to_json() == standard.to_json()
    _keep(version, lesson, STANDARD if same else survey.to_json(), by)


def set_standard(version: CourseVersion, lesson: Lesson, *, by: User) -> None:
    """The form that ships; a later wording of it comes by itself."""
    _keep(version, lesson, STANDARD, by)


def _keep(version: CourseVersion, lesson: Lesson, survey: Any, by: User) -> None:
    lesson.settings = dict(lesson.settings) | {"survey": survey}
    db.session.flush()  # the page reads it
    audit.record("survey.changed", lesson, by=by, institution_id=version.institution_id)
