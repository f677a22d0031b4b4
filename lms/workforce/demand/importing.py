"""Files that are looked at first and taken in as a whole."""

from dataclasses import dataclass

from babel.support import LazyProxy
from werkzeug.datastructures import FileStorage

from lms import audit, storage
from lms.accounts.public import User
from lms.i18n import lazy_gettext as _l
from lms.workforce.demand import files

AREA = "demand"


@dataclass(frozen=True)
class Import:
    """What a file can hold, and the pages around it."""

    name: str
    title: LazyProxy
    columns: tuple[str, ...]
    take: files.Take
    list_page: str
    template: str


IMPORTS = {
    "organisations": Import(
        "organisations",
        _l("Organisations from a file"),
        files.ORGANISATION_COLUMNS,
        files.take_organisation,
        "demand.organisations",
        "demand.organisations_template",
    ),
    "vacancies": Import(
        "vacancies",
        _l("Demand from a file"),
        files.VACANCY_COLUMNS,
        files.take_vacancy,
        "demand.vacancies",
        "demand.vacancies_template",
    ),
}


def look(what: Import, file: FileStorage | None, *, by: User) -> tuple[str, files.Read]:
    """What a file would do, and the digest under which it waits; the caller rolls back."""
    content = file.read() if file else b""
    if not content:
        raise files.NoRows
    found = files.read(content, what.columns, what.take, by)
    return (storage.put(content, area=AREA) if found.is_good else ""), found


def take_in(what: Import, digest: str, *, by: User) -> files.Read:
    """All of a file that was looked at, or nothing of it."""
    found = files.read(storage.get(digest, area=AREA), what.columns, what.take, by)
    if not found.is_good:
        raise files.HasProblems
    audit.record(f"{what.name}.imported", None, by=by, rows=len(found.rows), digest=digest)
    return found
