"""What the values of a course's details are called on a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice

from courses.content.licences import LICENCES, OF_COURSES
from courses.content.models import Course, Level, Mode, Pace
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import institutions
from lms.reference.queries import skills, title

LEVELS = {
    Level.BASIC: _l("Basic"),
    Level.INTERMEDIATE: _l("Intermediate"),
    Level.ADVANCED: _l("Advanced"),
}
MODES = {Mode.ONLINE: _l("Online"), Mode.ONSITE: _l("On site"), Mode.BLENDED: _l("Blended")}
PACES = {Pace.SELF_PACED: _l("Self-paced"), Pace.SCHEDULED: _l("Scheduled")}
LANGUAGES = {"th": _l("Thai"), "en": _l("English")}
COVERS = {
    "document": _l("Document"),
    "shield": _l("Shield"),
    "spark": _l("Spark"),
    "leaf": _l("Leaf"),
    "truck": _l("Lorry"),
    "basket": _l("Shopping basket"),
    "chart": _l("Chart"),
    "chip": _l("Chip"),
    "city": _l("City"),
    "hands": _l("Hands"),
    "heart": _l("Heart"),
    "seedling": _l("Seedling"),
}
LISTS = {
    "dimensions": "dimension",
    "target_groups": "target_group",
    "smart_city_domains": "smart_city",
}


def licences() -> list[SelectChoice]:
    named = [SelectChoice(code, str(LICENCES[code])) for code in OF_COURSES]
    return [SelectChoice("", _("Not stated: nobody else may copy it")), *named]


def skill_names() -> dict[str, Localised]:
    """`framework:code` with the skill's name, in the order of the frameworks."""
    every = sorted(skills().values(), key=lambda skill: (skill.framework_code, skill.id))
    return {f"{skill.framework_code}:{skill.code}": skill.title for skill in every}


def partner_names(course: Course) -> list[tuple[str, str]]:
    return [
        (each.code, str(each.name)) for each in institutions() if each.id != course.institution_id
    ]


def described(name: str, value: Any) -> list[str]:
    """One detail in words, a line each: what learners see now, beside what changes."""
    words: Mapping[str, Mapping[Any, Any]] = {
        "level": LEVELS, "mode": MODES, "pace": PACES, "language": LANGUAGES, "cover": COVERS,
    }  # fmt: skip
    if name in words:
        return [str(words[name].get(value, value))]
    if name in ("title", "summary"):
        return [text for text in (value["th"], value["en"]) if text]
    if name == "outcomes":
        return [str(Localised.of(said)) for said in value]
    return _listed(name, value)


def _listed(name: str, value: Any) -> list[str]:
    if name == "licence":
        return [str(LICENCES[value])] if value in LICENCES else []
    if name == "document":
        return [str(title("document", value))]
    if name in LISTS:
        return [str(title(LISTS[name], code)) for code in value]
    if name == "skills":
        return list(_skills(value))
    if name == "partners":
        names = {each.code: str(each.name) for each in institutions()}
        return [names.get(code, code) for code in value]
    return [str(value)] if value else []


def _skills(references: Sequence[str]) -> Iterable[str]:
    names = skill_names()
    for reference in references:
        skill, level = reference.rsplit(":", 1)
        yield f"{names.get(skill, Localised(skill))} ({LEVELS.get(Level(level), level)})"
