"""A survey as its author types it."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, Optional

from courses.authoring.forms.questions import lines_of
from courses.authoring.forms.rows import Row, RowForm, listed, rows_of
from courses.learning.survey import LONGEST_TEXT, MOST_SECTIONS, POINTS, Survey
from lms.db import new_public_id
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Length, LongTextField, TextField

KINDS = [
    ("likert", _l("Five points")),
    ("choice", _l("One of a list")),
    ("multiple", _l("Several of a list")),
    ("text", _l("Own words")),
]
CHOSEN = ("choice", "multiple")


class ItemRow(Row):
    PLAIN = ("key", "kind", "required", "values")

    key = HiddenField()
    values = HiddenField()
    kind = SelectField(_l("Kind of answer"), choices=listed(KINDS), default="likert")
    text_th = TextField(_l("Question in Thai"), [Optional(), Length(LONGEST_TEXT)])
    text_en = TextField(_l("Question in English"), [Optional(), Length(LONGEST_TEXT)])
    options_th = LongTextField(_l("List in Thai"), [Optional(), Length(2000)])
    options_en = LongTextField(_l("List in English"), [Optional(), Length(2000)])
    required = BooleanField(_l("Must be answered"))

    @property
    def is_blank(self) -> bool:
        """A question that was there already is taken away by its button, not by emptying it."""
        return not self.key.data and super().is_blank


class SectionRow(Row):
    PLAIN = ("questions",)

    title_th = TextField(_l("Heading in Thai"), [Optional(), Length(200)])
    title_en = TextField(_l("Heading in English"), [Optional(), Length(200)])
    questions = rows_of(ItemRow, _l("Questions"), 1, 40)

    @property
    def is_blank(self) -> bool:
        return super().is_blank and all(entry.form.is_blank for entry in self.questions)


class SurveyForm(RowForm):
    introduction_th = LongTextField(_l("Opening words in Thai"), [Optional(), Length(2000)])
    introduction_en = LongTextField(_l("Opening words in English"), [Optional(), Length(2000)])
    scale_th = LongTextField(
        _l("The five points in Thai, the best first"), [InputRequired(), Length(500)]
    )
    scale_en = LongTextField(
        _l("The five points in English, the best first"), [Optional(), Length(500)]
    )
    sections = rows_of(SectionRow, _l("Sections"), 1, MOST_SECTIONS)

    @property
    def described(self) -> dict[str, Any]:
        """The survey in the form of data; what is wrong with a row stands at the row."""
        sections = [e.form for e in self.sections if not e.form.is_blank]
        return {
            "introduction": _both(self.introduction_th.data, self.introduction_en.data),
            "scale": _scale(lines_of(self.scale_th.data), lines_of(self.scale_en.data)),
            "sections": [
                {
                    "title": _both(section.title_th.data, section.title_en.data),
                    "questions": [
                        _item(entry.form) for entry in section.questions if not entry.form.is_blank
                    ],
                }
                for section in sections
            ],
        }

    @classmethod
    def typed(cls, survey: Survey) -> dict[str, Any]:
        """What stands in the fields for a survey that is there already."""
        scale = [text for _, text in survey.scale]
        return {
            "introduction_th": survey.introduction.th,
            "introduction_en": survey.introduction.en,
            "scale_th": "\n".join(text.th or text.en for text in scale),
            "scale_en": "\n".join(text.en for text in scale if text.en),
            "sections": [
                {
                    "title_th": section.title.th,
                    "title_en": section.title.en,
                    "questions": [_typed(question) for question in section.questions],
                }
                for section in survey.sections
            ],
        }


def _typed(question: Any) -> dict[str, Any]:
    listed = question.options if question.kind in CHOSEN else ()
    return {
        "key": question.key,
        "values": " ".join(value for value, _ in listed),
        "kind": question.kind.value,
        "text_th": question.text.th,
        "text_en": question.text.en,
        "options_th": "\n".join(text.th or text.en for _, text in listed),
        "options_en": "\n".join(text.en for _, text in listed if text.en),
        "required": question.required,
    }


def _both(th: str | None, en: str | None) -> Mapping[str, str]:
    return Localised(th or "", en or "").to_json()


def _scale(th: list[str], en: list[str]) -> list[Mapping[str, str]]:
    english = en if len(en) == len(th) else []
    return [
        _both(text, english[n] if english else "") for n, text in enumerate(th[: len(POINTS) + 1])
    ]


def _item(row: ItemRow) -> dict[str, Any]:
    if not (row.text_th.data or row.text_en.data):
        row.wrong("text_th", _l("A text is missing here."))
    if not row.key.data:
        row.key.data = f"q_{new_public_id().lower()}"
    item = {
        "key": row.key.data,
        "kind": row.kind.data,
        "text": _both(row.text_th.data or "…", row.text_en.data),
        "required": bool(row.required.data),
    }
    return item | ({"options": _options(row)} if row.kind.data in CHOSEN else {})


def _options(row: ItemRow) -> list[dict[str, Any]]:
    """An option keeps its value while it stays in its place; new ones get the next number."""
    th, en = lines_of(row.options_th.data), lines_of(row.options_en.data)
    if len(th or en) < 2:
        row.wrong("options_th", _l("A choice needs two different options or more."))
    if th and en and len(th) != len(en):
        row.wrong("options_en", _l("Write as many lines as in Thai, or none."))
    known = (row.values.data or "").split()
    listed = th or en
    values = [known[n] if n < len(known) else f"o{n + 1}" for n in range(len(listed))]
    return [
        {"value": values[n], "text": _both(th[n] if th else "", en[n] if n < len(en) else "")}
        for n in range(len(listed))
    ]
