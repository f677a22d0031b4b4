"""The form of a text with gaps."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField
from wtforms.validators import Optional

from courses.authoring.forms.questions import (
    LONGEST_FEEDBACK,
    QuestionForm,
    lines_of,
    plain_number,
)
from courses.authoring.forms.rows import Row, listed, rows_of
from courses.quizzes.kinds import QuestionKind
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Length, LongTextField, TextField


class GapRow(Row):
    PLAIN = ("key", "kind", "points", "tolerance")

    key = TextField(_l("Gap"), [Optional(), Length(8)])
    kind = SelectField(
        _l("Kind of gap"),
        choices=listed(
            [
                ("short", _l("Word or name")),
                ("numeric", _l("A number")),
                ("choice", _l("Choice from a list")),
            ]
        ),
        default="short",
    )
    answers = LongTextField(_l("Right answers"), [Optional(), Length(LONGEST_FEEDBACK)])
    others = LongTextField(_l("Wrong options"), [Optional(), Length(LONGEST_FEEDBACK)])
    tolerance = TextField(_l("Tolerance (±)"), [Optional(), Length(40)], default="0")
    points = TextField(_l("Weight"), [Optional(), Length(10)], default="1")
    feedback = TextField(_l("Explanation"), [Optional(), Length(LONGEST_FEEDBACK)])


class ClozeForm(QuestionForm):
    KIND = QuestionKind.CLOZE
    ROWS = ("gaps",)

    gaps = rows_of(GapRow, _l("Gaps"), 2, 20)

    def own(self) -> dict[str, Any]:
        gaps = []
        for number, entry in enumerate(self.gaps, start=1):
            row = entry.form
            if row.is_blank:
                continue
            if not row.key.data:
                row.key.data = str(number)
            gaps.append(_gap(row))
        return {"gaps": gaps}

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {"gaps": [_typed_gap(gap) for gap in question["gaps"]]}


def _gap(row: GapRow) -> dict[str, Any]:
    right = lines_of(row.answers.data)
    if not right:
        row.wrong("answers", _l("Give at least one accepted answer."))
        right = ["…"]
    gap: dict[str, Any] = {"key": row.key.data, "kind": row.kind.data}
    if row.kind.data == "numeric":
        gap |= {
            "answer": plain_number(right[0]),
            "tolerance": plain_number(row.tolerance.data) or "0",
        }
    elif row.kind.data == "choice":
        wrong = lines_of(row.others.data)
        if not wrong:
            row.wrong("others", _l("Give at least one wrong option."))
            wrong = ["… "]
        gap["options"] = [
            {"key": chr(ord("a") + n), "text": text} | ({"correct": True} if n == 0 else {})
            for n, text in enumerate([right[0], *wrong])
        ]
    else:
        gap["accept"] = right
    gap["points"] = plain_number(row.points.data) or "1"
    return gap | ({"feedback": row.feedback.data} if row.feedback.data else {})


def _typed_gap(gap: Mapping[str, Any]) -> dict[str, Any]:
    options = gap.get("options") or []
    if gap["kind"] == "numeric":
        answers = [str(gap["answer"])]
    elif gap["kind"] == "choice":
        answers = [str(o["text"]) for o in options if o.get("correct")]
    else:
        answers = [str(a) for a in gap["accept"]]
    return {
        "key": gap["key"],
        "kind": gap["kind"],
        "answers": "\n".join(answers),
        "others": "\n".join(str(o["text"]) for o in options if not o.get("correct")),
        "tolerance": str(gap.get("tolerance", 0)),
        "points": str(gap.get("points", 1)),
        "feedback": gap.get("feedback", ""),
    }
