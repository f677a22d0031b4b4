"""What organisations look for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from courses.public import Level
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.workforce.demand.models import Organisation, Vacancy, VacancySkill, VacancySource
from lms.workforce.demand.operations.rows import change, insert
from lms.workforce.demand.wording import PLACE_OF_WORK
from lms.workforce.values import meant


class VacancyIsKnown(DomainError):
    field = "title"
    message = _l("This organisation has a vacancy of that name from that day already.")


class NoSkills(DomainError):
    field = "skills"
    message = _l("Name at least one skill that is needed.")


class ClosesTooEarly(DomainError):
    field = "closes_on"
    message = _l("It cannot close before it opens.")


class TooManyFilled(DomainError):
    field = "filled"
    message = _l("No more places can be filled than there are.")


def save_vacancy(
    organisation: Organisation,
    vacancy: Vacancy | None = None,
    *,
    by: User | None,
    title: str,
    district_code: str,
    places: int,
    opens_on: date,
    skills: Sequence[tuple[int, Level]],
    filled: int = 0,
    occupation: str | None = None,
    closes_on: date | None = None,
    source: VacancySource = VacancySource.FORM,
) -> Vacancy:
    """Keep what an organisation looks for as it is now."""
    check_skills(skills)
    check_days(opens_on, closes_on)
    check_places(places, filled)
    values: dict[str, Any] = {
        "title": title,
        "district_code": meant("district", district_code, PLACE_OF_WORK).value,
        "places": places,
        "filled": filled,
        "occupation": occupation or None,
        "opens_on": opens_on,
        "closes_on": closes_on,
    }
    is_new = vacancy is None
    if vacancy is None:
        vacancy = Vacancy(organisation=organisation, source=source, changed_at=now(), **values)
        insert(vacancy, VacancyIsKnown)
        changed = sorted(values)
    else:
        changed = sorted(k for k, v in values.items() if getattr(vacancy, k) != v)
        change(vacancy, {k: values[k] for k in changed}, VacancyIsKnown)
    if _need(vacancy, dict(skills)):
        changed.append("skills")
    if changed:
        verb = "vacancy.added" if is_new else "vacancy.changed"
        audit.record(verb, vacancy, by=by, fields=changed)
    return vacancy


def check_skills(skills: Sequence[tuple[int, Level]]) -> None:
    if not skills:
        raise NoSkills


def check_days(opens_on: date, closes_on: date | None) -> None:
    if closes_on is not None and closes_on < opens_on:
        raise ClosesTooEarly


def check_places(places: int, filled: int) -> None:
    if not 0 <= filled <= places:
        raise TooManyFilled


def _need(vacancy: Vacancy, skills: dict[int, Level]) -> bool:
    """Make these the skills that are needed; tells whether that changed anything."""
    if {need.skill_id: need.level for need in vacancy.skills} == skills:
        return False
    known = {need.skill_id: need for need in vacancy.skills}
    for skill_id, need in known.items():
        if skill_id not in skills:
            vacancy.skills.remove(need)
    for skill_id, level in skills.items():
        if skill_id in known:
            known[skill_id].level = level
        else:
            vacancy.skills.append(VacancySkill(skill_id=skill_id, level=level))
    vacancy.changed_at = now()
    return True
