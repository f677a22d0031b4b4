"""The published numbers: `ask()` answers a question, `MEASURES` says what each number counts."""

from lms.workforce.measures import (
    accreditation,
    coverage,
    employers,
    gain,
    hours,
    organisations,
    outcomes,
    paper,
    people,
    rates,
    satisfaction,
    skills,
    targets,
    vulnerable,
)
from lms.workforce.measures.answering import ask, least
from lms.workforce.measures.registry import (
    MEASURES,
    UNITS,
    Measure,
    NotDividedSo,
    Unit,
    UnknownMeasure,
    get_measure,
)
from lms.workforce.measures.retention import Cohort, retention

__all__ = [
    "MEASURES",
    "UNITS",
    "Cohort",
    "Measure",
    "NotDividedSo",
    "Unit",
    "UnknownMeasure",
    "accreditation",
    "ask",
    "coverage",
    "employers",
    "gain",
    "get_measure",
    "hours",
    "least",
    "organisations",
    "outcomes",
    "paper",
    "people",
    "rates",
    "retention",
    "satisfaction",
    "skills",
    "targets",
    "vulnerable",
]
