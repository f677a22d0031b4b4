"""What an author types about a module or a lesson."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from courses.authoring.kinds import KINDS, Kind
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, TextField

MOST_MINUTES = 6000
MINUTES = NumberRange(0, MOST_MINUTES, message=_l("Write whole minutes, from 0 to 6,000."))


class Titled(Form):
    """A title in two languages, of which one is enough."""

    title_th = TextField(_l("Name in Thai"), [Length(200)])
    title_en = TextField(_l("Name in English"), [Length(200)])

    @property
    def title(self) -> Localised:
        return Localised(self.title_th.data or "", self.title_en.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if valid and not self.title:
            self.refuse("title_th", _("Give it a name, in Thai or in English."))
            return False
        return valid


class ModuleForm(Titled):
    pass


class LessonForm(Titled):
    minutes = IntegerField(_l("Minutes"), [InputRequired(), MINUTES])
    required = BooleanField(_l("Learners must do this lesson to complete the course"))


def _kinds() -> list[SelectChoice]:
    return [SelectChoice(code, str(kind.label)) for code, kind in KINDS.items()]


class AddLessonForm(Form):
    kind = RadioField(_l("What kind of lesson?"), choices=_kinds)
    title = TextField(_l("Name"), [InputRequired(), Length(200)])

    @property
    def name(self) -> str:
        return self.title.data or ""

    @property
    def chosen(self) -> Kind:
        return KINDS[self.kind.data]


class AddModuleForm(Form):
    title = TextField(_l("Name of the new module"), [InputRequired(), Length(200)])

    @property
    def name(self) -> str:
        return self.title.data or ""


class PartForm(Titled):
    """What is changed in place: one or two of a lesson's fields, the others stay."""

    minutes = IntegerField(_l("Minutes"), [Optional(), MINUTES])


def in_one(language: str, text: str) -> Localised:
    """A title typed once, in the language of the course."""
    return Localised("", text) if language == "en" else Localised(text, "")


def minutes_of(posted: Mapping[str, str]) -> dict[str, int]:
    """The minutes of many lessons by slug; what is no sensible number is left out."""
    found = {}
    for name, value in posted.items():
        prefix, _sep, slug = name.partition("minutes-")
        number = value.strip()
        is_number = number.isdecimal() and len(number) < 6
        if not prefix and slug and is_number and int(value) <= MOST_MINUTES:
            found[slug] = int(value)
    return found
