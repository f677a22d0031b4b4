"""The lists that a person chooses from."""

import geothai
from wtforms.fields.choices import SelectChoice

from lms.caching import Cache
from lms.i18n import Localised, current_locale
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import queries as reference

RELATIONS = {
    "mother": _l("Mother"),
    "father": _l("Father"),
    "guardian": _l("Legal guardian"),
    "other": _l("Other person who has custody"),
}
ACCESS_NEEDS = {
    "large_text": _l("Large text"),
    "captions": _l("Captions for sound"),
    "screen_reader": _l("Works with a screen reader"),
    "sign_language": _l("Sign language on site"),
    "wheelchair": _l("A place for a wheelchair on site"),
    "more_time": _l("More time in tests"),
}
_places: Cache[tuple[str, str], list[SelectChoice]] = Cache(160)


def relations() -> list[SelectChoice]:
    return [_open(), *(SelectChoice(code, str(title)) for code, title in RELATIONS.items())]


def access_needs() -> list[SelectChoice]:
    return [SelectChoice(code, str(title)) for code, title in ACCESS_NEEDS.items()]


def of(list_name: str) -> list[SelectChoice]:
    """One code list, after an empty line."""
    return [_open(), *(SelectChoice(c, str(t)) for c, t in reference.choices(list_name))]


def occupations() -> list[SelectChoice]:
    """The 2-digit groups of ISCO under their 1-digit headings."""
    rows = reference.entries("occupation")
    headings = {row.code: str(row.title) for row in rows if row.attributes.get("level") == "1"}
    groups = [row for row in rows if row.attributes.get("level") == "2"]
    return [
        _open(),
        *(
            SelectChoice(row.code, str(row.title), optgroup=headings.get(row.parent_code or ""))
            for row in sorted(groups, key=lambda row: row.code)
        ),
    ]


def firm_sizes() -> list[SelectChoice]:
    """With the number of employees, because nobody knows the words of the law."""
    kinds = {"manufacturing": _("Manufacturing"), "service_trade": _("Services and trade")}
    choices = [_open()]
    for row in reference.entries("firm_size"):
        least, most = row.attributes.get("min_employees"), row.attributes.get("max_employees")
        people = _("%(least)s–%(most)s people", least=least, most=most)
        if not most:
            people = _("%(least)s people or more", least=least)
        kind = kinds.get(row.attributes.get("sector", ""))
        choices.append(SelectChoice(row.code, f"{people} · {row.title.th}", optgroup=kind))
    return choices


def provinces() -> list[SelectChoice]:
    return [_open(), *(SelectChoice(code, str(name)) for code, name in reference.all_provinces())]


def places(province_code: str | None) -> list[SelectChoice]:
    """Districts of a province, each with its sub-districts: a code of four or six figures."""
    if province_code not in {code for code, _name in reference.all_provinces()}:
        return [_open()]
    key = (str(province_code), current_locale())
    return [_open(), *_places.get(key, lambda: _places_of(key[0]))]


def _places_of(province_code: str) -> list[SelectChoice]:
    choices = []
    for code, name in reference.districts(province_code):
        whole = _("%(district)s (whole district)", district=name)
        choices.append(SelectChoice(code, whole, optgroup=str(name)))
        for sub in geothai.subdistricts(code):
            title = Localised(sub.name_th, sub.name_en)
            choices.append(SelectChoice(str(sub.code), str(title), optgroup=str(name)))
    return choices


def _open() -> SelectChoice:
    return SelectChoice("", "–")
