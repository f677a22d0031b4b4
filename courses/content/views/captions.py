"""Captions as files: WebVTT for players, SRT and plain text to take away."""

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from courses.content import captions as cues
from courses.content import policy, queries
from courses.content.films import label_of
from courses.content.models import Caption, Media
from courses.content.views.blueprint import bp
from lms.db import db
from lms.errors import found
from lms.web.access import access
from lms.web.download import disposition

TYPES = {"vtt": "text/vtt", "srt": "application/x-subrip", "txt": "text/plain"}


@bp.get("/media/<public:media_id>/captions/<language>.<any(vtt,srt,txt):ending>")
@access(policy.media_of_the_course, media=queries.get_media)
def captions(media: Media, language: str, ending: str) -> ResponseReturnValue:
    row = found(db.session.get(Caption, (media.id, language)))
    response = make_response(_written(cues.from_json(row.cues), ending))
    response.headers["Content-Type"] = f"{TYPES[ending]}; charset=utf-8"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    name = f"{media.name.rpartition('.')[0] or media.name} {label_of(language)}.{ending}"
    inline = ending != "srt" and "download" not in request.args
    response.headers["Content-Disposition"] = disposition(name, inline=inline)
    return _fresh(response, row)


def _written(said: tuple[cues.Cue, ...], ending: str) -> str:
    if ending == "vtt":
        return cues.to_vtt(said)
    if ending == "srt":
        return "\ufeff" + cues.to_srt(said)
    return "".join(f"{cues.clock(cue.start)[:8]}  {' '.join(cue.text.split())}\n" for cue in said)


def _fresh(response: Response, row: Caption) -> Response:
    """Edited while learners watch: asked for again each time, sent again only when it changed."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{row.media_id}-{row.language}-{row.edit}")
    response.make_conditional(request)
    return response
