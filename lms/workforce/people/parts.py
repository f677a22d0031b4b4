"""What a person's own data says about the files that they were in."""

from collections.abc import Iterator

from sqlalchemy import exists

from lms.accounts.public import Disclosure, Part, User
from lms.workforce.people import queries
from lms.workforce.people.models import ExportedPerson

WAS_EXPORTED = "was_exported"
was_exported = exists().where(ExportedPerson.user_id == User.id)


def parts(user_id: int) -> Iterator[Part]:
    rows = [
        {"when": export.created_at, "by": export.institution.name, "why": export.reason}
        for export in queries.exports_of(user_id)
    ]
    if rows:
        yield Part("exports_to_partners", rows)


def disclosures(user_id: int) -> Iterator[Disclosure]:
    for export in queries.exports_of(user_id):
        yield Disclosure(export.created_at, export.institution.name, export.reason)
