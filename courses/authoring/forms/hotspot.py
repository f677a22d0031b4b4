"""The form of places on a picture; a script draws them, plain numbers do as well."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from courses.authoring.forms.questions import LONGEST_FEEDBACK, QuestionForm
from courses.authoring.forms.rows import Row, listed, rows_of
from courses.quizzes.kinds import BadQuestion, QuestionKind
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits
from lms.web.forms import Length, TextField

NUMBER = re.compile(r"\d{1,4}", re.ASCII)


class RegionRow(Row):
    PLAIN = ("key", "shape")

    key = HiddenField()
    shape = SelectField(
        _l("Shape"),
        choices=listed(
            [
                ("rect", _l("Rectangle")),
                ("circle", _l("Circle")),
                ("polygon", _l("Polygon")),
            ]
        ),
        default="rect",
    )
    at = TextField(_l("Place, in thousandths"), [Optional(), Length(400)])
    correct = BooleanField(_l("Right"))
    label = TextField(_l("In words"), [Optional(), Length(200)])
    feedback = TextField(_l("Explanation"), [Optional(), Length(LONGEST_FEEDBACK)])


class HotspotForm(QuestionForm):
    KIND = QuestionKind.HOTSPOT
    ROWS = ("regions",)

    picks = IntegerField(_l("Places to find"), [InputRequired(), NumberRange(1, 20)], default=1)
    regions = rows_of(RegionRow, _l("Places"), 1, 20)

    def picture(self, pictures: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
        if not self.image_media.data:
            raise BadQuestion(_l("The question needs a picture."), field="image_media")
        return super().picture(pictures)

    def own(self) -> dict[str, Any]:
        rows = [entry.form for entry in self.regions if not entry.form.is_blank]
        return {
            "picks": self.picks.data or 1,
            "regions": [_region(row, number) for number, row in enumerate(rows, start=1)],
        }

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        return super().typed(question) | {
            "picks": question.get("picks", 1),
            "regions": [
                {
                    "key": region.get("key", ""),
                    "shape": region["shape"],
                    "at": _written(region["shape"], region["at"]),
                    "correct": region.get("correct", False),
                    "label": region.get("label", ""),
                    "feedback": region.get("feedback", ""),
                }
                for region in question["regions"]
            ],
        }


def _region(row: RegionRow, number: int) -> dict[str, Any]:
    numbers = [int(n) for n in NUMBER.findall(arabic_digits(row.at.data or ""))]
    wanted = {"rect": 4, "circle": 3}.get(row.shape.data)
    polygon = wanted is None
    if (polygon and (len(numbers) < 6 or len(numbers) % 2)) or (wanted not in (None, len(numbers))):
        row.wrong("at", HOW_TO[row.shape.data if row.shape.data in HOW_TO else "rect"])
        return {"shape": "rect", "at": [0, 0, 1, 1], "correct": bool(row.correct.data)}
    at: list[Any] = numbers
    if polygon:
        at = [list(corner) for corner in zip(numbers[::2], numbers[1::2], strict=True)]
    region = {"key": row.key.data or f"r{number}", "shape": row.shape.data, "at": at}
    region |= {"correct": bool(row.correct.data)}
    return region | {name: row[name].data for name in ("label", "feedback") if row[name].data}


HOW_TO = {
    "rect": _l("A rectangle is four numbers: left, top, width, height (0 to 1000)."),
    "circle": _l("A circle is three numbers: across, down, radius (0 to 1000)."),
    "polygon": _l("A polygon is two numbers for each corner: across, down (0 to 1000)."),
}


def _written(shape: str, at: Any) -> str:
    if shape == "polygon":
        return "; ".join(f"{x}, {y}" for x, y in at)
    return ", ".join(str(n) for n in at)
