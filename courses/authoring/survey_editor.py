"""The middle of a survey's page."""

from typing import Any

from courses.authoring.editors import Editor
from courses.authoring.forms.surveys import SurveyForm
from courses.content.models import Course, CourseVersion, Lesson
from courses.learning.survey import STANDARD, load, of_lesson


def survey(course: Course, version: CourseVersion, lesson: Lesson, **given: Any) -> Editor:
    """`given` may hold a form that was refused, shown again with what was typed."""
    shown = of_lesson(lesson.settings)
    form = given.get("survey_form") or SurveyForm(formdata=None, **SurveyForm.typed(shown))
    return Editor(
        "studio/editors/survey.html",
        {
            "survey": shown,
            "survey_form": form,
            "is_standard": lesson.settings.get("survey", STANDARD) == STANDARD,
            "standard_keys": {question.key for question in load().questions},
            "opened": given.get("survey_form") is not None,
        },
    )
