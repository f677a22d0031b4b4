"""Which numbers a reader wants to see; it stands in the address."""

from typing import Self

from flask import request
from wtforms import SelectField

from lms.clock import now
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import fiscal_year
from lms.web.forms import Form
from lms.workforce.models import ALWAYS, EVERYWHERE
from lms.workforce.queries import Numbers
from lms.workforce.wording import period_name


class NumbersForm(Form):
    institution = SelectField(_l("Institution"))
    year = SelectField(_l("Fiscal year"))

    @classmethod
    def of(cls, numbers: Numbers) -> Self:
        """What the address asks for; what it cannot ask for is told at the field."""
        this_year = fiscal_year(now())
        form = cls(request.args if request.args else None, year=str(this_year), institution="")
        every = ("", _l("All institutions"))
        form.institution.choices = [every, *((p.code, str(p.name)) for p in numbers.places)]
        years = sorted({this_year, *numbers.years}, reverse=True)
        form.year.choices = [*((str(y), period_name(y)) for y in years), ("all", _l("All years"))]
        if form.institution.data is None:
            form.institution.data = ""
        if form.year.data is None:
            form.year.data = str(this_year)
        form.validate()
        if form.institution.errors:
            form.institution.data = ""
        if form.year.errors:
            form.year.data = str(this_year)
        return form

    def place(self, numbers: Numbers) -> int:
        return next((p.id for p in numbers.places if p.code == self.institution.data), EVERYWHERE)

    @property
    def period(self) -> int:
        return ALWAYS if self.year.data == "all" else int(self.year.data)
