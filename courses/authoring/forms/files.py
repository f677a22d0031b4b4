"""What people say about a file."""

from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import SelectField
from wtforms.validators import InputRequired

from courses.content.licences import LICENCES
from courses.content.models import Media
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, TextField


class UploadForm(Form):
    file = MultipleFileField(_l("Files"), [InputRequired()])


class ReplaceForm(Form):
    file = FileField(_l("New version of the file"), [InputRequired()])


class FileForm(Form):
    name = TextField(_l("Name"), [InputRequired(), Length(180)])
    alt_th = TextField(_l("Alternative text in Thai"), [Length(300)])
    alt_en = TextField(_l("Alternative text in English"), [Length(300)])
    licence = SelectField(_l("Licence"))
    credit = TextField(_l("Author or source"), [Length(300)])

    @classmethod
    def about(cls, media: Media) -> "FileForm":
        form = cls(
            name=media.name.rpartition(".")[0] or media.name,
            alt_th=media.alt.th,
            alt_en=media.alt.en,
            licence=media.licence,
            credit=media.credit,
        )
        known = [(code, str(words)) for code, words in LICENCES.items()]
        form.licence.choices = [("", _("Not said yet")), *known]
        return form

    @property
    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "alt": Localised(self.alt_th.data or "", self.alt_en.data or ""),
            "licence": self.licence.data or "",
            "credit": self.credit.data or "",
        }
