"""M11: the groups that digital training reaches least."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.dimensions import NEVER_WITH_SENSITIVE, NOT_STATED, TOO_NEAR
from lms.workforce.measures.ask import DISABILITY, Ask, disabled
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import OPEN, Unit, measure
from lms.workforce.rollups.cube import INSIDE, OUTSIDE
from lms.workforce.rollups.models import Kind

OLDEST = "60+"
_source = _l("Learning activity and profiles at enrolment")


@measure("M11a", _l("Participants aged 60 and over"), Unit.RATE, source=_source, most=2,
         formula=_l("participants aged 60 and over ÷ M02"),
         dimensions=OPEN - {"age_band"})  # fmt: skip
def older(ask: Ask) -> Figures:
    """
    Of the people who learned in the period, the share who were 60 or older on the day they
    enrolled. People whose age is not known count as not older.
    """
    return ask.people(Kind.ACTIVE, age_band=OLDEST).over(ask.people(Kind.ACTIVE))


@measure("M11b", _l("Participants with a disability"), Unit.RATE, most=2,
         source=_l("Learning activity and what people consented to tell"),
         formula=_l("participants with a disability ÷ participants who told"),
         dimensions=OPEN - NEVER_WITH_SENSITIVE - TOO_NEAR)  # fmt: skip
def with_disability(ask: Ask) -> Figures:
    """
    Of the people who learned in the period and consented to tell whether they live with a
    disability, the share who do. The consent can be taken back at any time, so what holds today is
    counted, for past periods too. It is never divided by district, age or sex, nor by course, run
    or employer.
    """
    disabled_ones, others = (ask.people(Kind.ACTIVE, disabled=value) for value in ("in", "out"))
    safe = ask.apart(Kind.ACTIVE, DISABILITY, disabled)
    return disabled_ones.over(disabled_ones.plus(others)).within(safe)


@measure("M11c", _l("Participants outside the provincial capital's district"), Unit.RATE,
         source=_source, most=2, formula=_l("participants outside the Mueang district ÷ M02"),
         dimensions=OPEN - {"district"})  # fmt: skip
def outside(ask: Ask) -> Figures:
    """
    Of the people who learned in the period, the share who lived outside the Mueang district of
    their province when they enrolled; Bangkok has none, and nobody there counts as outside. People
    who did not state their district count as neither.
    """
    share = ask.people(Kind.ACTIVE, mueang=OUTSIDE).over(ask.people(Kind.ACTIVE))
    return share.within(ask.apart(Kind.ACTIVE, "district", mueang))


def mueang(district: str) -> str:
    """Whether a district is the Mueang one of its province, as the cube counts it."""
    if district == NOT_STATED:
        return district
    return INSIDE if district.endswith("01") or district.startswith("10") else OUTSIDE
