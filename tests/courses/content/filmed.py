"""Small films for the tests, drawn once a session, and the rows that hold them."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from courses.content import filming
from courses.content.models import Course, Media, MediaFile, MediaKind, MediaState
from lms import storage
from lms.db import db
from lms.i18n import Localised
from tests import make


@cache
def drawn(*arguments: str, name: str = "film.mp4") -> Path:
    """What ffmpeg makes of `arguments`, as a file called `name`."""
    path = Path(tempfile.mkdtemp(prefix="thaksa-film-")) / name
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments, str(path)], check=True, timeout=60
    )
    return path


def film(seconds: float = 3, size: str = "640x360", *, sound: bool = True) -> Path:
    source = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=10:d={seconds}"]
    if sound:
        source += ["-f", "lavfi", "-i", f"sine=440:d={seconds}"]
    return drawn(*source, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def media(path: Path, course: Course | None = None, **given: Any) -> Media:
    """The file as it was uploaded, and the work that is asked for."""
    values: dict[str, Any] = {
        "course": course if course is not None else make.course(),
        "name": path.name,
        "content_type": "video/mp4",
        "digest": storage.put_file(path),
        "size": path.stat().st_size,
        "kind": MediaKind.VIDEO,
        "alt": Localised(),
    }
    made = Media(**values | given)
    db.session.add(made)
    filming.request(made)
    return made


def ready(course: Course | None = None, **given: Any) -> Media:
    """A video that plays, without waiting for it to be made."""
    values: dict[str, Any] = {
        "course": course if course is not None else make.course(),
        "name": "แนะนำรายวิชา.mp4",
        "content_type": "video/mp4",
        "digest": storage.put(b"source"),
        "size": 6,
        "kind": MediaKind.VIDEO,
        "state": MediaState.READY,
        "alt": Localised(),
        "width": 1280,
        "height": 720,
        "duration": 95,
        "about": {
            "film": {"tag": "abcd1234", "sizes": ["240p", "480p", "720p"], "sound": True},
            "poster": {"path": "poster-abcd1234.webp", "tag": "abcd1234"},
        },
    }
    made = Media(**values | given)
    db.session.add(made)
    db.session.flush()
    for path, kind in (
        ("hls-abcd1234/master.m3u8", "application/vnd.apple.mpegurl"),
        ("video-abcd1234.mp4", "video/mp4"),
        ("poster-abcd1234.webp", "image/webp"),
    ):
        content = path.encode()
        db.session.add(
            MediaFile(
                media_id=made.id,
                path=path,
                digest=storage.put(content),
                content_type=kind,
                size=len(content),
            )
        )
    db.session.flush()
    return made
