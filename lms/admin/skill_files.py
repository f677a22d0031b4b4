"""The skills of a framework as a CSV file, with those of other frameworks that correspond."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from lms.accounts.public import User, to_csv
from lms.admin.frameworks import SameFramework, add_skill, relate, rename_skill
from lms.admin.queries import corresponding, skills_named, skills_of
from lms.csv_rows import rows_of
from lms.errors import DomainError, Refusals, problems_of
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference.models import Framework, FrameworkSkill

COLUMNS = ("code", "title_th", "title_en", "corresponds_to")
LONGEST = 300
MOST_NAMES, MOST_IN_ALL = 20, 5000
CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
CODE_WORDS = _l("Latin letters, figures and . _ - only, no spaces.")


class TooManyNames(DomainError):
    field = "file"
    message = _l("A file takes up to 5,000 correspondences: divide it.")


@dataclass(frozen=True)
class Line:
    """A row of a file, and what is wrong with it."""

    number: int
    code: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class TakenIn:
    """What a file did; nothing, where a line has a problem."""

    new: int = 0
    changed: int = 0
    related: int = 0
    wrong: tuple[Line, ...] = ()


@dataclass(frozen=True)
class _Row:
    code: str
    title: Localised
    others: tuple[FrameworkSkill, ...]


def take_in(framework: Framework, content: bytes, *, by: User) -> TakenIn:
    """All of the file, or none of it and every problem.

    A known code has its names brought up to date; a file takes no correspondence away.
    """
    read: dict[str, _Row] = {}
    wrong = []
    lines = [(number, values, _names(values)) for number, values in rows_of(content, COLUMNS)]
    every = [name for _number, _values, names in lines for name in names[:MOST_NAMES]]
    if len(every) > MOST_IN_ALL:
        raise TooManyNames
    others = skills_named(every)
    for number, values, names in lines:
        try:
            row = _read(values, names, others, framework, read)
            read[row.code] = row
        except DomainError as refusal:
            wrong.append(Line(number, values["code"], problems_of(refusal)))
    if wrong:
        return TakenIn(wrong=tuple(wrong))
    known = {skill.code: skill for skill in skills_of(framework)}
    before = corresponding(framework)
    changed = related = 0
    for row in read.values():
        skill = known.get(row.code)
        if skill is None:
            skill = add_skill(framework, row.code, title=row.title, by=by)
        else:
            changed += rename_skill(skill, row.title, by=by)
        there = before.get(skill.id, ())
        related += sum(relate(skill, o, by=by) for o in row.others if o not in there)
    return TakenIn(len(read.keys() - known.keys()), changed, related)


def to_file(framework: Framework) -> str:
    """What `take_in` takes; of an empty framework the first row alone."""
    others = corresponding(framework)
    rows = [
        {
            "code": skill.code,
            "title_th": skill.title.th,
            "title_en": skill.title.en,
            "corresponds_to": "; ".join(map(_name, others.get(skill.id, ()))),
        }
        for skill in skills_of(framework)
    ]
    return to_csv(rows or [dict.fromkeys(COLUMNS, "")])


def _name(skill: FrameworkSkill) -> str:
    return f"{skill.framework_code}:{skill.code}"


def _names(values: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(values["corresponds_to"].replace(";", " ").split()))


def _read(
    values: Mapping[str, str],
    names: list[str],
    known: Mapping[str, FrameworkSkill],
    framework: Framework,
    before: Mapping[str, _Row],
) -> _Row:
    """Refuses for everything that is wrong with it."""
    wrong = Refusals()
    wrong.take(partial(_check_code, values["code"], before))
    for column in ("title_th", "title_en"):
        wrong.take(partial(_check_title, values[column], column))
    wrong.take(partial(_check_names, names))
    others = [wrong.take(partial(_other, each, known, framework)) for each in names[:MOST_NAMES]]
    wrong.settle()
    title = Localised(values["title_th"], values["title_en"])
    return _Row(values["code"], title, tuple(other for other in others if other))


def _check_code(code: str, before: Mapping[str, _Row]) -> None:
    if not re.match(CODE, code):
        raise DomainError(CODE_WORDS, field="code")
    if code in before:
        raise DomainError(_("The file has this code twice."), field="code")


def _check_title(text: str, column: str) -> None:
    if not text or len(text) > LONGEST:
        raise DomainError(
            _("Write a name of up to %(count)s characters.", count=LONGEST), field=column
        )


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_NAMES:
        raise DomainError(
            _("At most %(most)d skills in one row.", most=MOST_NAMES), field="corresponds_to"
        )


def _other(full: str, known: Mapping[str, FrameworkSkill], framework: Framework) -> FrameworkSkill:
    other = known.get(full)
    if other is None:
        raise DomainError(
            _("No framework has the skill “%(name)s”: write framework:code.", name=full[:80]),
            field="corresponds_to",
        )
    if other.framework_code == framework.code:
        raise SameFramework(field="corresponds_to")
    return other
