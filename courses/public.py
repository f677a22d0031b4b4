"""What other packages may use of courses."""

from courses.assignments.operations import submit as hand_in
from courses.authoring import bundles
from courses.authoring.kinds import KINDS as LESSON_KINDS
from courses.authoring.models import ReviewStep, Verdict
from courses.authoring.operations.assignments import write_assignment
from courses.authoring.operations.comments import comment, reply
from courses.authoring.operations.courses import begin_course
from courses.authoring.operations.drafts import open_draft
from courses.authoring.operations.lessons import Writing, save_lesson
from courses.authoring.operations.outline import add_lesson
from courses.authoring.operations.people import give as give_role
from courses.authoring.operations.publishing import publish as publish_reviewed
from courses.authoring.operations.reviews import ask as ask_review
from courses.authoring.operations.reviews import decide as decide_review
from courses.authoring.plans import plans
from courses.authoring.queries.asked import questions_by_role
from courses.authoring.queries.drafts import draft_of, lesson_of
from courses.catalogue.about import AboutCourse
from courses.catalogue.providers import register_paper_preview
from courses.content.models import (
    Accreditation,
    Course,
    CourseGrant,
    CourseRole,
    CourseState,
    CourseVersion,
    Lesson,
    LessonKind,
    Level,
    Mode,
    Module,
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
from courses.content.quota import DEFAULT as USUAL_ROOM
from courses.content.quota import room as room_of
from courses.content.quota import size_words
from courses.enrolment.models import (
    CourseRun,
    Enrolment,
    EnrolmentState,
    EnrolmentWay,
    Offering,
    RunState,
    Snapshot,
)
from courses.enrolment.operations import enrol, offering_of, open_run, withdraw
from courses.learning.models import Activity, QuizResult, SurveyResponse
from courses.learning.operations import answer_survey, complete_lesson
from courses.learning.papers import Paper
from courses.learning.papers import register as register_papers
from courses.learning.ratings import is_survey, rated_months, ratings_of
from courses.learning.survey import load as survey
from courses.quizzes import exchange
from courses.quizzes.models import Attempt
from courses.quizzes.operations import save_answers, write_quiz
from courses.quizzes.operations import start as start_attempt
from courses.quizzes.operations import submit as submit_attempt
from courses.quizzes.operations.bank import set_difficulty, tag_questions
from courses.quizzes.paper import Definition as QuizDefinition
from courses.quizzes.paper import Question
from courses.quizzes.queries import Sitting, answer_keys
from courses.quizzes.queries import definition_of as quiz_of
from courses.quizzes.questions import QuestionKind
from courses.signals import (
    course_completed,
    course_published,
    enrolled,
    learned,
    lesson_completed,
    withdrawn,
)

__all__ = [
    "LESSON_KINDS",
    "USUAL_ROOM",
    "AboutCourse",
    "Accreditation",
    "Activity",
    "Attempt",
    "Course",
    "CourseGrant",
    "CourseRole",
    "CourseRun",
    "CourseState",
    "CourseVersion",
    "Enrolment",
    "EnrolmentState",
    "EnrolmentWay",
    "Lesson",
    "LessonDraft",
    "LessonKind",
    "Level",
    "Mode",
    "Module",
    "ModuleDraft",
    "Offering",
    "OutlineLesson",
    "Pace",
    "Paper",
    "Question",
    "QuestionKind",
    "QuizDefinition",
    "QuizResult",
    "ReviewStep",
    "RunState",
    "Sitting",
    "Snapshot",
    "SurveyResponse",
    "Verdict",
    "Writing",
    "add_lesson",
    "add_media",
    "answer_keys",
    "answer_survey",
    "ask_review",
    "begin_course",
    "bundles",
    "comment",
    "complete_lesson",
    "course_completed",
    "course_published",
    "create_course",
    "decide_review",
    "draft_of",
    "draft_version",
    "enrol",
    "enrolled",
    "exchange",
    "get_course",
    "give_role",
    "hand_in",
    "is_survey",
    "learned",
    "lesson_completed",
    "lesson_of",
    "offering_of",
    "open_draft",
    "open_run",
    "outline",
    "partners_of",
    "plans",
    "publish",
    "publish_reviewed",
    "questions_by_role",
    "quiz_of",
    "rated_months",
    "ratings_of",
    "register_paper_preview",
    "register_papers",
    "reply",
    "room_of",
    "save_answers",
    "save_lesson",
    "set_difficulty",
    "size_words",
    "skills_of",
    "start_attempt",
    "submit_attempt",
    "survey",
    "tag_questions",
    "withdraw",
    "withdrawn",
    "write_assignment",
    "write_quiz",
]
