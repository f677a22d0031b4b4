"""Competency frameworks: what stands in one, what replaced it, and which skills correspond.

Numbers count a skill for those that correspond to it too, so a mapping that changes has them all
read anew by the next count.
"""

from datetime import date

from sqlalchemy.exc import IntegrityError

from lms import audit, caching
from lms.accounts.public import User
from lms.admin.operations import EntryTaken
from lms.admin.queries import mapping_between, skill_named, successors
from lms.db import db, lock_rows
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.reference.models import Framework, FrameworkSkill, SkillMapping


class UnknownFramework(DomainError):
    field = "replaced_by"
    message = _l("Choose one of the frameworks.")


class ReplacedByItself(DomainError):
    field = "replaced_by"
    message = _l("A framework is replaced by another one, and not in a circle.")


class NoDay(DomainError):
    field = "valid_to"
    message = _l("Write until which day the framework that was replaced is in force.")


class UnknownSkill(DomainError):
    field = "skill"
    message = _l("This framework has no skill of that code.")


class UnknownOther(DomainError):
    field = "other"
    message = _l("No framework has this skill: write framework:code, or choose one found.")


class SameFramework(DomainError):
    field = "other"
    message = _l("A skill corresponds to one of another framework.")


def add_framework(code: str, *, title: Localised, source: str, by: User) -> Framework:
    framework = Framework(code=code, title=title, source=source)
    try:
        with db.session.begin_nested():
            db.session.add(framework)
    except IntegrityError as clash:
        raise EntryTaken from clash
    audit.record("framework.added", framework, by=by, code=code)
    caching.clear_all()
    return framework


def change_framework(
    framework: Framework,
    *,
    title: Localised,
    source: str,
    valid_to: date | None,
    replaced_by: str | None,
    by: User,
) -> None:
    """The code stays. What was taught and counted under a framework stays under it, too."""
    if replaced_by:
        _check_successor(framework, replaced_by)
        if valid_to is None:
            raise NoDay
    values = {
        "title": title, "source": source, "valid_to": valid_to, "replaced_by": replaced_by or None,
    }  # fmt: skip
    changed = sorted(name for name, value in values.items() if getattr(framework, name) != value)
    for name in changed:
        setattr(framework, name, values[name])
    if changed:
        audit.record("framework.changed", framework, by=by, code=framework.code, fields=changed)
        caching.clear_all()


def _check_successor(framework: Framework, code: str) -> None:
    lock_rows(Framework)  # of two who replace one by the other, the second is told
    known, seen = successors(), {framework.code}
    if code not in known:
        raise UnknownFramework
    following: str | None = code
    while following:
        if following in seen:
            raise ReplacedByItself
        seen.add(following)
        following = known[following]


def add_skill(framework: Framework, code: str, *, title: Localised, by: User) -> FrameworkSkill:
    skill = FrameworkSkill(framework_code=framework.code, code=code, title=title)
    try:
        with db.session.begin_nested():
            db.session.add(skill)
    except IntegrityError as clash:
        raise EntryTaken from clash
    audit.record("framework.skill_added", skill, by=by, framework=framework.code, code=code)
    caching.clear_all()
    return skill


def rename_skill(skill: FrameworkSkill, title: Localised, *, by: User) -> bool:
    """Whether that changed anything; its code stays."""
    if skill.title == title:
        return False
    skill.title = title
    audit.record(
        "framework.skill_changed", skill, by=by, framework=skill.framework_code, code=skill.code
    )
    caching.clear_all()
    return True


def relate(skill: FrameworkSkill, other: FrameworkSkill, *, by: User) -> bool:
    """Let two skills correspond, both ways; whether they did not yet."""
    if skill.framework_code == other.framework_code:
        raise SameFramework
    first, second = sorted((skill.id, other.id))
    mapping = SkillMapping(from_skill_id=first, to_skill_id=second)
    try:
        with db.session.begin_nested():
            db.session.add(mapping)
    except IntegrityError:
        return False
    audit.record("skill.related", mapping, by=by, skills=_pair(skill, other))
    caching.clear_all()
    return True


def relate_named(framework: Framework, code: str, full: str, *, by: User) -> bool:
    """The same by the code of one that stands in `framework`, and `framework:code` of the other."""
    skill, other = skill_named(f"{framework.code}:{code}"), skill_named(full)
    if skill is None:
        raise UnknownSkill
    if other is None:
        raise UnknownOther
    return relate(skill, other, by=by)


def part(skill: FrameworkSkill, other: FrameworkSkill, *, by: User) -> None:
    """They correspond no more."""
    mapping = mapping_between(skill, other)
    if mapping is not None:
        audit.record("skill.parted", mapping, by=by, skills=_pair(skill, other))
        db.session.delete(mapping)
        caching.clear_all()


def _pair(*skills: FrameworkSkill) -> list[str]:
    return sorted(f"{skill.framework_code}:{skill.code}" for skill in skills)
