"""What is the same in every question, and what is said about it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from courses.authoring.forms.rows import RowForm, listed
from courses.quizzes.kinds import BadQuestion, QuestionKind
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits
from lms.web.forms import Length, LongTextField, TextField

LONGEST_TEXT, LONGEST_LINE, LONGEST_FEEDBACK = 5000, 500, 2000
DIFFICULTIES = [("easy", _l("Easy")), ("medium", _l("Medium")), ("hard", _l("Hard"))]
PICTURED = ("image_media", "image_alt")
ABOUT = ("title", "tags", "skill", "difficulty")


class AboutForm(RowForm):
    """How a question is found."""

    title = TextField(_l("Short name"), [Optional(), Length(200)])
    tags = StringField(_l("Tags"), [Optional(), Length(1000)])
    skill = SelectField(_l("Skill"), [Optional()], validate_choice=False, default="")
    difficulty = SelectField(_l("Difficulty"), choices=listed(DIFFICULTIES), default="medium")

    @property
    def about(self) -> dict[str, Any]:
        return {
            "title": self.title.data or "",
            "tags": split_tags(self.tags.data or ""),
            "skill_id": _skill_id(self.skill.data or ""),
            "difficulty": self.difficulty.data,
        }


def _skill_id(text: str) -> int | None:
    """0, which no skill has, for what is none."""
    return (int(text) if re.fullmatch("[0-9]{1,18}", text) else 0) if text else None


class QuestionForm(AboutForm):
    """A question as its author types it; `described` is what `questions.split` takes."""

    KIND: QuestionKind
    ROWS: tuple[str, ...] = ()

    text = LongTextField(_l("What is asked"), [InputRequired(), Length(LONGEST_TEXT)])
    image_media = SelectField(_l("Picture"), [Optional()], validate_choice=False, default="")
    image_alt = TextField(_l("What the picture shows, in words"), [Optional(), Length(300)])
    feedback = LongTextField(
        _l("Explanation for everybody, after answering"), [Optional(), Length(LONGEST_FEEDBACK)]
    )
    points = DecimalField(_l("Points"), [InputRequired(), NumberRange(0.01, 100)], default=1)
    note = TextField(_l("Where it comes from"), [Optional(), Length(200)])

    def described(self, pictures: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
        """The question in the form of data; `pictures` are the sizes of those it may use."""
        question: dict[str, Any] = {
            "kind": self.KIND.value,
            "text": self.text.data or "",
            **self.picture(pictures),
            **self.own(),
        }
        if self.feedback.data:
            question["feedback"] = self.feedback.data
        return question

    def own(self) -> dict[str, Any]:
        """What this kind asks for."""
        return {}

    def picture(self, pictures: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
        chosen = self.image_media.data or ""
        if not chosen:
            return {}
        if chosen not in pictures:
            raise BadQuestion(_l("Choose one of the list."), field="image_media")
        if not self.image_alt.data:
            raise BadQuestion(
                _l("Say in words what the picture shows, for those who cannot see it."),
                field="image_alt",
            )
        width, height = pictures[chosen]
        return {
            "image": {
                "media": chosen,
                "alt": self.image_alt.data,
                "width": width,
                "height": height,
            }
        }

    @classmethod
    def typed(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        """The other way: what stands in the fields for a question that is there already."""
        image = question.get("image") or {}
        return {
            "text": question["text"],
            "image_media": image.get("media", ""),
            "image_alt": image.get("alt", ""),
            "feedback": question.get("feedback", ""),
        }


def split_tags(text: str) -> list[str]:
    """Tags are typed between commas, of either script."""
    for sign in ("،", "、", ";", "\n", "#"):
        text = text.replace(sign, ",")
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def plain_number(text: Any) -> str:
    """Thai digits, thousands and the long minus are typed as people write them."""
    return arabic_digits(str(text or "")).replace(",", "").replace("\u2212", "-").strip()


def free_key(taken: Sequence[str]) -> str:
    """a, b, c … that no other row has."""
    keys = (*"abcdefghijklmnopqrstuvwxyz", *(f"o{n}" for n in range(100)))
    return next(str(key) for key in keys if key not in taken)
