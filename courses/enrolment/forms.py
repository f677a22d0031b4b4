"""What a registrar decides about a run, and what a learner types to get in."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wtforms import BooleanField, EmailField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, NumberRange, Optional

from courses.content.models import Mode, Pace
from courses.enrolment.code import SHORTEST
from courses.enrolment.models import EnrolmentWay
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import brand, choices, districts
from lms.web.forms import DateTimeLocalField, DayField, Form, Length, TextField

WAYS = {
    EnrolmentWay.SELF: _l("Learners enrol by themselves"),
    EnrolmentWay.APPROVAL: _l("Learners ask, and you approve"),
    EnrolmentWay.CODE: _l("Learners enrol with a code"),
    EnrolmentWay.STAFF: _l("Only staff enrol learners"),
}
MODES = {Mode.ONLINE: _l("Online"), Mode.ONSITE: _l("On site"), Mode.BLENDED: _l("Blended")}
PACES = {Pace.SELF_PACED: _l("Self-paced"), Pace.SCHEDULED: _l("Scheduled")}
PERCENT = NumberRange(1, 100, message=_l("Write a whole number from 1 to 100."))


def _choices(words: Mapping[Any, Any]) -> Callable[[], list[SelectChoice]]:
    """In the reader's language, so made when they are shown."""
    return lambda: [SelectChoice(value, str(label)) for value, label in words.items()]


def _districts() -> list[SelectChoice]:
    named = [SelectChoice(code, str(name)) for code, name in districts(brand().province_code)]
    return [SelectChoice("", _("No district")), *named]


def _listed(name: str) -> Callable[[], list[SelectChoice]]:
    """What a code list offers, and nothing."""
    return lambda: [SelectChoice("", "–"), *(SelectChoice(c, str(t)) for c, t in choices(name))]


class ListedField(SelectField):
    """A choice out of a code list; a form that does not ask chooses nothing."""

    def process_data(self, value: str | None) -> None:
        super().process_data(value or "")


class CourseRunForm(Form):
    opens_at = DateTimeLocalField(_l("Enrolment opens"), [InputRequired()])
    closes_at = DateTimeLocalField(_l("Enrolment closes"), [Optional()])
    starts_on = DayField(_l("First day of learning"), [Optional()])
    ends_on = DayField(_l("Last day of learning"), [Optional()])
    seats = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(1, 5000, message=_l("Write a whole number from 1 to 5,000."))],
    )
    way = RadioField(_l("How learners get in"), choices=_choices(WAYS), coerce=EnrolmentWay)
    code = TextField(_l("Enrolment code"), [Optional(), Length(most=60, least=SHORTEST)])
    mode = SelectField(_l("Where it is learned"), choices=_choices(MODES), coerce=Mode)
    pace = SelectField(_l("Pace"), choices=_choices(PACES), coerce=Pace)
    place = TextField(_l("Place"), [Optional(), Length(most=200)])
    district_code = SelectField(_l("District"), choices=_districts)
    programme = ListedField(_l("Programme"), choices=_listed("programme"))
    fund = ListedField(_l("Fund source"), choices=_listed("fund"))
    prerequisites = TextField(_l("Courses to complete first"), [Optional(), Length(most=400)])
    content_percent = IntegerField(_l("Lessons to complete"), [InputRequired(), PERCENT])
    pretest_required = BooleanField(_l("The pre-test must be taken"))
    posttest_pass_percent = IntegerField(_l("Pass mark of the post-test"), [Optional(), PERCENT])
    assignments_required = IntegerField(
        _l("Assignments to pass"),
        [Optional(), NumberRange(0, 99, message=_l("Write a whole number from 0 to 99."))],
    )
    survey_required = BooleanField(_l("The satisfaction survey must be answered"))

    @property
    def values(self) -> dict[str, Any]:
        """As the operation takes them: the rules together, course codes one by one."""
        values: dict[str, Any] = {**self.data}
        rules = ("content_percent", "pretest_required", "posttest_pass_percent", "survey_required")
        values["rules"] = {name: values.pop(name) for name in rules}
        if works := values.pop("assignments_required"):
            values["rules"]["assignments_required"] = works
        values["prerequisites"] = re.findall(r"[^\s,;]+", values["prerequisites"] or "")
        for name in ("district_code", "programme", "fund"):
            values[name] = values[name] or None
        return values


class CodeForm(Form):
    code = TextField(_l("Enrolment code"), [Length(most=60)])


class AddLearnerForm(Form):
    email = EmailField(_l("E-mail address of the learner"), [InputRequired(), Email()])
