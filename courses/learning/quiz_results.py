"""The best and the first result of a quiz: one upsert, whatever was there."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, case
from sqlalchemy.dialects import postgresql, sqlite

from courses.learning.models import QuizResult
from courses.learning.standing import Result
from lms.clock import now
from lms.db import db


def _upsert(kind: Any) -> sa.Executable:
    new = kind.insert(QuizResult).values(
        enrolment_id=bindparam("enrolment"),
        lesson_key=bindparam("lesson"),
        role=bindparam("new_role"),
        attempts=1,
        first_percent=bindparam("percent"),
        best_percent=bindparam("percent"),
        passed=bindparam("now_passed"),
        updated_at=bindparam("at"),
    )
    better = new.excluded.best_percent > QuizResult.best_percent
    upsert: sa.Executable = new.on_conflict_do_update(
        index_elements=["enrolment_id", "lesson_key"],
        set_={
            "role": new.excluded.role,
            "attempts": QuizResult.attempts + 1,
            "best_percent": case(
                (better, new.excluded.best_percent), else_=QuizResult.best_percent
            ),
            "passed": sa.or_(QuizResult.passed, new.excluded.passed),
            "updated_at": new.excluded.updated_at,
        },
    )
    return upsert


_statements = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}


def store_result(
    enrolment_id: int, lesson_key: int, *, role: str, percent: Decimal, passed: bool
) -> None:
    db.session.execute(
        _statements[db.engines[None].dialect.name],
        {
            "enrolment": enrolment_id,
            "lesson": lesson_key,
            "new_role": role,
            "percent": percent,
            "now_passed": passed,
            "at": now(),
        },
    )


def replace_result(enrolment_id: int, lesson_key: int, result: Result) -> None:
    """What was counted again from all attempts takes the place of what was there."""
    row = db.session.get(QuizResult, (enrolment_id, lesson_key), populate_existing=True)
    if row is None:
        row = QuizResult(enrolment_id=enrolment_id, lesson_key=lesson_key)
    for name, value in asdict(result).items():
        setattr(row, name, value)
    row.updated_at = now()
    db.session.add(row)
    db.session.flush()  # completion is counted from here
