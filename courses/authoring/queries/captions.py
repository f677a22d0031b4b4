"""Captions as their authors see them: how many, what a reader would stumble over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.content.captions import Cue
from courses.content.films import label_of
from courses.content.models import Caption, Media
from courses.content.readability import advice
from lms.db import db
from lms.errors import found


@dataclass(frozen=True)
class Language:
    """Captions of a film in one language."""

    code: str
    label: str
    count: int
    doubts: int
    updated_at: datetime


def captions_of(media: Media) -> list[Language]:
    rows = db.session.scalars(
        select(Caption).where(Caption.media_id == media.id).order_by(Caption.language)
    )
    return [_language(row, media) for row in rows]


def _language(row: Caption, media: Media) -> Language:
    cues = [Cue(*cue) for cue in row.cues]
    doubtful = {each.index for each in advice(cues, row.language, float(media.duration or 0))}
    return Language(
        row.language, label_of(row.language, row.label), len(cues), len(doubtful), row.updated_at
    )


def get_caption(media: Media, language: str) -> Caption:
    return found(
        db.session.scalar(
            select(Caption)
            .where(Caption.media_id == media.id, Caption.language == language)
            .options(joinedload(Caption.media).joinedload(Media.course))
        )
    )
