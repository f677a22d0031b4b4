"""What an author may add to an outline, in plain words; a quiz comes in three roles."""

from dataclasses import dataclass, field
from typing import Any

from babel.support import LazyProxy

from courses.content.models import LessonKind
from lms.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Kind:
    """`minutes` is what it begins with; `role` and `quiz` are what a new quiz is like."""

    kind: LessonKind
    label: LazyProxy
    about: LazyProxy
    icon: str
    minutes: int = 10
    role: str = ""
    quiz: dict[str, Any] = field(default_factory=dict)


KINDS = {
    "article": Kind(
        LessonKind.ARTICLE,
        _l("Article"),
        _l("Text with pictures, tables and links, written here"),
        "book",
    ),
    "video": Kind(
        LessonKind.VIDEO, _l("Video"), _l("A film with captions and what is said in it"), "play"
    ),
    "file": Kind(
        LessonKind.FILE, _l("File"), _l("A PDF, slides or another document to read"), "file"
    ),
    "practice": Kind(
        LessonKind.QUIZ,
        _l("Practice quiz"),
        _l("Questions to try as often as one likes; nobody fails"),
        "question",
        role="practice",
        quiz={"review": "submitted"},
    ),
    "pre_test": Kind(
        LessonKind.QUIZ,
        _l("Pre-test"),
        _l("What learners know before they begin; done once, no pass mark"),
        "question",
        15,
        role="pre_test",
        quiz={"attempts": 1, "review": "never"},
    ),
    "post_test": Kind(
        LessonKind.QUIZ,
        _l("Post-test"),
        _l("What learners can do at the end; with a pass mark"),
        "award",
        30,
        role="post_test",
        quiz={"attempts": 3, "pass_percent": 60, "review": "passed"},
    ),
    "assignment": Kind(
        LessonKind.ASSIGNMENT,
        _l("Assignment"),
        _l("Work that learners hand in and somebody marks"),
        "edit",
        60,
    ),
    "survey": Kind(
        LessonKind.SURVEY,
        _l("Survey"),
        _l("What learners think of the course, without their names"),
        "chart",
        5,
    ),
}


def code_of(kind: LessonKind, settings: dict[str, Any]) -> str:
    """Which of `KINDS` a lesson is."""
    return str(settings.get("role") or "practice") if kind is LessonKind.QUIZ else kind.value


def kind_of(kind: LessonKind, settings: dict[str, Any]) -> Kind:
    return KINDS.get(code_of(kind, settings), KINDS["practice"])
