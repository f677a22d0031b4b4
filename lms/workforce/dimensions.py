"""What numbers can be divided by: pure.

Dimensions of a person are those of the day they enrolled; dimensions of a course are those that the
run offered that day. Disability is the one exception: it rests on a consent that can be taken back,
so it is today's.
"""

import enum
from collections.abc import Collection
from dataclasses import dataclass

from babel.support import LazyProxy

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

ALL = "*"
NOT_STATED = "na"
MOST = 3


class Side(enum.Enum):
    """Whose property it is."""

    PERSON = "person"
    COURSE = "course"


@dataclass(frozen=True)
class Dimension:
    """`multiple`: one course may have several values, so its parts overlap."""

    code: str
    title: LazyProxy
    side: Side
    code_list: str = ""
    multiple: bool = False
    sensitive: bool = False


def _person(code: str, title: LazyProxy, code_list: str = "", **more: bool) -> Dimension:
    return Dimension(code, title, Side.PERSON, code_list, **more)


def _course(code: str, title: LazyProxy, code_list: str = "", **more: bool) -> Dimension:
    return Dimension(code, title, Side.COURSE, code_list, **more)


DIMENSIONS = {
    dimension.code: dimension
    for dimension in (
        _person("district", _l("District of residence")),
        _person("province", _l("Province of residence")),
        _person("sex", _l("Sex"), "sex"),
        _person("age_band", _l("Age"), "age_band"),
        _person("education", _l("Education"), "education"),
        _person("employment", _l("Employment status"), "employment"),
        _person("occupation", _l("Occupation"), "occupation"),
        _person("sector", _l("Industry, section"), "sector"),
        _person("industry", _l("Industry, division"), "industry"),
        _person("firm_size", _l("Firm size"), "firm_size"),
        _person("target_group", _l("Target group"), "target_group"),
        _person("employer", _l("Employer")),
        _person("disability", _l("Disability"), "disability", sensitive=True),
        _course("institution", _l("Institution")),
        _course("course", _l("Course")),
        _course("run", _l("Run")),
        _course("skill", _l("Skill"), multiple=True),
        _course("skill_level", _l("Skill and level"), multiple=True),
        _course("mode", _l("Mode of delivery")),
        _course("programme", _l("Programme"), "programme"),
        _course("fund", _l("Fund source"), "fund"),
        _course("training_province", _l("Province of training")),
        _course("training_district", _l("District of training")),
        _course("dimension", _l("Dimension of the agreement"), "dimension", multiple=True),
        _course("smart_city", _l("Smart-city domain"), "smart_city", multiple=True),
    )
}
NEVER_WITH_SENSITIVE = frozenset({"district", "age_band", "sex"})
TOO_NEAR = frozenset({"course", "run", "employer"})  # their people may know each other
SENSITIVE_VALUES = {"target_group": ("disabled",), "employment": ("unable",)}  # as a disability is


class TooManyDimensions(DomainError):
    message = _l(
        "Choose at most three dimensions, filters included: more would point at single people."
    )


class TooRevealing(DomainError):
    message = _l(
        "Disability is never divided by district, age or sex, nor by course, run or employer."
    )


class UnknownDimension(DomainError):
    """Names what was asked for."""

    @classmethod
    def named(cls, name: str) -> "UnknownDimension":
        return cls(_("There is no dimension called “%(name)s”.", name=name))


def check(dimensions: Collection[str]) -> None:
    """Refuse what may never be asked together."""
    for name in dimensions:
        if name not in DIMENSIONS:
            raise UnknownDimension.named(name)
    if len(set(dimensions)) > MOST:
        raise TooManyDimensions
    never = (NEVER_WITH_SENSITIVE | TOO_NEAR) & set(dimensions)
    if never and any(DIMENSIONS[name].sensitive for name in dimensions):
        raise TooRevealing
