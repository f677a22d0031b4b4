"""The terms of a quiz, and the blueprint it is drawn by."""

from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.authoring.forms.questions import DIFFICULTIES
from courses.authoring.forms.rows import Row, RowForm, listed, rows_of
from courses.authoring.question_wording import LEVELS, REVIEWS, ROLES
from courses.quizzes.blueprints import MOST_EACH, MOST_ROWS
from courses.quizzes.blueprints import Row as Wanted
from courses.quizzes.models import QuizRole
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise
from lms.web.forms import Form

MANY = 10_000


class TermsForm(Form):
    role = RadioField(
        _l("What it is for"),
        [InputRequired()],
        choices=listed((role.value, words) for role, words in ROLES.items()),
    )
    pass_percent = IntegerField(_l("Pass mark"), [Optional(), NumberRange(0, 100)])
    attempts = IntegerField(_l("Attempts"), [Optional(), NumberRange(1, 100)])
    minutes = IntegerField(_l("Time limit"), [Optional(), NumberRange(1, 600)])
    shuffle = BooleanField(_l("Ask questions and options in another order each time"))
    review = RadioField(
        _l("Right answers and explanations are shown"),
        [InputRequired()],
        choices=listed((when.value, words) for when, words in REVIEWS.items()),
    )
    outcomes = SelectMultipleField(
        _l("Outcomes that it assesses"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
        choices=[],
    )

    def check(self) -> bool:
        """A test that is passed or failed has a mark to pass."""
        if self.role.data == QuizRole.POST_TEST and self.pass_percent.data is None:
            self.refuse("pass_percent", str(_l("A post-test needs a pass mark.")))
            return False
        return True

    @property
    def terms(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if name != "outcomes"}


class BlueprintRow(Row):
    PLAIN = ("difficulty", "count")

    tag = StringField(_l("Tag"), [Optional()])
    difficulty = SelectField(
        _l("Difficulty"), choices=listed([("", _l("Every difficulty")), *DIFFICULTIES]), default=""
    )
    count = IntegerField(_l("Questions"), [Optional(), NumberRange(1, MOST_EACH)])


class BlueprintForm(RowForm):
    wanted = rows_of(BlueprintRow, _l("Blueprint"), 2, MOST_ROWS)
    levels = SelectMultipleField(
        _l("Out of the banks of"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=listed(LEVELS.items()),
        default=["course"],
    )
    partner = SelectField(_l("Its parallel form"), [Optional()], validate_choice=False, default="")

    @property
    def rows(self) -> list[Wanted]:
        """Rows with a number; the others ask for nothing."""
        return [
            Wanted(
                entry.form.count.data,
                normalise(entry.form.tag.data or "").casefold(),
                entry.form.difficulty.data or "",
            )
            for entry in self.wanted
            if entry.form.count.data
        ]
