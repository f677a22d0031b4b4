"""Files of courses, sent in ranges and kept by the browser."""

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from courses.content import policy, queries
from courses.content.models import Media
from lms import storage
from lms.web.access import access
from lms.web.download import disposition

bp = Blueprint("content", __name__)
INLINE = {"image/svg+xml", "image/webp", "image/png", "image/jpeg", "video/mp4", "text/vtt"}


@bp.get("/media/<public:media_id>/<name>")
@access(policy.media_of_the_course, media=queries.get_media)
def media(media: Media, name: str) -> ResponseReturnValue:
    response = send_file(
        storage.local_path(media.digest),
        mimetype=media.content_type,
        conditional=True,
        etag=media.digest,
    )
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    )
    response.headers["Content-Disposition"] = disposition(
        media.name, inline=media.content_type in INLINE
    )
    return response
