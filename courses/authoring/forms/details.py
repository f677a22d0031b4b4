"""Everything that a course says about itself."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Self

from wtforms import DecimalField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from courses.authoring.details_wording import (
    COVERS,
    LANGUAGES,
    LEVELS,
    MODES,
    PACES,
    licences,
    partner_names,
)
from courses.authoring.forms.pairs import PairsField, SkillsField
from courses.content.models import Course
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import choices
from lms.web.forms import Form, Length, LongTextField, TextField

PARTS = {
    "title": ("title_th", "title_en"),
    "summary": ("summary_th", "summary_en"),
}


def _of(words: Mapping[Any, Any]) -> Callable[[], list[SelectChoice]]:
    return lambda: [SelectChoice(str(code), str(label)) for code, label in words.items()]


def _listed(name: str) -> Callable[[], list[SelectChoice]]:
    return lambda: [SelectChoice(code, str(title)) for code, title in choices(name)]


class Ticks(SelectMultipleField):
    """Many of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DetailsForm(Form):
    title_th = TextField(_l("Course title in Thai"), [Length(200)])
    title_en = TextField(_l("Course title in English"), [Length(200)])
    summary_th = LongTextField(_l("Summary in Thai"), [Length(2000)])
    summary_en = LongTextField(_l("Summary in English"), [Length(2000)])
    outcomes = PairsField(_l("Outcomes"))
    level = SelectField(_l("Level"), choices=_of(LEVELS))
    hours = DecimalField(
        _l("Hours"),
        [InputRequired(), NumberRange(0.25, 2000, message=_l("Write hours from 0.25 to 2,000."))],
        places=None,
    )
    language = SelectField(_l("Language of the course"), choices=_of(LANGUAGES))
    mode = SelectField(_l("Where it is learned"), choices=_of(MODES))
    pace = SelectField(_l("Pace"), choices=_of(PACES))
    document = SelectField(_l("Document at the end"), choices=_listed("document"))
    cover = SelectField(_l("Picture on the card"), choices=_of(COVERS))
    licence = SelectField(_l("Licence"), choices=licences)
    dimensions = Ticks(_l("Dimensions"), choices=_listed("dimension"))
    target_groups = Ticks(_l("For whom"), choices=_listed("target_group"))
    smart_city_domains = Ticks(_l("Smart city domains"), choices=_listed("smart_city"))
    skills = SkillsField(_l("Skills"), most=20)
    partners = Ticks(_l("Given together with"), choices=[])

    @classmethod
    def of(cls, course: Course, details: Mapping[str, Any], **options: Any) -> Self:
        """What was posted, or what the draft says now."""
        title, summary = Localised.of(details["title"]), Localised.of(details["summary"])
        plain = {name: details[name] for name in cls.plain_names()}
        plain["hours"] = Decimal(str(details["hours"]))
        form = cls(
            title_th=title.th,
            title_en=title.en,
            summary_th=summary.th,
            summary_en=summary.en,
            outcomes=[(said.th, said.en) for said in map(Localised.of, details["outcomes"])],
            skills=[tuple(reference.rsplit(":", 1)) for reference in details["skills"]],
            **plain,
            **options,
        )
        form.partners.choices = partner_names(course)
        return form

    @classmethod
    def plain_names(cls) -> tuple[str, ...]:
        return (
            "level", "hours", "language", "mode", "pace", "document", "cover", "licence",
            "dimensions", "target_groups", "smart_city_domains", "partners",
        )  # fmt: skip

    def validate_title_th(self, field: TextField) -> None:
        if not (self.title_th.data or self.title_en.data):
            raise ValidationError(_("Give it a title, in Thai or in English."))

    def validate_skills(self, field: SkillsField) -> None:
        if any(level not in LEVELS for _skill, level in field.data):
            raise ValidationError(_("Choose the skill and its level from the lists."))

    def keep_only(self, names: Iterable[str]) -> None:
        """Ask about these details alone: the others may be half written."""
        kept = {part for name in names for part in PARTS.get(name, (name,))}
        for part in [part for part in self._fields if part not in kept]:
            del self[part]

    @property
    def details(self) -> dict[str, Any]:
        """The values as a draft keeps them."""
        made: dict[str, Callable[[], Any]] = {
            "title": lambda: _both(self.title_th, self.title_en),
            "summary": lambda: _both(self.summary_th, self.summary_en),
            "outcomes": lambda: [{"th": th, "en": en} for th, en in self.outcomes.data],
            "hours": lambda: f"{self.hours.data.normalize():f}",
            "skills": lambda: self.skills.references,
        }
        return {
            name: made[name]() if name in made else self[name].data
            for name in (*made, *self.plain_names())
            if PARTS.get(name, (name,))[0] in self._fields
        }

    @property
    def first_complaint(self) -> str:
        return next((str(field.errors[0]) for field in self.wrong_fields()), "")


def _both(th: TextField, en: TextField) -> dict[str, str]:
    return {"th": th.data or "", "en": en.data or ""}


class CodeForm(Form):
    code = TextField(_l("Course code"), [InputRequired(), Length(30)])
