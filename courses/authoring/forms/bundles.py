"""A course from a file."""

from collections.abc import Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.web.forms import Form, Length, TextField


class CourseFileForm(Form):
    file = FileField(_l("File of the course"), [FileRequired(_l("Choose a file first."))])
    code = TextField(_l("Code of the new course"), [InputRequired(), Length(30)])
    institution = SelectField(_l("Institution"), [InputRequired()])

    @classmethod
    def offering(cls, institutions: Sequence[Institution]) -> "CourseFileForm":
        form = cls.read()
        form.institution.choices = [(each.code, str(each.name)) for each in institutions]
        return form
