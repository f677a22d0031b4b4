"""How a row is written so that the database decides who was first."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from lms.clock import now
from lms.db import db
from lms.errors import DomainError


def insert(row: Any, refusal: type[DomainError]) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as clash:
        raise refusal from clash


def change(row: Any, values: dict[str, Any], refusal: type[DomainError]) -> None:
    if not values:
        return
    try:
        with db.session.begin_nested():
            for name, value in values.items():
                setattr(row, name, value)
            row.changed_at = now()
    except IntegrityError as clash:
        raise refusal from clash
