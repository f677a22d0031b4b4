"""What a player needs of a video or a sound file of a course: addresses, captions, length.

`Media.about["film"]` holds the tag under which the derived files stand and the sizes there are;
`about["poster"]` the poster's path; `about["job"]` the work that is under way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import bindparam, select

from courses.content.captions import Cue
from courses.content.models import Caption, Media, MediaKind, MediaState
from lms.db import db
from lms.i18n import current_locale
from lms.i18n import gettext as _

LANGUAGES = {
    "th": "ไทย",
    "en": "English",
    "zh": "中文",
    "lo": "ລາວ",
    "km": "ខ្មែរ",
    "my": "မြန်မာ",
    "vi": "Tiếng Việt",
    "ja": "日本語",
    "ko": "한국어",
    "ms": "Bahasa Melayu",
}
KINDS = (MediaKind.VIDEO, MediaKind.AUDIO)


@dataclass(frozen=True)
class Track:
    """Captions in one language."""

    language: str
    label: str
    address: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Video:
    """A film that can be played now; `master` is empty where there is only sound."""

    public_id: str
    name: str
    plain: str
    master: str
    sound: str
    poster: str
    seconds: int
    width: int
    height: int
    qualities: tuple[str, ...]
    tracks: tuple[Track, ...]
    is_sound: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """For the width and height of the element, so that nothing moves when it loads."""
        return self.width or 1280, self.height or 720

    @property
    def default_track(self) -> Track | None:
        """Captions in the reader's language, else the first."""
        mine = (track for track in self.tracks if track.language == current_locale())
        return next(mine, self.tracks[0] if self.tracks else None)


_tracks = (
    select(Caption.language, Caption.label, Caption.cues, Caption.edit)
    .where(Caption.media_id == bindparam("media_id"))
    .order_by(Caption.language)
)
_media = select(Media).where(Media.public_id == bindparam("public_id"))


def find(public_id: str, course_id: int) -> Video | None:
    """The film of that course, where there is one that can be played; two statements."""
    if len(public_id) != 12:
        return None
    media = db.session.scalar(_media, {"public_id": public_id})
    return None if media is None or media.course_id != course_id else video_of(media)


def video_of(media: Media) -> Video | None:
    """None until something can be played; while a new file is made, the old one still plays."""
    film: dict[str, Any] | None = media.about.get("film")
    if media.kind not in KINDS or film is None:
        return None
    tag, is_sound = film["tag"], media.kind is MediaKind.AUDIO
    poster = media.about.get("poster") or {}
    return Video(
        public_id=media.public_id,
        name=media.name,
        plain=address(media, f"audio-{tag}.m4a" if is_sound else f"video-{tag}.mp4"),
        master="" if is_sound else address(media, f"hls-{tag}/master.m3u8"),
        sound=address(media, f"hls-{tag}/audio.m3u8") if film["sound"] and not is_sound else "",
        poster=address(media, poster["path"]) if poster else "",
        seconds=round(media.duration or 0),
        width=media.width or 0,
        height=media.height or 0,
        qualities=tuple(film.get("sizes", ())),
        tracks=tracks_of(media),
        is_sound=is_sound,
    )


def tracks_of(media: Media) -> tuple[Track, ...]:
    rows = db.session.execute(_tracks, {"media_id": media.id})
    return tuple(
        Track(
            language=row.language,
            label=label_of(row.language, row.label),
            address=url_for(
                "content.captions",
                media_id=media.public_id,
                language=row.language,
                ending="vtt",
                v=row.edit,
            ),
            cues=tuple(Cue(*cue) for cue in row.cues),
        )
        for row in rows
        if row.cues
    )


def label_of(language: str, label: str = "") -> str:
    """What the player's menu calls captions of a language: its own name for itself."""
    return label or LANGUAGES.get(language, language)


def address(media: Media, path: str) -> str:
    return url_for("content.media_file", media_id=media.public_id, path=path)


def is_under_way(media: Media) -> bool:
    return media.kind in KINDS and media.state in (MediaState.WAITING, MediaState.WORKING)


def problem_of(media: Media) -> str:
    """What went wrong, in the reader's language; stored as the English message."""
    return _(media.problem) if media.problem else ""


def films_of(course_id: int, kinds: Sequence[MediaKind] = KINDS) -> Sequence[Media]:
    """The videos and sounds of a course, newest first."""
    return db.session.scalars(
        select(Media)
        .where(Media.course_id == course_id, Media.kind.in_(kinds))
        .order_by(Media.id.desc())
    ).all()
