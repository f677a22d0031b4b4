"""What an analyst says to get a file of people."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, LongTextField, TextField
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.people.queries import Filters
from lms.workforce.values import values


class FactorForm(Form):
    factor = TextField(_l("Code in the app"), [Optional(), Length(20)])


class ExportForm(FactorForm):
    institution = SelectField(_l("Institution"), [Optional()], choices=lambda: _of("institution"))
    course = SelectField(_l("Course"), [Optional()], choices=lambda: _of("course"))
    district = SelectField(
        _l("District of residence"), [Optional()], choices=lambda: _of("district")
    )
    reason = LongTextField(_l("What the data is for"), [InputRequired(), Length(500)])
    ending = RadioField(
        _l("File"),
        [InputRequired()],
        choices=[SelectChoice("xlsx", _l("Excel (XLSX)")), SelectChoice("csv", "CSV")],
    )

    @property
    def filters(self) -> Filters:
        return Filters(
            institution=self.institution.data or "",
            course=self.course.data or "",
            district=self.district.data or "",
        )


def _of(dimension: str) -> list[Any]:
    every = [SelectChoice("", _("Every one"))]
    return every + [
        SelectChoice(value, str(title)) for value, title in values(dimension) if value != NOT_STATED
    ]
