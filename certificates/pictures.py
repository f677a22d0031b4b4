"""Small pictures of papers for course pages: drawn by a job, or a plain drawing until then."""

from pathlib import Path

from flask import url_for
from markupsafe import Markup

from certificates import queries
from certificates.designs import KEYS
from courses.public import AboutCourse
from lms import storage
from lms.errors import NotFound
from lms.i18n import gettext as _

FOLDER = Path(__file__).parent / "designs"
WIDTH, HEIGHT = 560, 396


def of_course(course: AboutCourse) -> Markup:
    """The picture of the paper that the course gives."""
    picture = queries.preview(course.id)
    design = "kiattibat" if course.document == "kiattibat" else "wuthibat"
    name = f"{picture}.webp" if picture else f"{design}.svg"
    return Markup(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
    ).format(
        url_for("certificates.preview", name=name),
        WIDTH,
        HEIGHT,
        _("What the certificate of this course looks like"),
    )


def read(name: str) -> tuple[bytes, str]:
    """Content and kind of a picture; NotFound for anything that is not one."""
    stem, _dot, ending = name.rpartition(".")
    if ending == "svg" and stem in KEYS:
        return (FOLDER / stem / "thumbnail.svg").read_bytes(), "image/svg+xml"
    if ending == "webp" and queries.is_preview(stem):
        return storage.get(stem), "image/webp"
    raise NotFound
