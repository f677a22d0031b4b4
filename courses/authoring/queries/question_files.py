"""Reads of the files of questions that wait for a decision."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.authoring.models import QuestionImport
from lms.clock import now
from lms.db import db
from lms.errors import found


def get_import(public_id: str) -> QuestionImport:
    """The file, while it is kept."""
    return found(
        db.session.scalar(
            select(QuestionImport)
            .where(QuestionImport.public_id == public_id, QuestionImport.expires_at > now())
            .options(joinedload(QuestionImport.course), joinedload(QuestionImport.institution))
        )
    )
