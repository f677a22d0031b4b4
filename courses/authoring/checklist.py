"""What still stands between a draft and its learners: pure, over a snapshot of the draft.

The minutes of the lessons may differ from the hours of the course by a fifth; more is told, and
more than a half keeps the course from being published. Outcomes must be assessed: where authors
say which quiz assesses which outcome, every outcome needs one; where nobody says it, that is told.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from courses.authoring import markup
from courses.authoring.findings import Finding, Minutes, Place, Rule, Severity
from courses.authoring.snapshot import LessonFacts, MediaFacts, Snapshot
from courses.content.models import LessonKind

__all__ = ["Finding", "Place", "Rule", "Severity", "blocking", "check"]

TOLERATED, TOO_MUCH = 0.2, 0.5
LEAST_CONTRAST = 4.5
VAGUE = {
    "คลิกที่นี่", "คลิก", "ที่นี่", "กดที่นี่", "กดตรงนี้", "ตรงนี้", "อ่านต่อ", "ดูเพิ่มเติม", "เพิ่มเติม", "ลิงก์", "ลิงค์",
    "คลิกลิงก์", "คลิกดู", "click here", "here", "click", "link", "this link", "read more", "more", "see more",
}  # fmt: skip


def check(draft: Snapshot) -> tuple[Finding, ...]:
    """Everything that is found, what blocks first, in the order of the course."""
    found = [*_course(draft), *_hours(draft), *_outcomes(draft), *_rules(draft)]
    for lesson in draft.lessons:
        found += _lesson(draft, lesson)
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.blocks)


def _course(draft: Snapshot) -> Iterator[Finding]:
    if not draft.lessons:
        yield Finding(Rule.NO_LESSONS)
    for module in draft.modules:
        if not module.lessons and draft.lessons:
            yield Finding(Rule.EMPTY_MODULE, values={"title": module.title})
    if not draft.text("summary"):
        yield Finding(Rule.NO_SUMMARY)
    if not draft.details.get("dimensions"):
        yield Finding(Rule.NO_DIMENSION)
    for title in (draft.text("title"), *(module.title for module in draft.modules)):
        if not (title.th and title.en):
            yield Finding(Rule.NOT_TRANSLATED, values={"title": title})


def _hours(draft: Snapshot) -> Iterator[Finding]:
    promised = float(draft.hours) * 60
    if not draft.lessons or promised <= 0:
        return
    off = abs(draft.minutes - promised) / promised
    if off > TOLERATED:
        rule = Rule.HOURS_FAR_OFF if off > TOO_MUCH else Rule.HOURS_OFF
        yield Finding(
            rule, values={"minutes": Minutes(draft.minutes), "hours": Minutes(round(promised))}
        )


def _outcomes(draft: Snapshot) -> Iterator[Finding]:
    graded = [lesson for lesson in draft.lessons if lesson.is_graded]
    if not draft.outcomes:
        yield Finding(Rule.NO_OUTCOMES)
    elif draft.lessons and not graded:
        yield Finding(Rule.NOTHING_ASSESSED)
    elif graded:
        linked = frozenset[int]().union(*(lesson.outcomes for lesson in graded))
        if not linked:
            yield Finding(Rule.OUTCOMES_NOT_LINKED)
            return
        for number, outcome in enumerate(draft.outcomes):
            if number not in linked:
                yield Finding(Rule.OUTCOME_NOT_ASSESSED, values={"outcome": outcome})


def _rules(draft: Snapshot) -> Iterator[Finding]:
    """What runs ask of their learners must be there to be done."""
    rules, roles = draft.rules, {lesson.quiz.role for lesson in draft.lessons if lesson.quiz}
    if rules.get("pretest_required") and "pre_test" not in roles:
        yield Finding(Rule.PRETEST_MISSING)
    if rules.get("posttest_pass_percent") is not None and "post_test" not in roles:
        yield Finding(Rule.POSTTEST_MISSING)
    kinds = [lesson.kind for lesson in draft.lessons]
    if rules.get("survey_required") and LessonKind.SURVEY not in kinds:
        yield Finding(Rule.SURVEY_MISSING)
    needed, there = rules.get("assignments_required") or 0, kinds.count(LessonKind.ASSIGNMENT)
    if there < needed:
        yield Finding(Rule.ASSIGNMENTS_MISSING, values={"needed": needed, "there": there})


def _lesson(draft: Snapshot, lesson: LessonFacts) -> Iterator[Finding]:
    facts = markup.read(lesson.body)
    if not (lesson.title.th and lesson.title.en):
        yield _at(lesson, Rule.NOT_TRANSLATED, title=lesson.title)
    if lesson.minutes <= 0:
        yield _at(lesson, Rule.NO_MINUTES)
    if _is_empty(lesson, facts):
        yield _at(lesson, Rule.EMPTY_LESSON)
    yield from _text(lesson, facts)
    yield from _media(draft, lesson, facts)
    if any(draft.questions.get(question) is None for question in facts.questions):
        yield _at(lesson, Rule.BROKEN_QUESTION)
    if lesson.kind is LessonKind.QUIZ:
        yield from _quiz(lesson)
    if lesson.kind is LessonKind.ASSIGNMENT and not (
        lesson.assignment and lesson.assignment.criteria
    ):
        yield _at(lesson, Rule.NO_RUBRIC)


def _is_empty(lesson: LessonFacts, facts: markup.Facts) -> bool:
    match lesson.kind:
        case LessonKind.ARTICLE | LessonKind.ASSIGNMENT:
            return facts.is_empty
        case LessonKind.VIDEO:
            return not (lesson.settings.get("media") or lesson.settings.get("source"))
        case LessonKind.FILE:
            return not (lesson.settings.get("media") or lesson.settings.get("file"))
        case _:
            return False


def _text(lesson: LessonFacts, facts: markup.Facts) -> Iterator[Finding]:
    for picture in facts.pictures:
        if not picture.alt and not picture.decorative:
            yield _at(lesson, Rule.NO_ALT)
    for link in facts.links:
        if link.text.strip(" .:…»>→").casefold() in VAGUE:
            yield _at(lesson, Rule.VAGUE_LINK, text=link.text)
    levels = facts.headings
    if (levels and levels[0] > 2 and 2 in levels) or any(
        after > before + 1 for before, after in pairwise(levels)
    ):
        yield _at(lesson, Rule.HEADING_ORDER)
    if facts.tables_without_header:
        yield _at(lesson, Rule.TABLE_WITHOUT_HEADER)


def _media(draft: Snapshot, lesson: LessonFacts, facts: markup.Facts) -> Iterator[Finding]:
    used = list(dict.fromkeys([*sorted(facts.media), *named_media(lesson.settings)]))
    if any(public_id not in draft.media for public_id in used):
        yield _at(lesson, Rule.BROKEN_MEDIA)
    for media in (draft.media[public_id] for public_id in used if public_id in draft.media):
        if media.kind == "video":
            yield from _video(lesson, media)
        if media.contrast is not None and media.contrast < LEAST_CONTRAST:
            yield _at(lesson, Rule.LOW_CONTRAST, name=media.name, contrast=round(media.contrast, 1))
        if media.kind in ("image", "video", "audio") and not media.licence:
            yield _at(lesson, Rule.NO_LICENCE, name=media.name)


def _video(lesson: LessonFacts, media: MediaFacts) -> Iterator[Finding]:
    if media.state == "failed":
        yield _at(lesson, Rule.VIDEO_FAILED, name=media.name)
    elif media.state != "ready":
        yield _at(lesson, Rule.VIDEO_NOT_READY, name=media.name)
    if not media.captions and not lesson.settings.get("captions"):
        yield _at(lesson, Rule.NO_CAPTIONS, name=media.name)


def named_media(settings: Any) -> list[str]:
    """Every media that settings name: `/media/<id>/…` addresses and `media` ids, at any depth."""
    if isinstance(settings, dict):
        said = [settings["media"]] if isinstance(settings.get("media"), str) else []
        inner = (value for key, value in settings.items() if key != "media")
        return [*said, *(media for value in inner for media in named_media(value))]
    if isinstance(settings, list):
        return [media for value in settings for media in named_media(value)]
    if isinstance(settings, str) and settings.startswith("/media/"):
        return sorted(markup.media_in(settings))
    return []


def _quiz(lesson: LessonFacts) -> Iterator[Finding]:
    quiz = lesson.quiz
    if quiz is None or not quiz.questions:
        yield _at(lesson, Rule.QUIZ_EMPTY)
    if quiz is None:
        return
    if quiz.role == "post_test" and quiz.pass_percent is None:
        yield _at(lesson, Rule.NO_PASS_MARK)
    for question in quiz.questions:
        if question.retired:
            yield _at(lesson, Rule.RETIRED_QUESTION, text=question.text[:80])


def _at(lesson: LessonFacts, rule: Rule, **values: Any) -> Finding:
    return Finding(rule, lesson.key, lesson.slug, lesson.title, values)
