"""Keeping what was counted."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from courses.quizzes.models import QuestionStatistic
from lms.db import db, is_sqlite


def store_statistics(rows: Iterable[Mapping[str, Any]]) -> None:
    """What `figures.computed` found, in place of what stood there."""
    found = list(rows)
    if not found:
        return
    kind = sqlite if is_sqlite() else postgresql
    new = kind.insert(QuestionStatistic)
    kept = {
        name: new.excluded[name]
        for name in ("papers", "p", "discrimination", "figures", "is_troubled", "counted_at")
    }
    db.session.execute(
        new.on_conflict_do_update(index_elements=["question_version_id"], set_=kept), found
    )
