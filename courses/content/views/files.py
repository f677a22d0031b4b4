"""Files of courses, sent in ranges and kept by the browser.

What came from somebody's machine never runs here: it has a sandbox, a type that was told by its
content, and is a download unless browsers show it safely.
"""

from flask import Response, request
from flask.typing import ResponseReturnValue

from courses.content import images, policy, queries
from courses.content.models import Media, MediaFile
from courses.content.policy import Ability, able
from courses.content.views.blueprint import bp
from lms import storage
from lms.db import db
from lms.errors import NotFound, found
from lms.web.access import access
from lms.web.download import disposition, in_ranges

INLINE = {
    "image/svg+xml", "image/webp", "image/png", "image/jpeg", "image/avif", "image/gif",
    "video/mp4", "text/vtt", "application/pdf",
}  # fmt: skip
CLOSED = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
PAPER = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
FOR_EVER = "private, max-age=31536000, immutable"
FOR_A_DAY = "private, max-age=86400"


@bp.get("/media/<public:media_id>/<name>")
@access(policy.media_of_the_course, media=queries.get_media)
def media(media: Media, name: str) -> ResponseReturnValue:
    """The file; of a picture what learners are sent, and the original to who sees drafts."""
    if images.is_picture(media) and "original" not in request.args:
        largest = found(images.largest(media))
        return _sent(
            media, largest.digest, largest.size, largest.content_type, _cached(media, FOR_A_DAY)
        )
    if images.is_picture(media) and not able(Ability.VIEW, media.course):
        raise NotFound
    return _sent(media, media.digest, media.size, media.content_type, _cached(media, FOR_A_DAY))


@bp.get("/media/<public:media_id>/f/<path:path>")
@access(policy.media_of_the_course, media=queries.get_media)
def media_file(media: Media, path: str) -> ResponseReturnValue:
    """What was made of it; the path tells of which content, so it never changes."""
    derived = found(db.session.get(MediaFile, (media.id, path)))
    return _sent(media, derived.digest, derived.size, derived.content_type, FOR_EVER)


def _cached(media: Media, otherwise: str) -> str:
    """For ever where the address says which content is meant; a file may be replaced."""
    return FOR_EVER if request.args.get("v") == media.digest[:8] else otherwise


def _sent(media: Media, digest: str, size: int, content_type: str, cache: str) -> Response:
    response = in_ranges(
        size, lambda start, end: storage.open_range(digest, start, end), etag=digest
    )
    response.content_type = content_type
    response.headers["Cache-Control"] = cache
    paper = content_type == "application/pdf"
    response.headers["Content-Security-Policy"] = PAPER if paper else CLOSED
    inline = "download" not in request.args and (
        content_type in INLINE
        or content_type.startswith(("video/", "audio/", "application/vnd.apple"))
    )
    response.headers["Content-Disposition"] = disposition(media.name, inline=inline)
    return response
