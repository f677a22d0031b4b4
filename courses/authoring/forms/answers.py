"""What a marker gives for one answer."""

from wtforms import DecimalField
from wtforms.validators import Optional

from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, LongTextField, TextField


class AnswerForm(Form):
    points = DecimalField(_l("Points"), [Optional()])
    comment = LongTextField(_l("What you say to the learner"), [Optional(), Length(4000)])
    reason = TextField(_l("Why the mark changes"), [Optional(), Length(300)])
