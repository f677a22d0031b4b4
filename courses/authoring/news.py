"""What matters to learners in progress when a version takes the place of another: pure.

Not what was written better, but what they must do more, need not do any more, or what is asked of
them in another way.
"""

from typing import Any

from courses.authoring.snapshot import LessonFacts, Snapshot
from courses.content.models import LessonKind

TOLD = ("pass_percent", "minutes", "attempts")


def news(before: Snapshot, after: Snapshot) -> dict[str, Any] | None:
    """As the version keeps it: new required lessons, lessons that are gone, changed tests."""
    said = {
        "added": [x.key for x in after.lessons if _is_new(before, x)],
        "removed": [
            {"key": x.key, "title": x.title.to_json()}
            for x in before.lessons
            if x.required and x.key not in after.by_key
        ],
        "rules": [rule for x in after.lessons for rule in _rules(before.by_key.get(x.key), x)],
    }
    return said if any(said.values()) else None


def _is_new(before: Snapshot, lesson: LessonFacts) -> bool:
    """Required now, and not there or not required before."""
    old = before.by_key.get(lesson.key)
    return lesson.required and (old is None or not old.required)


def _rules(old: LessonFacts | None, new: LessonFacts) -> list[dict[str, Any]]:
    if old is None or old.quiz is None or new.quiz is None or new.kind is not LessonKind.QUIZ:
        return []
    was, now = old.quiz.rules, new.quiz.rules
    return [
        {"key": new.key, "what": name, "before": was[name], "after": now[name]}
        for name in TOLD
        if was[name] != now[name]
    ]
