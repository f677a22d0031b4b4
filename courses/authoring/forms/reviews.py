"""What authors, reviewers and agencies may type about a draft."""

from collections.abc import Sequence
from typing import Self

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from lms.accounts.public import User
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.web.forms import DateTimeLocalField, Form, Length, LongTextField


class AskForm(Form):
    reviewer = SelectField(_l("Who looks it over"), coerce=int, default=0)
    message = LongTextField(_l("What the reviewer should know"), [Length(2000)])

    @classmethod
    def to(cls, people: Sequence[User]) -> Self:
        form = cls.read()
        anybody = (0, _("Whoever reviews this course"))
        form.reviewer.choices = [anybody, *((p.id, str(p.display_name)) for p in people)]
        return form


class DecideForm(Form):
    step = HiddenField(validators=[InputRequired()])
    verdict = HiddenField(validators=[InputRequired()])
    reason = LongTextField(_l("What you have to say"), [Length(4000)])


class PublishForm(Form):
    note = LongTextField(_l("What is new, in a sentence or two"), [Length(1000)])


class PlanForm(Form):
    publish_at = DateTimeLocalField(_l("Publish at (Bangkok time)"), [InputRequired()])
    note = LongTextField(_l("What is new, in a sentence or two"), [Length(1000)], id="plan_note")


class EndorseForm(Form):
    agency = SelectField(_l("Agency"))
    message = LongTextField(
        _l("Why the agency should endorse it"), [Length(2000)], id="endorse_message"
    )

    @classmethod
    def of(cls, agencies: Sequence[Institution]) -> Self:
        form = cls.read()
        form.agency.choices = [(a.code, str(a.name)) for a in agencies]
        return form


class CommentForm(Form):
    text = LongTextField(_l("Comment"), [InputRequired(), Length(4000)])
    quote = LongTextField(_l("Passage it is about"), [Length(600)])
    prefix = HiddenField(validators=[Length(400)])
    suffix = HiddenField(validators=[Length(400)])


class ReplyForm(Form):
    text = LongTextField(_l("Reply"), [InputRequired(), Length(4000)])
