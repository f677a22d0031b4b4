"""What the code lists are called."""

from lms.i18n import lazy_gettext as _l

LISTS = {
    "age_band": _l("Age bands"),
    "dimension": _l("Dimensions of the programme"),
    "disability": _l("Kinds of disability"),
    "document": _l("Kinds of certificate"),
    "education": _l("Levels of education"),
    "employment": _l("Employment status"),
    "firm_size": _l("Sizes of firms"),
    "fund": _l("Fund sources"),
    "income": _l("Income bands"),
    "industry": _l("Divisions of industry"),
    "occupation": _l("Occupations"),
    "programme": _l("Programmes"),
    "sector": _l("Industries"),
    "sex": _l("Sex"),
    "smart_city": _l("Smart city domains"),
    "target_group": _l("Target groups"),
}
