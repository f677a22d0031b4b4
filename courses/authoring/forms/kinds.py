"""The question forms of choices, words, numbers, pairs and orders."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Optional

from courses.authoring.forms.questions import (
    LONGEST_FEEDBACK,
    LONGEST_LINE,
    QuestionForm,
    free_key,
    lines_of,
    plain_number,
)
from courses.authoring.forms.rows import Row, listed, rows_of
from courses.quizzes.kinds import QuestionKind
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Length, LongTextField, TextField

MISSING = _l("A text is missing here.")


class OptionRow(Row):
    PLAIN = ("key",)

    key = HiddenField()
    text = TextField(_l("Text"), [Optional(), Length(LONGEST_LINE)])
    correct = BooleanField(_l("Right"))
    feedback = TextField(
        _l("Explanation, when it is chosen"), [Optional(), Length(LONGEST_FEEDBACK)]
    )


class ChoiceForm(QuestionForm):
    ROWS = ("options",)

    options = rows_of(OptionRow, _l("Options"), 4, 12)

    def own(self) -> dict[str, Any]:
        rows = [entry.form for entry in self.options if not entry.form.is_blank]
        keys: list[str] = []
        options = []
        for row in rows:
            if not row.text.data:
                row.wrong("text", MISSING)
            key = row.key.data or ""
            if not (key.isalnum() and key.isascii() and len(key) <= 8) or key in keys:
                key = free_key([*keys, *(other.key.data or "" for other in rows)])
            keys.append(key)
            options.append(
                {"key": key, "text": row.text.data or "…"}
                | ({"correct": True} if row.correct.data else {})
                | ({"feedback": row.feedback.data} if row.feedback.data else {})
            )
        return {"options": options}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"options": [dict(o) for o in question["options"]]}


class SingleForm(ChoiceForm):
    KIND = QuestionKind.SINGLE


class MultipleForm(ChoiceForm):
    KIND = QuestionKind.MULTIPLE


class TrueFalseForm(QuestionForm):
    KIND = QuestionKind.TRUE_FALSE

    answer = RadioField(
        _l("The statement is"),
        [InputRequired()],
        choices=listed([("true", _l("True")), ("false", _l("False"))]),
    )

    def own(self) -> dict[str, Any]:
        return {"answer": self.answer.data == "true"}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"answer": "true" if question["answer"] else "false"}


class ShortForm(QuestionForm):
    KIND = QuestionKind.SHORT

    accept = LongTextField(_l("Accepted answers"), [InputRequired(), Length(LONGEST_FEEDBACK)])

    def own(self) -> dict[str, Any]:
        return {"accept": lines_of(self.accept.data)}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"accept": "\n".join(question["accept"])}


class NumericForm(QuestionForm):
    KIND = QuestionKind.NUMERIC

    answer = TextField(_l("Right answer"), [InputRequired(), Length(40)])
    tolerance = TextField(_l("Tolerance (±)"), [Optional(), Length(40)], default="0")
    unit_th = TextField(_l("Unit in Thai"), [Optional(), Length(40)])
    unit_en = TextField(_l("Unit in English"), [Optional(), Length(40)])

    def own(self) -> dict[str, Any]:
        unit = {"th": self.unit_th.data or "", "en": self.unit_en.data or ""}
        number = {
            "answer": plain_number(self.answer.data),
            "tolerance": plain_number(self.tolerance.data) or "0",
        }
        return number | ({"unit": unit} if any(unit.values()) else {})

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        unit = question.get("unit") or {}
        if not isinstance(unit, Mapping):
            unit = {"th": str(unit)}
        return super().typed(question) | {
            "answer": str(question["answer"]),
            "tolerance": str(question.get("tolerance", 0)),
            "unit_th": unit.get("th", ""),
            "unit_en": unit.get("en", ""),
        }


class PairRow(Row):
    left = TextField(_l("Left"), [Optional(), Length(LONGEST_LINE)])
    right = TextField(_l("Right side"), [Optional(), Length(LONGEST_LINE)])


class MatchingForm(QuestionForm):
    KIND = QuestionKind.MATCHING
    ROWS = ("pairs",)

    pairs = rows_of(PairRow, _l("Pairs"), 4, 12)

    def own(self) -> dict[str, Any]:
        rows = [entry.form for entry in self.pairs if not entry.form.is_blank]
        for row in rows:
            for name in ("left", "right"):
                if not row[name].data:
                    row.wrong(name, MISSING)
        return {"pairs": [{"left": r.left.data or "…", "right": r.right.data or "…"} for r in rows]}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"pairs": [dict(pair) for pair in question["pairs"]]}


class ItemRow(Row):
    text = TextField(_l("Item"), [Optional(), Length(LONGEST_LINE)])


class OrderingForm(QuestionForm):
    KIND = QuestionKind.ORDERING
    ROWS = ("items",)

    items = rows_of(ItemRow, _l("Items in the right order"), 4, 12)

    def own(self) -> dict[str, Any]:
        return {"items": [e.form.text.data for e in self.items if not e.form.is_blank]}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"items": [{"text": item} for item in question["items"]]}
