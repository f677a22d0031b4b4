"""The 13-digit number of an organisation (เลขทะเบียนนิติบุคคล), with its check digit. Pure."""

import re

from stdnum.th import moa

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits, normalise


class BadJuristicNumber(DomainError):
    field = "juristic_id"
    message = _l("This is not the 13-digit number of an organisation: check each digit.")


class PersonalNumber(BadJuristicNumber):
    message = _l(
        "This is the number of a person, not of an organisation, whose number begins with 0."
    )


def clean(typed: str) -> str:
    """13 digits out of what was typed with spaces, dashes or Thai digits; refuses wrong ones."""
    digits = re.sub(r"[\s\-–.]", "", arabic_digits(normalise(typed)))
    if not re.fullmatch(r"[0-9]{13}", digits) or moa.calc_check_digit(digits) != digits[12]:
        raise BadJuristicNumber
    if not moa.is_valid(digits):
        raise PersonalNumber
    return digits
