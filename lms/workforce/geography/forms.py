"""Files of inhabitants and of outlines."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form

MEGABYTES = 5


class FileForm(Form):
    """A file, and where it comes from."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file first."))])

    def content(self) -> bytes | None:
        """What was uploaded; without anything it is said at the field."""
        content: bytes = self.file.data.read() if self.file.data else b""
        if not content:
            self.refuse("file", _("Choose a file first."))
            return None
        return content


class PopulationForm(FileForm):
    source = StringField(_l("Source"), [InputRequired(), Length(max=200)])
    only_check = BooleanField(_l("Only check the file"))


class MapForm(FileForm):
    attribution = StringField(_l("Attribution"), [InputRequired(), Length(max=300)])
