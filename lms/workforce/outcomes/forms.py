"""The questions as a form of ours, made from their data."""

from functools import cache, partial
from types import new_class
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import queries as reference
from lms.web.forms import Form, Length, LongTextField
from lms.workforce.outcomes.questions import Question, sheet

LONGEST = 1000
UNSAID = "na"


@cache
def outcome_form() -> type[Form]:
    """Built once; its words are chosen when they are shown."""
    asked = sheet()
    fields: dict[str, Field] = {question.key: _choice(question) for question in asked.questions}
    fields["income_band"] = SelectField(asked.income_band, [Optional()], choices=_bands)
    fields["income_consent"] = BooleanField(asked.consent)
    fields["comment"] = LongTextField(asked.comment, [Optional(), Length(LONGEST)])
    return new_class("OutcomeForm", (Form,), exec_body=lambda body: body.update(fields))


def _choice(question: Question) -> Field:
    needed = InputRequired(_l("Choose one answer.")) if question.required else Optional()
    return RadioField(question.text, [needed], choices=partial(_options, question))


def _options(question: Question) -> list[SelectChoice]:
    return [SelectChoice(value, str(text)) for value, text in question.options]


def _bands() -> list[SelectChoice]:
    bands: list[tuple[str, Any]] = [("", _("I do not say")), *reference.choices("income")]
    return [SelectChoice(value, str(text)) for value, text in bands if value != UNSAID]
