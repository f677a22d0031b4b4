"""Captions of a film: written, replaced, taken away. Nobody writes over somebody else unseen."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from courses.content.captions import Cue, shifted
from courses.content.films import KINDS, LANGUAGES
from courses.content.models import Caption, Media
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, NotFound
from lms.i18n import lazy_gettext as _l


class CaptionsMoved(DomainError):
    message = _l("Somebody else changed these captions meanwhile.")


class UnknownLanguage(DomainError):
    message = _l("Choose one of the list.")
    field = "language"


class CaptionsThere(DomainError):
    """A file would take the place of captions that somebody made."""

    message = _l("There are captions in this language. Say that the file replaces them.")
    field = "replace"


def begin_captions(
    media: Media, language: str, cues: Sequence[Cue] = (), *, replace: bool = False, by: User
) -> Caption:
    """Captions in a language: empty ones, or those of a file."""
    if media.kind not in KINDS:
        raise NotFound
    if language not in LANGUAGES:
        raise UnknownLanguage
    known = db.session.get(Caption, (media.id, language))
    if known is not None:
        if cues and known.cues and not replace:
            raise CaptionsThere
        return save_captions(known, cues, base=known.edit, by=by) if cues else known
    made = Caption(media_id=media.id, language=language, cues=[cue.to_json() for cue in cues])
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as clash:
        raise CaptionsMoved from clash
    _record("captions.added", media, made, by)
    return made


def save_captions(caption: Caption, cues: Sequence[Cue], *, base: int, by: User) -> Caption:
    """These are the captions now, where nobody changed them since `base`; the same is no change."""
    lock_row(caption)
    kept = [cue.to_json() for cue in cues]
    if kept == caption.cues:
        return caption
    if base != caption.edit:
        raise CaptionsMoved
    caption.cues, caption.edit, caption.updated_at = kept, caption.edit + 1, now()
    _record("captions.changed", caption.media, caption, by)
    return caption


def shift_captions(caption: Caption, seconds: float, *, by: User) -> Caption:
    """Every caption so many seconds later, or earlier."""
    cues = [Cue(*cue) for cue in caption.cues]
    return save_captions(caption, shifted(cues, seconds), base=caption.edit, by=by)


def remove_captions(caption: Caption, *, by: User) -> None:
    _record("captions.removed", caption.media, caption, by)
    db.session.delete(caption)


def _record(verb: str, media: Media, caption: Caption, by: User) -> None:
    audit.record(verb, media, by=by, institution_id=media.institution_id, language=caption.language)
