"""What an author decides about a lesson that is a file."""

import re
from html import escape, unescape

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import Optional

from courses.authoring.forms.outline import LessonForm
from courses.content.models import Lesson
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Length, LongTextField

_plain = re.compile(r"(?:\s*<p>(?:[^<]|<br ?/?>)*</p>)*\s*")


class FileLessonForm(LessonForm):
    media = SelectField(_l("File"))
    shown = RadioField(_l("How learners get it"))
    about = LongTextField(_l("What learners read above the file"), [Length(5000)])
    base = IntegerField("", [Optional()])

    def offer(self, files: list[tuple[str, str]]) -> None:
        self.media.choices = [("", _("No file chosen yet")), *files]
        self.shown.choices = [
            ("inline", _("Shown in the lesson, and to download (PDF only)")),
            ("download", _("Only to download")),
        ]


def is_plain(html: str) -> bool:
    """Whether a text of the lesson is paragraphs and nothing else, so that a plain field holds it."""
    return _plain.fullmatch(html) is not None


def as_text(html: str) -> str:
    """Paragraphs as lines with an empty one between them."""
    paragraphs = re.findall(r"<p>(.*?)</p>", html, re.S)
    return "\n\n".join(unescape(re.sub(r"<br ?/?>", "\n", each)).strip() for each in paragraphs)


def as_html(text: str) -> str:
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
    return "".join(
        f"<p>{escape(each, quote=False).replace(chr(10), '<br>')}</p>" for each in paragraphs
    )


def filled(lesson: Lesson) -> FileLessonForm:
    """The form as the lesson stands."""
    settings = lesson.settings
    return FileLessonForm.read(
        title_th=lesson.title.th,
        title_en=lesson.title.en,
        minutes=lesson.minutes,
        required=lesson.required,
        media=settings.get("media", ""),
        shown="inline" if settings.get("inline") else "download",
        about=as_text(lesson.body),
        base=lesson.revision,
    )
