"""What an author says of a video lesson and of a film's picture and captions."""

import re
from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from courses.authoring.forms.outline import MINUTES, Titled
from courses.content.captions import LARGEST_FILE
from courses.content.films import LANGUAGES
from courses.content.models import Media
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, LongTextField, TextField

_moment = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


def seconds_of(typed: str) -> float | None:
    """1:02.5, 62.5 or 0:01:02 as seconds."""
    match = _moment.fullmatch(typed.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


class VideoForm(Titled):
    media = SelectField(_l("Video"), validate_choice=False)
    coverage = IntegerField(
        _l("Watched at least"),
        [InputRequired(), NumberRange(1, 100, message=_l("Write a number from 1 to 100."))],
    )
    minutes = IntegerField(_l("Minutes"), [InputRequired(), MINUTES])
    required = BooleanField(_l("Needed for completion"))
    description = LongTextField(_l("Description below the video"), [Length(20_000)])
    base = IntegerField()

    def offer(self, films: Sequence[Media], *, empty: str) -> None:
        known = [SelectChoice(film.public_id, film.name) for film in films]
        self.media.choices = [SelectChoice("", empty), *known]


class FilmUploadForm(Form):
    file = FileField(_l("Video or sound file"), [InputRequired()])


class PosterForm(Form):
    second = TextField(_l("Moment of the video"), [Length(12)])
    image = SelectField(_l("or a picture of the course"), validate_choice=False)

    def offer(self, images: Sequence[Media]) -> None:
        known = [SelectChoice(image.public_id, image.name) for image in images]
        self.image.choices = [SelectChoice("", _("No picture")), *known]

    def validate_second(self, field: TextField) -> None:
        if field.data and seconds_of(field.data) is None:
            raise ValidationError(_("Write the moment like 1:25 (minutes:seconds)."))

    @property
    def moment(self) -> float | None:
        return seconds_of(self.second.data) if self.second.data else None


class LanguageForm(Form):
    language = SelectField(_l("Language of the captions"), validate_choice=False)

    def offer(self) -> None:
        self.language.choices = [SelectChoice(code, name) for code, name in LANGUAGES.items()]


class CaptionFileForm(LanguageForm):
    file = FileField(_l("Caption file (VTT or SRT)"), [InputRequired()])
    replace = BooleanField(_l("Replace the captions that are there"))

    @property
    def content(self) -> bytes:
        """One byte more than may be: the reader of captions says so."""
        content: bytes = self.file.data.stream.read(LARGEST_FILE + 1)
        return content


class CueTextForm(Form):
    text = LongTextField(_l("All captions as text"), [InputRequired(), Length(2_000_000)])
    base = IntegerField()


class ShiftForm(Form):
    seconds = TextField(_l("Seconds"), [InputRequired(), Length(12)])

    @property
    def amount(self) -> float | None:
        typed = (self.seconds.data or "").replace("−", "-").strip()
        amount = seconds_of(typed.lstrip("+-"))
        return None if amount is None else (-amount if typed.startswith("-") else amount)
