"""Files that are looked at first and then taken in: all of a file or nothing."""

import enum
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from lms import audit, storage
from lms.accounts.public import User
from lms.clock import now
from lms.csv_rows import rows_of
from lms.db import aside, db
from lms.errors import DomainError, NotFound, Refusals, problems_of
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import juristic
from lms.workforce.demand import files
from lms.workforce.demand.models import DemandFile, Organisation, Vacancy, VacancySource
from lms.workforce.demand.operations.organisations import (
    address_of,
    check_name,
    organisation_by_number,
    save_organisation,
    section_of,
)
from lms.workforce.demand.operations.vacancies import (
    check_days,
    check_places,
    check_skills,
    save_vacancy,
)

AREA = "demand"
KEPT = timedelta(days=1)


class HasProblems(DomainError):
    message = _l("Nothing was taken in: the file has problems.")


class FileGone(DomainError):
    message = _l("This file has waited longer than a day: choose it again.")


class Outcome(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"
    WRONG = "wrong"


@dataclass(frozen=True)
class Row:
    """A row of a file: its line, what it is about, what becomes of it."""

    line: int
    title: str
    outcome: Outcome
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """What a file would do."""

    rows: tuple[Row, ...]

    @property
    def is_good(self) -> bool:
        return not any(row.problems for row in self.rows)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


Take = Callable[[Mapping[str, str], User], tuple[bool, str]]


@dataclass(frozen=True)
class Import:
    """What a file can hold; `take` keeps one row and tells whether it is new, and its key."""

    name: str
    columns: tuple[str, ...]
    take: Take


def look(what: Import, content: bytes, *, by: User) -> tuple[str, Read]:
    """What a file would do, and the digest under which a good one waits; nothing is changed."""
    found, user_id = _try(what, content, by), by.id
    if not found.is_good:
        return "", found
    digest = hashlib.sha256(content).hexdigest()
    aside(lambda: _await(digest, user_id))  # before the file: what has no row is never deleted
    return storage.put(content, area=AREA), found


def take_in(what: Import, digest: str, *, by: User) -> Read:
    """All of a file that this person looked at, or nothing of it."""
    waits = select(DemandFile.id).filter_by(digest=digest, user_id=by.id)
    if db.session.scalar(waits.where(DemandFile.expires_at > now())) is None:
        raise FileGone
    try:
        content = storage.get(digest, area=AREA)
    except NotFound as gone:
        raise FileGone from gone
    found = _try(what, content, by)
    if not found.is_good:
        raise HasProblems
    audit.record(f"{what.name}.imported", None, by=by, rows=len(found.rows), digest=digest)
    return found


def forget_files() -> None:
    """What has waited for a day goes, row and file."""
    over = delete(DemandFile).where(DemandFile.expires_at <= now()).returning(DemandFile.digest)
    for digest in set(db.session.scalars(over).all()):
        if db.session.scalar(select(DemandFile.id).filter_by(digest=digest).limit(1)) is None:
            storage.delete(digest, area=AREA)


def _await(digest: str, user_id: int) -> None:
    renewed = update(DemandFile).filter_by(digest=digest, user_id=user_id)
    renewed = renewed.values(expires_at=now() + KEPT)
    if db.session.scalar(renewed.returning(DemandFile.id)) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(DemandFile(digest=digest, user_id=user_id, expires_at=now() + KEPT))
    except IntegrityError:
        return  # the same click twice


def _try(what: Import, content: bytes, by: User) -> Read:
    """Keep every row in the caller's transaction, and say of each what became of it."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, values in rows_of(content, what.columns):
        title = values.get("name_th") or values.get("title") or values.get("juristic_id", "")
        try:
            with db.session.begin_nested():
                is_new, key = what.take(values, by)
                if key in seen:
                    raise DomainError(_("The same as line %(line)s.", line=seen[key]))
            seen[key] = line
            rows.append(Row(line, title, Outcome.NEW if is_new else Outcome.CHANGED))
        except DomainError as refusal:
            rows.append(Row(line, title, Outcome.WRONG, problems_of(refusal)))
    return Read(tuple(rows))


def _take_organisation(row: Mapping[str, str], by: User) -> tuple[bool, str]:
    wrong = Refusals()
    known = db.session.scalar(select(Organisation).filter_by(juristic_id=_number_in(row)))
    values = files.organisation_values(row, known, wrong)
    wrong.take(lambda: check_name(values["name_th"], values["name_en"]))
    wrong.take(lambda: section_of(values["sector"], values["industry"]))
    wrong.take(lambda: address_of(values["email"]))
    wrong.settle()
    save_organisation(known, by=by, **values)
    return known is None, values["juristic_id"]


def _number_in(row: Mapping[str, str]) -> str:
    """The number of a row, as far as it is one."""
    return Refusals().take(lambda: juristic.clean(row["juristic_id"])) or ""


def _take_vacancy(row: Mapping[str, str], by: User) -> tuple[bool, str]:
    wrong = Refusals()
    organisation = wrong.take(lambda: organisation_by_number(row["juristic_id"]))
    values = files.vacancy_values(row, wrong)
    _check_vacancy(values, wrong)
    wrong.settle()
    assert organisation is not None
    title, opens_on = values["title"], values["opens_on"]
    known = db.session.scalar(
        select(Vacancy).filter_by(organisation_id=organisation.id, title=title, opens_on=opens_on)
    )
    save_vacancy(organisation, known, by=by, source=VacancySource.FILE, **values)
    return known is None, f"{organisation.juristic_id}/{title}/{opens_on}"


def _check_vacancy(values: Mapping[str, Any], wrong: Refusals) -> None:
    """What the values say of each other, as far as they can be read."""
    if values["skills"] is not None:
        wrong.take(lambda: check_skills(values["skills"]))
    if values["opens_on"] is not None:
        wrong.take(lambda: check_days(values["opens_on"], values["closes_on"]))
    if None not in (values["places"], values["filled"]):
        wrong.take(lambda: check_places(values["places"], values["filled"]))


ORGANISATIONS = Import("organisations", files.ORGANISATION_COLUMNS, _take_organisation)
VACANCIES = Import("vacancies", files.VACANCY_COLUMNS, _take_vacancy)
