"""How a new course begins."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from courses.authoring.plans import plans
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.web.forms import Form, Length, TextField

COPY, EMPTY = "copy", "empty"


def _starts() -> list[SelectChoice]:
    made = [SelectChoice(plan.code, str(plan.title)) for plan in plans().values()]
    return [*made, SelectChoice(EMPTY, _("Empty")), SelectChoice(COPY, _("Copy of a course"))]


class NewCourseForm(Form):
    start = RadioField(_l("What does it begin with?"), choices=_starts)
    source = TextField(_l("Code of the course to copy"), [Optional(), Length(30)])
    institution = SelectField(_l("Institution"), [InputRequired()])
    title_th = TextField(_l("Course title in Thai"), [Length(200)])
    title_en = TextField(_l("Course title in English"), [Length(200)])
    code = TextField(_l("Course code"), [InputRequired(), Length(30)])

    @classmethod
    def offering(cls, institutions: Sequence[Institution], **defaults: Any) -> "NewCourseForm":
        form = cls(**defaults)
        form.institution.choices = [(each.code, str(each.name)) for each in institutions]
        return form

    @property
    def title(self) -> Localised:
        return Localised(self.title_th.data or "", self.title_en.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.title:
            self.refuse("title_th", _("Give it a title, in Thai or in English."))
            valid = False
        if self.start.data == COPY and not self.source.data:
            self.refuse("source", _("Write the code of the course to copy."))
            valid = False
        return valid
