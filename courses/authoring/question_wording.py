"""What the kinds of questions are called, and when an author takes which."""

from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import QuizRole, Review
from courses.quizzes.statistics import Flag
from lms.i18n import lazy_gettext as _l

KINDS = {
    QuestionKind.SINGLE: _l("One right answer"),
    QuestionKind.MULTIPLE: _l("Several right answers"),
    QuestionKind.TRUE_FALSE: _l("True or false"),
    QuestionKind.SHORT: _l("Short answer"),
    QuestionKind.NUMERIC: _l("Numeric answer"),
    QuestionKind.MATCHING: _l("Matching pairs"),
    QuestionKind.ORDERING: _l("Right order"),
    QuestionKind.CLOZE: _l("Text with gaps"),
    QuestionKind.HOTSPOT: _l("Place on a picture"),
    QuestionKind.ESSAY: _l("Essay"),
    QuestionKind.UPLOAD: _l("Files handed in"),
}
USES = {
    QuestionKind.SINGLE: _l("The usual question: one option is right."),
    QuestionKind.MULTIPLE: _l("Two options or more are right; a wrong one takes points away."),
    QuestionKind.TRUE_FALSE: _l("A statement that holds or does not."),
    QuestionKind.SHORT: _l(
        "A word, a name or a number that is typed; several spellings may count."
    ),
    QuestionKind.NUMERIC: _l("A number, with a tolerance and a unit."),
    QuestionKind.MATCHING: _l("What stands left belongs to what stands right."),
    QuestionKind.ORDERING: _l("Steps that are put in their order."),
    QuestionKind.CLOZE: _l("Words, numbers or choices inside a text."),
    QuestionKind.HOTSPOT: _l("A click on a screenshot or a photo."),
    QuestionKind.ESSAY: _l("A longer text that a person marks, with a rubric."),
    QuestionKind.UPLOAD: _l("A document, a picture or a recording that a person marks."),
}
ROLES = {
    QuizRole.PRE_TEST: _l("Pre-test"),
    QuizRole.POST_TEST: _l("Post-test"),
    QuizRole.PRACTICE: _l("Practice"),
}
REVIEWS = {
    Review.SUBMITTED: _l("After every submission"),
    Review.PASSED: _l("When passed, or after the last attempt"),
    Review.NEVER: _l("Never"),
}
LEVELS = {
    "course": _l("This course"),
    "institution": _l("The institution"),
    "shared": _l("All institutions"),
}
DIFFICULTIES = {"easy": _l("Easy"), "medium": _l("Medium"), "hard": _l("Hard")}
FLAGS = {
    Flag.TOO_HARD: _l("Very hard"),
    Flag.TOO_EASY: _l("Very easy"),
    Flag.NEGATIVE: _l("The best get it wrong"),
    Flag.WEAK: _l("Hardly tells apart"),
    Flag.DEAD_OPTION: _l("An option nobody picks"),
}
ADVICE = {
    Flag.TOO_HARD: _l("Fewer than 20 percent get it right. Was it taught? Is the key right?"),
    Flag.TOO_EASY: _l(
        "More than 90 percent get it right. That is fine for what everybody must know."
    ),
    Flag.NEGATIVE: _l(
        "Those who know much get it wrong more often than those who know little. Look at the key "
        "and at the wording first."
    ),
    Flag.WEAK: _l("It hardly tells who knows much from who knows little."),
    Flag.DEAD_OPTION: _l(
        "Fewer than 5% pick it. A more plausible option makes the question better."
    ),
}
WORDS = {
    "kinds": KINDS,
    "uses": USES,
    "roles": ROLES,
    "reviews": REVIEWS,
    "levels": LEVELS,
    "difficulties": DIFFICULTIES,
    "flags": FLAGS,
    "advice": ADVICE,
}
