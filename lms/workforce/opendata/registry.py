"""Which tables everybody may take home: fixed, so that no two of them can be played together."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures import MEASURES
from lms.workforce.periods import Period, after, month_of_day

LICENCE = (
    "cc-by",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
)
MONTHS = 24


class Span(enum.Enum):
    """What the lines run along."""

    YEARS = "years"
    MONTHS = "months"


@dataclass(frozen=True)
class Dataset:
    """A table under a name that stays; `settles`: months after a period until all is known of it."""

    code: str
    title: LazyProxy
    notes: LazyProxy
    measures: tuple[str, ...]
    by: tuple[str, ...] = ()
    span: Span = Span.YEARS
    settles: int = 0

    @property
    def codes(self) -> list[str]:
        """In the order of the definitions; M13 stands for M13a, M13b and so on."""
        return [code for code in MEASURES if self._takes(code)]

    def _takes(self, code: str) -> bool:
        return code in self.measures or (code != HALFWAY and code[:-1] in self.measures)

    def periods(self, years: Sequence[Period], today: date) -> list[Period]:
        """Those that are over: fiscal years with anything in them and the quarters of the running
        one, or the last 24 months.
        """
        last = after(month_of_day(today), -1 - self.settles)
        if self.span is Span.MONTHS:
            months = (Period.of_month(after(last, -n)) for n in range(MONTHS - 1, -1, -1))
            return [month for month in months if Period.of_year(month.year) in years]
        over = [year for year in years if year.months[-1] <= last]
        running = [year for year in years if year.months[-1] > last][:1]
        quarters = [quarter for year in running for quarter in year.children]
        return over + [quarter for quarter in quarters if quarter.months[-1] <= last]


HALFWAY = "M02b"  # a part of M02 by its code alone
PEOPLE = ("M01", "M02", "M03", "M05")
DATASETS = {
    dataset.code: dataset
    for dataset in (
        Dataset(
            "people-by-district",
            _l("Learners by district and fiscal year"),
            _l("How many people of each district applied, took part, completed and were certified."),
            PEOPLE,
            ("district",),
        ),
        Dataset(
            "people-by-month",
            _l("Learners by month"),
            _l("How many people applied, took part, completed and were certified in each month."),
            PEOPLE,
            span=Span.MONTHS,
        ),
        Dataset(
            "people-by-sex-and-age",
            _l("Learners by sex, age and fiscal year"),
            _l("How many people took part and were certified, by sex and age at enrolment."),
            ("M02", "M05"),
            ("sex", "age_band"),
        ),
        Dataset(
            "people-by-target-group",
            _l("Learners by target group and fiscal year"),
            _l("How many people of each target group took part and were certified."),
            ("M02", "M05"),
            ("target_group",),
        ),
        Dataset(
            "people-by-skill-and-sector",
            _l("People holding a skill by industry and fiscal year"),
            _l("How many people earned each skill, by the industry in which they worked."),
            ("M12",),
            ("skill", "sector"),
        ),
        Dataset(
            "people-by-institution",
            _l("Learners by institution and fiscal year"),
            _l("How many people learned at each institution, and the share who completed."),
            (*PEOPLE, "M07a"),
            ("institution",),
        ),
        Dataset(
            "people-by-dimension",
            _l("Learners by dimension of the agreement and fiscal year"),
            _l("What was done for equality, safety, better chances and sustainable development."),
            ("M03", "M05", "M06"),
            ("dimension",),
        ),
        Dataset(
            "courses",
            _l("Courses and their accreditations by fiscal year"),
            _l("How many people completed each course and were certified, and whether it is accredited."),
            ("M03", "M05", "M17"),
            ("course",),
        ),
        Dataset(
            "person-hours",
            _l("Person-hours of training by institution and fiscal year"),
            _l("The credited hours of everybody who completed a course."),
            ("M06",),
            ("institution",),
        ),
        Dataset(
            "learning-gain",
            _l("Learning gain by course and fiscal year"),
            _l("What learners knew before and after each course, in points of 100."),
            ("M08a", "M08c", "M08d"),
            ("course",),
        ),
        Dataset(
            "satisfaction",
            _l("Satisfaction by course and fiscal year"),
            _l("What learners thought of each course, and how many of them answered."),
            ("M09",),
            ("course",),
        ),
        Dataset(
            "coverage",
            _l("Coverage of places and groups by fiscal year"),
            _l("Districts reached, certified people per 1,000 inhabitants, and shares of groups."),
            ("M10", "M11a", "M11c"),
        ),
        Dataset(
            "outcomes",
            _l("What became of the learners, by fiscal year"),
            _l("From surveys after three, six and twelve months: work, income, use of the skill."),
            ("M13",),
            settles=14,
        ),
        Dataset(
            "organisations",
            _l("Organisations taking part, by fiscal year"),
            _l("Agencies and firms whose people were certified, and the paper that was saved."),
            ("M15", "M18"),
        ),
    )
}  # fmt: skip
