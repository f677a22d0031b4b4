"""What an operator types."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from lms.accounts.public import EmailField
from lms.admin import skill_files
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import KINDS, Institution, InstitutionKind
from lms.reference.models import CodeEntry, Framework, Province
from lms.reference.queries import all_provinces, provinces
from lms.web.forms import DayField, Form, Length, LongTextField, TextField

CODE = Regexp(
    r"^[A-Z][A-Z0-9-]{1,19}$", message=_l("2 to 20 of the letters A–Z, figures and -, e.g. NRRU")
)
ROW_CODE = Regexp(skill_files.CODE, message=skill_files.CODE_WORDS)


class FactorResetForm(Form):
    email = EmailField(_l("E-mail address of the person"), [InputRequired()])
    is_known = BooleanField(
        _l("I have made sure, not by e-mail alone, that this person asks for it"), [InputRequired()]
    )


class InstitutionForm(Form):
    kind = SelectField(_l("Kind"), [InputRequired()])
    province_code = SelectField(_l("Province"), [InputRequired()])
    rank = IntegerField(
        _l("Place in lists"), [InputRequired(), NumberRange(0, 9999, _l("From 0 to 9999."))]
    )
    is_active = BooleanField(_l("Takes part"))
    media_gigabytes = IntegerField(
        _l("Room for files (GB)"),
        [Optional(), NumberRange(0, 100_000, _l("From 0 to 100,000 GB."))],
    )

    def offer(self) -> None:
        self.kind.choices = [(kind.value, str(word)) for kind, word in KINDS.items()]
        self.province_code.choices = [(p.code, str(p.name)) for p in provinces()]

    @classmethod
    def about(cls, institution: Institution) -> "InstitutionForm":
        form = cls(
            kind=institution.kind.value,
            province_code=institution.province_code,
            rank=institution.rank,
            is_active=institution.is_active,
            media_gigabytes=institution.media_quota and institution.media_quota >> 30,
        )
        form.offer()
        return form

    @property
    def values(self) -> dict[str, Any]:
        gigabytes = self.media_gigabytes.data
        return {
            "media_quota": None if gigabytes is None else gigabytes << 30,
            "kind": InstitutionKind(self.kind.data),
            "province_code": self.province_code.data,
            "rank": self.rank.data,
            "is_active": self.is_active.data,
        }


class NewInstitutionForm(InstitutionForm):
    code = TextField(_l("Code"), [InputRequired(), CODE])
    name_th = TextField(_l("Name in Thai"), [InputRequired(), Length(200)])
    name_en = TextField(_l("Name in English"), [InputRequired(), Length(200)])
    short_th = TextField(_l("Short name in Thai"), [InputRequired(), Length(60)])
    short_en = TextField(_l("Short name in English"), [InputRequired(), Length(60)])

    @classmethod
    def empty(cls) -> "NewInstitutionForm":
        form = cls(rank=100, is_active=True)
        form.offer()
        return form

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {
            "code": self.code.data,
            "name": Localised(self.name_th.data or "", self.name_en.data or ""),
            "short_name": Localised(self.short_th.data or "", self.short_en.data or ""),
        }


BRAND = ("product_name", "programme", "headline", "introduction", "dpo_contact")


class ProvinceForm(Form):
    product_name_th = TextField(_l("Name of the platform in Thai"), [InputRequired(), Length(60)])
    product_name_en = TextField(
        _l("Name of the platform in English"), [InputRequired(), Length(60)]
    )
    programme_th = TextField(_l("Programme in Thai"), [InputRequired(), Length(120)])
    programme_en = TextField(_l("Programme in English"), [InputRequired(), Length(120)])
    headline_th = TextField(_l("Headline in Thai"), [InputRequired(), Length(160)])
    headline_en = TextField(_l("Headline in English"), [InputRequired(), Length(160)])
    introduction_th = LongTextField(_l("Introduction in Thai"), [InputRequired(), Length(500)])
    introduction_en = LongTextField(_l("Introduction in English"), [InputRequired(), Length(500)])
    contact_email = EmailField(_l("E-mail for questions"), [InputRequired()])
    dpo_contact_th = TextField(
        _l("Data protection officer, in Thai"), [InputRequired(), Length(200)]
    )
    dpo_contact_en = TextField(
        _l("Data protection officer, in English"), [InputRequired(), Length(200)]
    )
    is_home = BooleanField(_l("This copy wears the name of this province"))

    @classmethod
    def about(cls, province: Province) -> "ProvinceForm":
        texts = {name: getattr(province, name) for name in BRAND}
        return cls(
            **{f"{name}_th": text.th for name, text in texts.items()},
            **{f"{name}_en": text.en for name, text in texts.items()},
            contact_email=province.contact_email,
            is_home=province.is_home,
        )

    @property
    def values(self) -> dict[str, Any]:
        texts = {
            name: Localised(self._fields[f"{name}_th"].data, self._fields[f"{name}_en"].data)
            for name in BRAND
        }
        return texts | {"contact_email": self.contact_email.data, "is_home": self.is_home.data}


class NewProvinceForm(ProvinceForm):
    code = SelectField(_l("Province"), [InputRequired()])

    @classmethod
    def empty(cls) -> "NewProvinceForm":
        form = cls()
        taken = {p.code for p in provinces()}
        names = [(code, str(name)) for code, name in all_provinces() if code not in taken]
        form.code.choices = sorted(names, key=lambda choice: choice[1])
        return form

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"code": self.code.data}


class EntryForm(Form):
    title_th = TextField(_l("Name in Thai"), [InputRequired(), Length(300)])
    title_en = TextField(_l("Name in English"), [InputRequired(), Length(300)])
    position = IntegerField(
        _l("Place in the list"), [InputRequired(), NumberRange(0, 99999, _l("From 0 to 99999."))]
    )
    valid_to = DayField(_l("Retired after"), [Optional()])

    @classmethod
    def about(cls, entry: CodeEntry) -> "EntryForm":
        return cls(
            title_th=entry.title.th,
            title_en=entry.title.en,
            position=entry.position,
            valid_to=entry.valid_to,
        )

    @property
    def values(self) -> dict[str, Any]:
        return {
            "title": Localised(self.title_th.data or "", self.title_en.data or ""),
            "position": self.position.data,
            "valid_to": self.valid_to.data,
        }


class NewEntryForm(EntryForm):
    code = TextField(_l("Code"), [InputRequired(), ROW_CODE])

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"code": self.code.data}


class SkillForm(Form):
    code = TextField(_l("Code"), [InputRequired(), ROW_CODE])
    title_th = TextField(_l("Name in Thai"), [InputRequired(), Length(300)])
    title_en = TextField(_l("Name in English"), [InputRequired(), Length(300)])

    @property
    def values(self) -> dict[str, Any]:
        title = Localised(self.title_th.data or "", self.title_en.data or "")
        return {"code": self.code.data, "title": title}


class FrameworkForm(SkillForm):
    source = TextField(_l("Source"), [InputRequired(), Length(300)])

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"source": self.source.data}


class FrameworkChangeForm(Form):
    title_th = TextField(_l("Name in Thai"), [InputRequired(), Length(300)])
    title_en = TextField(_l("Name in English"), [InputRequired(), Length(300)])
    source = TextField(_l("Source"), [InputRequired(), Length(300)])
    valid_to = DayField(_l("In force until"), [Optional()])
    replaced_by = SelectField(_l("Replaced by"), [Optional()], default="")

    @classmethod
    def about(cls, framework: Framework, others: Iterable[Framework]) -> "FrameworkChangeForm":
        form = cls(
            title_th=framework.title.th,
            title_en=framework.title.en,
            source=framework.source,
            valid_to=framework.valid_to,
            replaced_by=framework.replaced_by or "",
        )
        listed = [(other.code, f"{other.title} ({other.code})") for other in others]
        form.replaced_by.choices = [("", _("Not replaced")), *listed]
        return form

    @property
    def values(self) -> dict[str, Any]:
        return {
            "title": Localised(self.title_th.data or "", self.title_en.data or ""),
            "source": self.source.data,
            "valid_to": self.valid_to.data,
            "replaced_by": self.replaced_by.data,
        }


class RelationForm(Form):
    """Two skills that correspond: the code of one here, and `framework:code`."""

    skill = TextField(_l("Code of the skill of this framework"), [InputRequired(), Length(40)])
    other = TextField(_l("Corresponds to"), [InputRequired(), Length(300)])
    choice = TextField(_l("Corresponds to"), [Optional(), Length(81)])


class SkillFileForm(Form):
    file = FileField(_l("CSV file"))
