"""A survey as a form of ours, made from its data."""

from functools import lru_cache, partial
from types import new_class
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.learning.survey import Question, QuestionKind, Survey
from lms.web.forms import Form, Length, LongTextField

LONGEST = 2000


class SurveyForm(Form):
    @property
    def values(self) -> dict[str, Any]:
        """What was answered, by question; what was left out is not there."""
        return {name: value for name, value in self.data.items() if value not in (None, [])}


@lru_cache(maxsize=200)
def form_of(survey: Survey) -> type[SurveyForm]:
    fields = {question.key: _field(question) for question in survey.questions}
    return new_class("AnswersForm", (SurveyForm,), exec_body=lambda body: body.update(fields))


def _field(question: Question) -> Field:
    needed = InputRequired() if question.required else Optional()
    if question.kind is QuestionKind.TEXT:
        return LongTextField(question.text, [needed, Length(LONGEST)])
    if question.kind is QuestionKind.MULTIPLE:
        return SelectMultipleField(
            question.text,
            [needed],
            choices=partial(_choices, question),
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    return RadioField(question.text, [needed], choices=partial(_choices, question))


def _choices(question: Question) -> list[SelectChoice]:
    """In the reader's language, so made when they are shown."""
    return [SelectChoice(value, str(text)) for value, text in question.options]
