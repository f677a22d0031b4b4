"""Everything that changes organisations, their memberships and what they look for."""

from lms.workforce.demand.operations.importing import (
    ORGANISATIONS,
    VACANCIES,
    FileGone,
    HasProblems,
    Import,
    Outcome,
    Read,
    Row,
    forget_files,
    look,
    take_in,
)
from lms.workforce.demand.operations.organisations import (
    NameIsMissing,
    NotItsBody,
    NumberIsKnown,
    UnknownIndustry,
    firm_size_of,
    mark_member,
    organisation_by_number,
    save_organisation,
)
from lms.workforce.demand.operations.vacancies import (
    ClosesTooEarly,
    NoSkills,
    TooManyFilled,
    VacancyIsKnown,
    save_vacancy,
)

__all__ = [
    "ORGANISATIONS",
    "VACANCIES",
    "ClosesTooEarly",
    "FileGone",
    "HasProblems",
    "Import",
    "NameIsMissing",
    "NoSkills",
    "NotItsBody",
    "NumberIsKnown",
    "Outcome",
    "Read",
    "Row",
    "TooManyFilled",
    "UnknownIndustry",
    "VacancyIsKnown",
    "firm_size_of",
    "forget_files",
    "look",
    "mark_member",
    "organisation_by_number",
    "save_organisation",
    "save_vacancy",
    "take_in",
]
