"""What somebody says about a new key."""

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form
from lms.workforce.public import Scope, value_title


class TokenForm(Form):
    name = StringField(_l("What is it for?"), [InputRequired(), Length(max=80)])
    days = IntegerField(_l("Days until it ends"), [InputRequired(), NumberRange(1, 365)])
    scope = SelectField(_l("Numbers it opens"), default="")

    @classmethod
    def of(cls, scope: Scope) -> "TokenForm":
        """With the institutions that this person may see."""
        form = cls.read(days=90)
        every = ("", _l("All that I may see"))
        own = [(code, str(value_title("institution", code))) for code in scope.institutions]
        form.scope.choices = [every, *own]
        return form
