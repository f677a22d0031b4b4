"""The forms of what a person marks: essays and files, with criteria to mark them by."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.authoring.forms.questions import (
    LONGEST_FEEDBACK,
    LONGEST_LINE,
    QuestionForm,
    plain_number,
)
from courses.authoring.forms.rows import Row, listed, rows_of
from courses.quizzes.kinds import QuestionKind
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Length, LongTextField, TextField

TYPES = [
    ("image", _l("Pictures")),
    ("pdf", _l("PDF")),
    ("document", _l("Documents (Word)")),
    ("sheet", _l("Spreadsheets")),
    ("slides", _l("Slides")),
    ("text", _l("Plain text")),
    ("audio", _l("Sound")),
    ("video", _l("Video")),
]
MISSING = _l("A text is missing here.")


class LevelRow(Row):
    PLAIN = ("key",)

    key = HiddenField()
    title = TextField(_l("Level"), [Optional(), Length(120)])
    points = TextField(_l("Points"), [Optional(), Length(10)])
    text = TextField(_l("What shows it"), [Optional(), Length(LONGEST_LINE)])


class CriterionRow(Row):
    PLAIN = ("key", "skill", "levels")

    key = HiddenField()
    skill = HiddenField()
    title = TextField(_l("Criterion"), [Optional(), Length(200)])
    levels = rows_of(LevelRow, _l("Levels"), 3, 6)

    @property
    def is_blank(self) -> bool:
        return super().is_blank and all(entry.form.is_blank for entry in self.levels)


class MarkedByHandForm(QuestionForm):
    ROWS = ("rubric",)

    rubric = rows_of(CriterionRow, _l("Rubric"), 1, 10)
    sample = LongTextField(
        _l("A model answer, for markers only"), [Optional(), Length(LONGEST_FEEDBACK)]
    )

    def own(self) -> dict[str, Any]:
        criteria = [_criterion(e.form) for e in self.rubric if not e.form.is_blank]
        sample = {"sample": self.sample.data} if self.sample.data else {}
        return ({"rubric": criteria} if criteria else {}) | sample

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        rubric = [
            {
                "key": criterion.get("key", ""),
                "skill": criterion.get("skill", ""),
                "title": criterion["title"],
                "levels": [
                    {
                        "key": level.get("key", ""),
                        "title": level["title"],
                        "points": str(level["points"]),
                        "text": level.get("text", ""),
                    }
                    for level in criterion["levels"]
                ],
            }
            for criterion in question.get("rubric", ())
        ]
        return super().typed(question) | {"rubric": rubric, "sample": question.get("sample", "")}


class EssayForm(MarkedByHandForm):
    KIND = QuestionKind.ESSAY

    least_words = IntegerField(_l("At least so many words"), [Optional(), NumberRange(1, 4000)])
    most_words = IntegerField(_l("At most so many words"), [Optional(), NumberRange(1, 4000)])

    def own(self) -> dict[str, Any]:
        limits = {"least_words": self.least_words.data, "most_words": self.most_words.data}
        return super().own() | {name: value for name, value in limits.items() if value}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {
            "least_words": question.get("least_words"),
            "most_words": question.get("most_words"),
        }


class UploadForm(MarkedByHandForm):
    KIND = QuestionKind.UPLOAD

    types = SelectMultipleField(
        _l("Types of files"),
        choices=listed(TYPES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=["image", "pdf", "document"],
    )
    files = IntegerField(
        _l("At most so many files"), [InputRequired(), NumberRange(1, 5)], default=1
    )
    megabytes = IntegerField(
        _l("Largest file, in MB"), [InputRequired(), NumberRange(1, 25)], default=10
    )

    def own(self) -> dict[str, Any]:
        return super().own() | {
            "types": list(self.types.data or []),
            "files": self.files.data,
            "megabytes": self.megabytes.data,
        }

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {
            name: question[name] for name in ("types", "files", "megabytes")
        }


def _criterion(row: CriterionRow) -> dict[str, Any]:
    if not row.title.data:
        row.wrong("title", MISSING)
    levels = []
    for entry in row.levels:
        level = entry.form
        if level.is_blank:
            continue
        if not level.title.data:
            level.wrong("title", MISSING)
        points = plain_number(level.points.data)
        if not points:
            level.wrong("points", _l("Write a number."))
        levels.append(
            {"title": level.title.data or "…", "points": points or "0"}
            | {name: level[name].data for name in ("key", "text") if level[name].data}
        )
    criterion = {"title": row.title.data or "…", "levels": levels}
    return criterion | {name: row[name].data for name in ("key", "skill") if row[name].data}
