"""A file of questions, and how it comes in."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length


class QuestionFileForm(Form):
    file = FileField(_l("File"), [FileRequired(_l("Choose a file first."))])


class BringInForm(Form):
    tags = StringField(_l("Tags for all of them"), [Optional(), Length(1000)])
    keep_duplicates = BooleanField(_l("Bring in those that the bank has already, too"))
    skip_bad = BooleanField(_l("Leave out the questions with errors and bring in the others"))
