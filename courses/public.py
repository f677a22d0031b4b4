"""What other packages may use of courses."""

from courses.catalogue.about import AboutCourse
from courses.catalogue.providers import register_paper_preview
from courses.content.models import (
    Course,
    CourseState,
    LessonKind,
    Level,
    Mode,
    Pace,
)
from courses.content.operations import (
    LessonDraft,
    ModuleDraft,
    add_media,
    create_course,
    draft_version,
    publish,
)
from courses.content.queries import course_skills as skills_of
from courses.content.queries import get_course, outline
from courses.content.queries import partners as partners_of
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState, EnrolmentWay
from courses.enrolment.operations import open_run
from courses.learning.papers import Paper
from courses.learning.papers import register as register_papers
from courses.quizzes.operations import write_quiz
from courses.signals import (
    course_completed,
    course_published,
    enrolled,
    lesson_completed,
    withdrawn,
)

__all__ = [
    "AboutCourse",
    "Course",
    "CourseRun",
    "CourseState",
    "Enrolment",
    "EnrolmentState",
    "EnrolmentWay",
    "LessonDraft",
    "LessonKind",
    "Level",
    "Mode",
    "ModuleDraft",
    "Pace",
    "Paper",
    "add_media",
    "course_completed",
    "course_published",
    "create_course",
    "draft_version",
    "enrolled",
    "get_course",
    "lesson_completed",
    "open_run",
    "outline",
    "partners_of",
    "publish",
    "register_paper_preview",
    "register_papers",
    "skills_of",
    "withdrawn",
    "write_quiz",
]
