"""Who gets which role at a course, until when."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from courses.authoring.people_wording import ROLES
from courses.content.models import CourseRole
from lms.accounts.public import EmailField, User
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import DayField, Form, Length, TextField


def _roles() -> list[SelectChoice]:
    return [SelectChoice(role.value, str(label)) for role, label in ROLES.items()]


class _RoleFields(Form):
    role = RadioField(_l("Role"), choices=_roles, coerce=CourseRole)
    ends_on = DayField(_l("Until"), [Optional()])
    reason = TextField(_l("Reason"), [Length(300)])

    @property
    def terms(self) -> dict[str, Any]:
        return {"ends_on": self.ends_on.data, "reason": self.reason.data or ""}


class ColleagueForm(_RoleFields):
    person = SelectField(_l("Colleague"), [InputRequired()])

    @classmethod
    def offering(cls, people: Sequence[User], **defaults: Any) -> "ColleagueForm":
        form = cls(**defaults)
        form.person.choices = [
            ("", _("Choose a person")),
            *((person.public_id, str(person.display_name)) for person in people),
        ]
        return form


class InviteForm(_RoleFields):
    email = EmailField(_l("E-mail"), [InputRequired()])

    def __init__(self, **options: Any) -> None:
        super().__init__(prefix="invite-", **options)  # it stands beside the form of colleagues


class UntilForm(Form):
    ends_on = DayField(_l("Until"), [Optional()])
