"""What other packages may use of courses."""

from courses.authoring import bundles
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
from courses.content.queries import OutlineLesson, get_course, outline
from courses.content.queries import course_skills as skills_of
from courses.content.queries import partners as partners_of
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState, EnrolmentWay
from courses.enrolment.operations import enrol, open_run, withdraw
from courses.learning.operations import answer_survey, complete_lesson
from courses.learning.papers import Paper
from courses.learning.papers import register as register_papers
from courses.learning.survey import load as survey
from courses.quizzes import exchange
from courses.quizzes.models import Attempt
from courses.quizzes.operations import save_answers, write_quiz
from courses.quizzes.operations import start as start_attempt
from courses.quizzes.operations import submit as submit_attempt
from courses.quizzes.paper import Definition as QuizDefinition
from courses.quizzes.paper import Question
from courses.quizzes.queries import Sitting, answer_keys
from courses.quizzes.queries import definition_of as quiz_of
from courses.quizzes.questions import QuestionKind
from courses.signals import (
    course_completed,
    course_published,
    enrolled,
    lesson_completed,
    withdrawn,
)

__all__ = [
    "AboutCourse",
    "Attempt",
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
    "OutlineLesson",
    "Pace",
    "Paper",
    "Question",
    "QuestionKind",
    "QuizDefinition",
    "Sitting",
    "add_media",
    "answer_keys",
    "answer_survey",
    "bundles",
    "complete_lesson",
    "course_completed",
    "course_published",
    "create_course",
    "draft_version",
    "enrol",
    "enrolled",
    "exchange",
    "get_course",
    "lesson_completed",
    "open_run",
    "outline",
    "partners_of",
    "publish",
    "quiz_of",
    "register_paper_preview",
    "register_papers",
    "save_answers",
    "skills_of",
    "start_attempt",
    "submit_attempt",
    "survey",
    "withdraw",
    "withdrawn",
    "write_quiz",
]
