"""What an export was about, in words."""

from collections.abc import Mapping

from lms.i18n import gettext as _
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.values import value_title


def filters_in_words(filters: Mapping[str, str]) -> str:
    """District of residence: Pak Chong · Course: …."""
    told = [f"{DIMENSIONS[name].title}: {value_title(name, v)}" for name, v in filters.items()]
    return " · ".join(told) or _("everybody who agreed")
