"""The details of a course in words, for whoever compares two versions."""

from decimal import Decimal
from typing import Any

from courses.catalogue.listing import LABELS
from courses.content.licences import LICENCES
from courses.enrolment.forms import MODES, PACES
from lms.i18n import Localised, current_locale, dates
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import title

NAMES = {
    "title": _l("Course title"),
    "summary": _l("Summary"),
    "outcomes": _l("Outcomes"),
    "level": _l("Level"),
    "hours": _l("Hours"),
    "language": _l("Language"),
    "mode": _l("Mode"),
    "pace": _l("Pace"),
    "document": _l("Document"),
    "cover": _l("Cover"),
    "colour": _l("Colour of the cover"),
    "partners": _l("Partners"),
    "dimensions": _l("Dimensions"),
    "target_groups": _l("Target groups"),
    "smart_city_domains": _l("Smart city domains"),
    "skills": _l("Skills"),
    "licence": _l("Licence"),
    "source": _l("Source"),
    "role": _l("Role"),
    "pass_percent": _l("Pass mark"),
    "attempts": _l("Attempts"),
    "minutes": _l("Time limit"),
    "shuffle": _l("Questions in another order for everybody"),
    "review": _l("When answers are shown"),
}
LISTS = {
    "dimensions": "dimension",
    "target_groups": "target_group",
    "smart_city_domains": "smart_city",
}
LANGUAGES = {"th": _l("Thai"), "en": _l("English")}
WORDS = {
    "pre_test": _l("Pre-test"),
    "post_test": _l("Post-test"),
    "practice": _l("Practice"),
    "submitted": _l("After each attempt"),
    "passed": _l("When it is passed"),
    "never": _l("Never"),
}


def name_of(detail: str) -> str:
    return str(NAMES.get(detail, detail))


def values_of(detail: str, value: Any) -> list[str]:
    """One line for each thing it says; no line where it says nothing."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, list):
        return [_one(detail, item) for item in value]
    return [_one(detail, value)]


def _one(detail: str, value: Any) -> str:
    if detail in LISTS:
        return str(title(LISTS[detail], value))
    if isinstance(value, dict):
        if set(value) <= {"th", "en"}:
            return " · ".join(filter(None, (value.get("th"), value.get("en"))))
        return str(Localised.of(value.get("title")) or value.get("code") or "")
    if isinstance(value, bool):
        return str(_l("Yes") if value else _l("No"))
    return _word(detail, value)


def _word(detail: str, value: Any) -> str:
    match detail:
        case "level":
            return str(LABELS["level"].get(value, value))
        case "mode" | "pace":
            words = [*MODES.items(), *PACES.items()]
            return str(next((said for key, said in words if key == value), value))
        case "language":
            return str(LANGUAGES.get(value, value))
        case "licence":
            return str(LICENCES.get(value, value))
        case "hours":
            return dates.duration(round(Decimal(str(value)) * 60), current_locale())
        case "minutes":
            return dates.duration(int(value), current_locale())
        case "pass_percent":
            return f"{value}%"
        case "role" | "review":
            return str(WORDS.get(value, value))
        case _:
            return str(value)


IN_TEMPLATES = {"name_of": name_of, "values_of": values_of}
