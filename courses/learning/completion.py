"""When a run is completed: its rules, the facts about one learner, and what remains."""

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Self


class RemainingKind(enum.StrEnum):
    LESSONS = "lessons"
    PRETEST = "pretest"
    POSTTEST = "posttest"
    ASSIGNMENTS = "assignments"
    ATTENDANCE = "attendance"
    SURVEY = "survey"


@dataclass(frozen=True)
class Rules:
    """What a run asks of a learner; 0, False or None means that it does not ask."""

    content_percent: int = 100
    pretest_required: bool = False
    posttest_pass_percent: int | None = None
    survey_required: bool = False
    attendance_percent: int | None = None
    assignments_required: int = 0

    def __post_init__(self) -> None:
        for name in ("content_percent", "posttest_pass_percent", "attendance_percent"):
            percent = getattr(self, name)
            if percent is None and name != "content_percent":
                continue
            if type(percent) is not int or not 0 <= percent <= 100:
                raise ValueError(f"{name} must be a whole number from 0 to 100")
        for name in ("pretest_required", "survey_required"):
            if type(getattr(self, name)) is not bool:
                raise ValueError(f"{name} must be true or false")
        if type(self.assignments_required) is not int or self.assignments_required < 0:
            raise ValueError("assignments_required must be a whole number from 0")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Missing rules take their default; an unknown one raises ValueError, it is not ignored."""
        if unknown := set(stored) - {f.name for f in fields(cls)}:
            raise ValueError(f"unknown rules: {', '.join(sorted(map(str, unknown)))}")
        return cls(**stored)


@dataclass(frozen=True)
class Facts:
    """What one learner has done; the totals belong to the version and to the run's plan."""

    lessons_required: int = 0
    lessons_done: int = 0
    pretest_taken: bool = False
    posttest_percent: Decimal | int | None = None
    survey_answered: bool = False
    sessions_planned: int = 0
    sessions_attended: int = 0
    assignments_passed: int = 0

    def __post_init__(self) -> None:
        for f in fields(self):
            if (value := getattr(self, f.name)) is not None and value < 0:
                raise ValueError(f"{f.name} must not be below 0")


@dataclass(frozen=True)
class Remaining:
    """One thing that is still to do: `done` of `needed` (for the post-test, in percent)."""

    kind: RemainingKind
    done: int
    needed: int

    @property
    def left(self) -> int:
        return self.needed - self.done


@dataclass(frozen=True)
class Completion:
    """`passed`: the post-test and the attendance that the run asks for are there; where it asks for
    neither, whoever meets everything has passed.
    """

    met: bool
    remaining: tuple[Remaining, ...]
    percent: int
    passed: bool = False


def evaluate(rules: Rules, facts: Facts) -> Completion:
    """Pure and monotone: with the same totals, more done never un-completes.

    The percentage counts things done of things to do, each lesson one and each other demand one,
    rounded down, so 100 is shown exactly when all is done. Where nothing can be asked (no lesson
    and no other rule) nothing is completed: a certificate must not come with the enrolment.
    """
    asked = [
        Remaining(RemainingKind.LESSONS, *_share(
            facts.lessons_done, facts.lessons_required, rules.content_percent)),
        Remaining(RemainingKind.PRETEST, int(facts.pretest_taken), int(rules.pretest_required)),
        Remaining(RemainingKind.ASSIGNMENTS, facts.assignments_passed, rules.assignments_required),
        Remaining(RemainingKind.ATTENDANCE, *_share(
            facts.sessions_attended, facts.sessions_planned, rules.attendance_percent or 0)),
    ]  # fmt: skip
    if rules.posttest_pass_percent is not None:
        best = -1 if facts.posttest_percent is None else int(facts.posttest_percent)
        asked.append(Remaining(RemainingKind.POSTTEST, best, rules.posttest_pass_percent))
    asked.append(
        Remaining(RemainingKind.SURVEY, int(facts.survey_answered), int(rules.survey_required))
    )
    return _sum_up([a for a in asked if a.needed > 0 or a.kind is RemainingKind.POSTTEST])


def _share(done: int, total: int, percent: int) -> tuple[int, int]:
    """How many of `total` make `percent`, rounded up: 80 % of 6 sessions are 5."""
    return done, -(-total * percent // 100)


def _sum_up(asked: list[Remaining]) -> Completion:
    open_ = [a for a in asked if a.done < a.needed]
    todo = done = 0
    for a in asked:
        weight = a.needed if a.kind is RemainingKind.LESSONS else 1
        todo += weight
        done += min(a.done, a.needed) if a.kind is RemainingKind.LESSONS else int(a not in open_)
    met = bool(asked) and not open_
    shown = tuple(Remaining(a.kind, max(0, a.done), a.needed) for a in open_)
    tests = [a for a in asked if a.kind in (RemainingKind.POSTTEST, RemainingKind.ATTENDANCE)]
    passed = all(a not in open_ for a in tests) if tests else met
    return Completion(met, shown, 100 * done // todo if todo else 0, passed)


def gain(pre: Decimal | int, post: Decimal | int) -> Decimal:
    """Percentage points from the pre-test to the post-test; below 0 where it went down."""
    return Decimal(post) - Decimal(pre)


def normalised_gain(pre: Decimal | int, post: Decimal | int) -> Decimal | None:
    """Hake's gain: the share of what could still be gained; None where nothing could."""
    if pre >= 100:
        return None
    return (gain(pre, post) / (100 - Decimal(pre))).quantize(Decimal("0.0001"))
