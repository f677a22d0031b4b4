"""What differs between two versions of a course, in things that a person can name: pure."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.authoring import redline
from courses.authoring.markup import text_of
from courses.authoring.redline import Line
from courses.authoring.snapshot import LessonFacts, ModuleFacts, QuestionFacts, Snapshot
from lms.i18n import Localised


class What(enum.StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    KIND = "kind"
    MINUTES = "minutes"
    REQUIRED = "required"
    TEXT = "text"
    SETTINGS = "settings"
    RULES = "rules"
    QUESTIONS = "questions"


@dataclass(frozen=True)
class DetailChange:
    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ModuleChange:
    what: What
    before: Localised
    after: Localised


@dataclass(frozen=True)
class QuestionChange:
    """A question that came, went, or says something else now."""

    what: What
    before: str
    after: str

    @property
    def words(self) -> tuple[redline.Run, ...]:
        return redline.runs(self.before, self.after)


@dataclass(frozen=True)
class LessonChange:
    """One lesson and everything about it that differs; `module` is where it stands now."""

    key: int
    what: frozenset[What]
    before: LessonFacts | None
    after: LessonFacts | None
    module: Localised
    module_before: Localised
    lines: tuple[Line, ...] = ()
    questions: tuple[QuestionChange, ...] = ()
    rules: tuple[DetailChange, ...] = ()

    @property
    def lesson(self) -> LessonFacts:
        """As it is now; as it was where it is gone."""
        shown = self.after or self.before
        assert shown is not None
        return shown

    @property
    def words_added(self) -> int:
        return redline.count(self.lines, redline.Op.NEW)

    @property
    def words_gone(self) -> int:
        return redline.count(self.lines, redline.Op.GONE)


@dataclass(frozen=True)
class Changes:
    details: tuple[DetailChange, ...] = ()
    modules: tuple[ModuleChange, ...] = ()
    lessons: tuple[LessonChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.details or self.modules or self.lessons)

    def having(self, what: What) -> tuple[LessonChange, ...]:
        return tuple(change for change in self.lessons if what in change.what)


def compare(before: Snapshot, after: Snapshot) -> Changes:
    """From `before` to `after`, in the order of `after`; what is gone comes last."""
    partners = _partners(before.modules, after.modules)
    return Changes(
        details=_details(before.details, after.details),
        modules=_modules(before, after, partners),
        lessons=_lessons(before, after, partners),
    )


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[DetailChange, ...]:
    names = dict.fromkeys([*after, *before])
    return tuple(
        DetailChange(name, before.get(name), after.get(name))
        for name in names
        if _said(before.get(name)) != _said(after.get(name))
    )


def _said(value: Any) -> Any:
    """None for what says nothing, such as a text that is empty in both languages."""
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner} or None
    return value or None


def _partners(before: Sequence[ModuleFacts], after: Sequence[ModuleFacts]) -> dict[int, int]:
    """Which module of `after` is which of `before`: they share a title, or most lessons."""
    free, found = set(range(len(before))), dict[int, int]()
    for at, module in enumerate(after):
        same = [i for i in sorted(free) if before[i].title == module.title]
        if same:
            found[at] = same[0]
            free.discard(same[0])
    for at, module in enumerate(after):
        if at in found or not free:
            continue
        keys = {lesson.key for lesson in module.lessons}
        shared = {i: len(keys & {x.key for x in before[i].lessons}) for i in sorted(free)}
        best = max(shared, key=lambda i: shared[i])
        if shared[best]:
            found[at] = best
            free.discard(best)
    return found


def _modules(
    before: Snapshot, after: Snapshot, partners: Mapping[int, int]
) -> tuple[ModuleChange, ...]:
    found = []
    common = [partners[at] for at in sorted(partners)]
    still = _longest_rise(common)
    for at, module in enumerate(after.modules):
        if at not in partners:
            found.append(ModuleChange(What.ADDED, module.title, module.title))
            continue
        was = before.modules[partners[at]]
        if was.title != module.title:
            found.append(ModuleChange(What.RENAMED, was.title, module.title))
        if partners[at] not in still:
            found.append(ModuleChange(What.MOVED, was.title, module.title))
    gone = set(range(len(before.modules))) - set(partners.values())
    for at in sorted(gone):
        title = before.modules[at].title
        found.append(ModuleChange(What.REMOVED, title, title))
    return tuple(found)


def _lessons(
    before: Snapshot, after: Snapshot, partners: Mapping[int, int]
) -> tuple[LessonChange, ...]:
    was_in = {x.key: (at, m.title) for at, m in enumerate(before.modules) for x in m.lessons}
    moved = _moved(before, after, partners)
    found = []
    for module in after.modules:
        for lesson in module.lessons:
            old = before.by_key.get(lesson.key)
            change = _lesson(old, lesson, moved=lesson.key in moved)
            if change:
                was = was_in.get(lesson.key, (0, module.title))[1]
                found.append(_change(change, old, lesson, module.title, was))
    for module in before.modules:
        for lesson in module.lessons:
            if lesson.key not in after.by_key:
                what = {What.REMOVED}
                found.append(_change(what, lesson, None, module.title, module.title))
    return tuple(found)


def _lesson(old: LessonFacts | None, new: LessonFacts, *, moved: bool) -> set[What]:
    if old is None:
        return {What.ADDED}
    differs = {
        What.MOVED: moved,
        What.RENAMED: old.title != new.title,
        What.KIND: old.kind != new.kind,
        What.MINUTES: old.minutes != new.minutes,
        What.REQUIRED: old.required != new.required,
        What.TEXT: old.body != new.body,
        What.SETTINGS: old.settings != new.settings,
        What.RULES: (old.quiz and old.quiz.rules) != (new.quiz and new.quiz.rules),
        What.QUESTIONS: _asked(old) != _asked(new),
    }
    return {what for what, is_so in differs.items() if is_so}


def _change(
    what: set[What],
    old: LessonFacts | None,
    new: LessonFacts | None,
    module: Localised,
    module_before: Localised,
) -> LessonChange:
    shown = new or old
    assert shown is not None
    texts = text_of(old.body) if old else "", text_of(new.body) if new else ""
    return LessonChange(
        key=shown.key,
        what=frozenset(what),
        before=old,
        after=new,
        module=module,
        module_before=module_before,
        lines=redline.lines(*texts) if texts[0] != texts[1] else (),
        questions=_questions(_asked(old), _asked(new)),
        rules=_rules(old, new) if old and new else (),
    )


def _asked(lesson: LessonFacts | None) -> tuple[QuestionFacts, ...]:
    return lesson.quiz.questions if lesson and lesson.quiz else ()


def _questions(
    old: Sequence[QuestionFacts], new: Sequence[QuestionFacts]
) -> tuple[QuestionChange, ...]:
    was, now = {q.question_id: q for q in old}, {q.question_id: q for q in new}
    found = []
    for question_id, question in now.items():
        if question_id not in was:
            found.append(QuestionChange(What.ADDED, "", question.text))
        elif was[question_id].version_id != question.version_id:
            before = was[question_id].text
            found.append(QuestionChange(What.TEXT, before, question.text))
    found += [QuestionChange(What.REMOVED, q.text, "") for k, q in was.items() if k not in now]
    return tuple(found)


def _rules(old: LessonFacts, new: LessonFacts) -> tuple[DetailChange, ...]:
    before, after = (x.quiz.rules if x.quiz else {} for x in (old, new))
    return tuple(
        DetailChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if before.get(name) != after.get(name)
    )


def _moved(before: Snapshot, after: Snapshot, partners: Mapping[int, int]) -> set[int]:
    """Lessons in another module, or passed by others: as few of them as explain the new order."""
    was_in = {x.key: at for at, m in enumerate(before.modules) for x in m.lessons}
    moved, order = set[int](), {x.key: n for n, x in enumerate(before.lessons)}
    for at, module in enumerate(after.modules):
        stayed = [
            x.key
            for x in module.lessons
            if x.key in was_in and at in partners and was_in[x.key] == partners[at]
        ]
        still = _longest_rise([order[key] for key in stayed])
        moved |= {key for key in stayed if order[key] not in still}
        elsewhere = {x.key for x in module.lessons if x.key in was_in} - set(stayed)
        moved |= elsewhere
    return moved


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The most of `numbers` that rise from left to right."""
    best: list[list[int]] = []
    for number in numbers:
        run: list[int] = []
        for shorter in best:
            if shorter[-1] < number and len(shorter) > len(run):
                run = shorter
        best.append([*run, number])
    longest: list[int] = []
    for run in best:
        longest = run if len(run) > len(longest) else longest
    return set(longest)
