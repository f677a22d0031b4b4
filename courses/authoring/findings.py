"""What a check can find in a draft: how grave it is, where it is, and what to do about it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.support import LazyProxy

from lms.i18n import Localised, current_locale, dates
from lms.i18n import lazy_gettext as _l


class Severity(enum.StrEnum):
    BLOCK = "block"
    WARN = "warn"


class Place(enum.StrEnum):
    """Where it is put right."""

    OUTLINE = "outline"
    DETAILS = "details"
    LESSON = "lesson"
    QUESTIONS = "questions"
    MEDIA = "media"


class Rule(enum.StrEnum):
    NO_LESSONS = "no_lessons"
    EMPTY_MODULE = "empty_module"
    NO_SUMMARY = "no_summary"
    NO_DIMENSION = "no_dimension"
    NO_OUTCOMES = "no_outcomes"
    NOTHING_ASSESSED = "nothing_assessed"
    OUTCOME_NOT_ASSESSED = "outcome_not_assessed"
    OUTCOMES_NOT_LINKED = "outcomes_not_linked"
    HOURS_FAR_OFF = "hours_far_off"
    HOURS_OFF = "hours_off"
    PRETEST_MISSING = "pretest_missing"
    POSTTEST_MISSING = "posttest_missing"
    SURVEY_MISSING = "survey_missing"
    ASSIGNMENTS_MISSING = "assignments_missing"
    NOT_TRANSLATED = "not_translated"
    EMPTY_LESSON = "empty_lesson"
    NO_MINUTES = "no_minutes"
    NO_ALT = "no_alt"
    BROKEN_MEDIA = "broken_media"
    BROKEN_QUESTION = "broken_question"
    VIDEO_NOT_READY = "video_not_ready"
    VIDEO_FAILED = "video_failed"
    NO_CAPTIONS = "no_captions"
    VAGUE_LINK = "vague_link"
    HEADING_ORDER = "heading_order"
    TABLE_WITHOUT_HEADER = "table_without_header"
    LOW_CONTRAST = "low_contrast"
    NO_LICENCE = "no_licence"
    QUIZ_EMPTY = "quiz_empty"
    NO_PASS_MARK = "no_pass_mark"  # noqa: S105 - a mark, not a word
    RETIRED_QUESTION = "retired_question"
    NO_RUBRIC = "no_rubric"


_B, _W = Severity.BLOCK, Severity.WARN
_rules: dict[Rule, tuple[Severity, Place, LazyProxy, LazyProxy]] = {
    Rule.NO_LESSONS: (
        _B, Place.OUTLINE, _l("The course has no lesson yet"),
        _l("Add a module and its first lesson in the outline."),
    ),
    Rule.EMPTY_MODULE: (
        _W, Place.OUTLINE, _l("Module “%(title)s” has no lesson"),
        _l("Add a lesson to it, or delete it."),
    ),
    Rule.NO_SUMMARY: (
        _B, Place.DETAILS, _l("The course has no summary"),
        _l("Say in two or three sentences what it is about and for whom: the catalogue shows it."),
    ),
    Rule.NO_DIMENSION: (
        _W, Place.DETAILS, _l("No dimension is chosen"),
        _l("Choose at least one of the four dimensions, so that the course is counted where it belongs."),
    ),
    Rule.NO_OUTCOMES: (
        _W, Place.DETAILS, _l("The course names no outcome"),
        _l("Write what a learner can do afterwards, one line each."),
    ),
    Rule.NOTHING_ASSESSED: (
        _B, Place.OUTLINE, _l("Nothing in the course assesses its outcomes"),
        _l("Add a quiz that is not a pre-test, or an assignment."),
    ),
    Rule.OUTCOME_NOT_ASSESSED: (
        _B, Place.OUTLINE, _l("No quiz or assignment assesses the outcome “%(outcome)s”"),
        _l("Choose the outcome in the settings of the quiz or assignment that assesses it."),
    ),
    Rule.OUTCOMES_NOT_LINKED: (
        _W, Place.OUTLINE, _l("It is not said which quiz or assignment assesses which outcome"),
        _l("Choose the outcomes in the settings of each quiz and assignment."),
    ),
    Rule.HOURS_FAR_OFF: (
        _B, Place.DETAILS,
        _l("The lessons take %(minutes)s and the course says %(hours)s: more than half too much or too little"),
        _l("Put right the minutes of the lessons in the outline, or the hours in the details."),
    ),
    Rule.HOURS_OFF: (
        _W, Place.DETAILS, _l("The lessons take %(minutes)s and the course says %(hours)s"),
        _l("A difference of more than a fifth. Put right the minutes of the lessons, or the hours."),
    ),
    Rule.PRETEST_MISSING: (
        _B, Place.OUTLINE, _l("A run asks for a pre-test, and there is none"),
        _l("Add a quiz with the role pre-test."),
    ),
    Rule.POSTTEST_MISSING: (
        _B, Place.OUTLINE, _l("A run asks for a post-test, and there is none"),
        _l("Add a quiz with the role post-test."),
    ),
    Rule.SURVEY_MISSING: (
        _B, Place.OUTLINE, _l("A run asks for the satisfaction survey, and there is none"),
        _l("Add a lesson of the kind survey."),
    ),
    Rule.ASSIGNMENTS_MISSING: (
        _B, Place.OUTLINE, _l("A run asks for %(needed)s assignments, and there are %(there)s"),
        _l("Add the assignments that are missing."),
    ),
    Rule.NOT_TRANSLATED: (
        _W, Place.LESSON, _l("“%(title)s” has its title in one language only"),
        _l("Write the title in the other language too."),
    ),
    Rule.EMPTY_LESSON: (
        _B, Place.LESSON, _l("There is nothing in this lesson yet"),
        _l("Write its content, or delete the lesson."),
    ),
    Rule.NO_MINUTES: (
        _W, Place.LESSON, _l("It is not said how long this lesson takes"),
        _l("Write its minutes, so that learners can plan."),
    ),
    Rule.NO_ALT: (
        _B, Place.LESSON, _l("A picture has no alternative text"),
        _l("Say what it shows, for people who cannot see it, or mark it as decoration only."),
    ),
    Rule.BROKEN_MEDIA: (
        _B, Place.LESSON, _l("A file that this lesson shows is not there any more"),
        _l("Choose another file, or take it out of the lesson."),
    ),
    Rule.BROKEN_QUESTION: (
        _B, Place.LESSON, _l("A practice question in this lesson is not there any more"),
        _l("Choose another question, or take it out of the lesson."),
    ),
    Rule.VIDEO_NOT_READY: (
        _B, Place.MEDIA, _l("The video “%(name)s” is still being prepared"),
        _l("Wait until it is ready; you may close the page meanwhile."),
    ),
    Rule.VIDEO_FAILED: (
        _B, Place.MEDIA, _l("The video “%(name)s” could not be prepared"),
        _l("Read what is wrong in the media library and upload it again."),
    ),
    Rule.NO_CAPTIONS: (
        _B, Place.LESSON, _l("The video “%(name)s” has no captions"),
        _l("Upload a caption file or write the captions beside the video."),
    ),
    Rule.VAGUE_LINK: (
        _W, Place.LESSON, _l("A link is called “%(text)s”"),
        _l("Write where the link leads: whoever has links read out hears nothing else."),
    ),
    Rule.HEADING_ORDER: (
        _W, Place.LESSON, _l("A small heading comes before the first large one"),
        _l("Begin with a large heading, and use small ones below it."),
    ),
    Rule.TABLE_WITHOUT_HEADER: (
        _W, Place.LESSON, _l("A table has no header cells"),
        _l("Mark its first row or column as the header."),
    ),
    Rule.LOW_CONTRAST: (
        _W, Place.LESSON, _l("The text in the picture “%(name)s” may be hard to read"),
        _l("Measured contrast is about %(contrast)s to 1; 4.5 is the least. Use a darker text or a lighter ground."),
    ),
    Rule.NO_LICENCE: (
        _W, Place.MEDIA, _l("It is not said who made “%(name)s” and whether it may be used"),
        _l("Write the licence in the media library."),
    ),
    Rule.QUIZ_EMPTY: (
        _B, Place.LESSON, _l("The quiz has no question"), _l("Write questions, or pick them from the bank."),
    ),
    Rule.NO_PASS_MARK: (
        _B, Place.LESSON, _l("The post-test has no pass mark"), _l("Write from which percentage it is passed."),
    ),
    Rule.RETIRED_QUESTION: (
        _B, Place.LESSON, _l("The quiz asks a question that is retired: “%(text)s”"),
        _l("Choose another question, or take it back into use in the bank."),
    ),
    Rule.NO_RUBRIC: (
        _B, Place.LESSON, _l("The assignment has no rubric"),
        _l("Say what is looked at and what each level of it means."),
    ),
}  # fmt: skip


class Minutes(int):
    """A duration, said in words where it is shown."""

    def __str__(self) -> str:
        return dates.duration(int(self), current_locale())


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be; `lesson_key` where it is about a lesson."""

    rule: Rule
    lesson_key: int | None = None
    slug: str = ""
    lesson_title: Localised = field(default_factory=Localised)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return _rules[self.rule][0]

    @property
    def place(self) -> Place:
        return _rules[self.rule][1]

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK

    @property
    def text(self) -> str:
        """What is wrong, in plain words."""
        return str(_rules[self.rule][2]) % self.values

    @property
    def hint(self) -> str:
        """What to do about it."""
        return str(_rules[self.rule][3]) % self.values
