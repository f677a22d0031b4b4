"""What an operator looks at: jobs, mail, lists, and whether this copy is well."""

import platform
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import islice

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import func, select

from lms.clock import now
from lms.config import Config
from lms.db import db, is_sqlite
from lms.errors import NotFound, found
from lms.i18n.thai import normalise
from lms.institutions.public import Institution
from lms.jobs.models import Job, JobState
from lms.mail.models import Message
from lms.reference.models import CodeEntry, Framework, FrameworkSkill, Province, SkillMapping
from lms.reference.operations import LISTS

PAGE = 50
MOST_SKILLS = 100
FEW = 20
LIST_NAMES = tuple(sorted(LISTS.values()))


def jobs(
    *, state: JobState | None = None, name: str = "", before: int | None = None
) -> tuple[Sequence[Job], bool]:
    """The newest jobs before one, and whether there are more."""
    rows = select(Job).order_by(Job.id.desc()).limit(PAGE + 1)
    if state is not None:
        rows = rows.where(Job.state == state)
    if name:
        rows = rows.where(Job.name.startswith(name, autoescape=True))
    if before is not None:
        rows = rows.where(Job.id < before)
    read = db.session.scalars(rows).all()
    return read[:PAGE], len(read) > PAGE


def job_counts() -> dict[JobState, int]:
    counted = select(Job.state, func.count()).group_by(Job.state)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def get_job(job_id: int) -> Job:
    return found(db.session.get(Job, job_id))


@dataclass(frozen=True)
class Letter:
    """A message without its words."""

    id: int
    created_at: datetime
    address: str
    subject: str
    locale: str
    sent_at: datetime | None


_letter = select(
    Message.id,
    Message.created_at,
    Message.address,
    Message.subject,
    Message.locale,
    Message.sent_at,
)


def mail(
    *, waiting: bool = False, address: str = "", before: int | None = None
) -> tuple[list[Letter], bool]:
    rows = _letter.order_by(Message.id.desc()).limit(PAGE + 1)
    if waiting:
        rows = rows.where(Message.sent_at.is_(None))
    if address:
        rows = rows.where(Message.address == address.strip().lower())
    if before is not None:
        rows = rows.where(Message.id < before)
    read = [Letter(*row) for row in db.session.execute(rows)]
    return read[:PAGE], len(read) > PAGE


def mail_waiting() -> int:
    waiting = select(func.count()).where(Message.sent_at.is_(None))
    return db.session.scalar(waiting) or 0


def get_message(message_id: int) -> Message:
    return found(db.session.get(Message, message_id))


def code_list(name: str) -> Sequence[CodeEntry]:
    """Every row of one list, retired ones too."""
    if name not in LIST_NAMES:
        raise NotFound
    return db.session.scalars(
        select(CodeEntry).filter_by(list_name=name).order_by(CodeEntry.position, CodeEntry.id)
    ).all()


def list_sizes() -> dict[str, int]:
    counted = select(CodeEntry.list_name, func.count()).group_by(CodeEntry.list_name)
    sizes = {row[0]: row[1] for row in db.session.execute(counted)}
    return {name: sizes.get(name, 0) for name in LIST_NAMES}


def get_entry(entry_id: int) -> CodeEntry:
    return found(db.session.get(CodeEntry, entry_id))


def frameworks() -> list[tuple[Framework, int]]:
    """Every framework and how many skills it has."""
    skills = (
        select(FrameworkSkill.framework_code, func.count().label("n"))
        .group_by(FrameworkSkill.framework_code)
        .subquery()
    )
    rows = (
        select(Framework, func.coalesce(skills.c.n, 0))
        .outerjoin(skills, skills.c.framework_code == Framework.code)
        .order_by(Framework.code)
    )
    return [(framework, n) for framework, n in db.session.execute(rows)]


def get_framework(code: str) -> Framework:
    return found(db.session.scalar(select(Framework).filter_by(code=code)))


def successor(framework: Framework) -> Framework | None:
    """What took its place."""
    if not framework.replaced_by:
        return None
    return db.session.scalar(select(Framework).filter_by(code=framework.replaced_by))


def skills_of(framework: Framework) -> Sequence[FrameworkSkill]:
    return db.session.scalars(_skills_of(framework)).all()


def some_skills_of(
    framework: Framework, after: str = ""
) -> tuple[Sequence[FrameworkSkill], str | None]:
    """One page of them, and the code after which the next one begins."""
    rows = _skills_of(framework).where(FrameworkSkill.code > after).limit(MOST_SKILLS + 1)
    read = db.session.scalars(rows).all()
    shown = read[:MOST_SKILLS]
    return shown, shown[-1].code if len(read) > MOST_SKILLS else None


def _skills_of(framework: Framework) -> sa.Select[FrameworkSkill]:
    return (
        select(FrameworkSkill)
        .filter_by(framework_code=framework.code)
        .order_by(FrameworkSkill.code, FrameworkSkill.id)
    )


def get_skill(skill_id: int) -> FrameworkSkill:
    return found(db.session.get(FrameworkSkill, skill_id))


def get_other(other_id: int) -> FrameworkSkill:
    return get_skill(other_id)


def skill_named(full: str) -> FrameworkSkill | None:
    """The skill that `framework:code` names."""
    return skills_named([full]).get(full)


def skills_named(names: Iterable[str]) -> dict[str, FrameworkSkill]:
    """Those of `framework:code` that are skills; two statements."""
    wanted = set(names)
    codes = {name.partition(":")[0] for name in wanted} & successors().keys()
    rows = db.session.scalars(
        select(FrameworkSkill).where(FrameworkSkill.framework_code.in_(codes))
    )
    known = {f"{skill.framework_code}:{skill.code}": skill for skill in rows}
    return {name: known[name] for name in wanted & known.keys()}


def skills_like(text: str, framework: Framework) -> list[FrameworkSkill]:
    """The first few of other frameworks that have these words in their names or codes."""
    words = normalise(text).casefold().split()
    rows = db.session.scalars(
        select(FrameworkSkill)
        .where(FrameworkSkill.framework_code != framework.code)
        .order_by(FrameworkSkill.framework_code, FrameworkSkill.code, FrameworkSkill.id)
    )
    fits = (s for s in rows if words and all(word in _words(s) for word in words))
    return list(islice(fits, FEW))


def _words(skill: FrameworkSkill) -> str:
    return f"{skill.framework_code}:{skill.code} {skill.title.th} {skill.title.en}".casefold()


def successors() -> dict[str, str | None]:
    """Every framework by its code, with the code of the one that replaced it."""
    rows = db.session.execute(select(Framework.code, Framework.replaced_by))
    return {row[0]: row[1] for row in rows}


def corresponding(
    framework: Framework, some: Collection[FrameworkSkill] | None = None
) -> dict[int, list[FrameworkSkill]]:
    """Skills of other frameworks, by the number of the one here (of `some`) that they are like."""
    here = select(FrameworkSkill.id).filter_by(framework_code=framework.code)
    if some is not None:
        here = here.where(FrameworkSkill.id.in_([skill.id for skill in some]))
    related: dict[int, list[FrameworkSkill]] = {}
    ends = (SkillMapping.from_skill_id, SkillMapping.to_skill_id)
    for this, that in (ends, ends[::-1]):
        rows = (
            select(this, FrameworkSkill)
            .join(FrameworkSkill, FrameworkSkill.id == that)
            .where(this.in_(here))
            .order_by(FrameworkSkill.framework_code, FrameworkSkill.code, FrameworkSkill.id)
        )
        for skill, other in db.session.execute(rows):
            related.setdefault(skill, []).append(other)
    return related


def mapping_between(skill: FrameworkSkill, other: FrameworkSkill) -> SkillMapping | None:
    first, second = sorted((skill.id, other.id))
    rows = select(SkillMapping).filter_by(from_skill_id=first, to_skill_id=second)
    return db.session.scalar(rows)


def institution_counts() -> dict[str, int]:
    """How many institutions each province has."""
    counted = select(Institution.province_code, func.count()).group_by(Institution.province_code)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def provinces() -> Sequence[Province]:
    return db.session.scalars(
        select(Province).order_by(Province.is_home.desc(), Province.code)
    ).all()


@dataclass(frozen=True)
class Health:
    """How this copy stands; `None` where it cannot be known."""

    database: str
    durability: tuple[tuple[str, str, bool], ...]
    disk_free: int
    disk_total: int
    database_bytes: int | None
    queued: int
    late: int
    oldest_due: datetime | None
    dead: int
    mail_waiting: int
    versions: tuple[tuple[str, str], ...]


def health() -> Health:
    config: Config = current_app.extensions["thaksa_config"]
    disk = shutil.disk_usage(config.data_dir)
    waiting = [Job.state == JobState.QUEUED, Job.run_at <= now()]
    late, oldest = db.session.execute(
        select(func.count(), func.min(Job.run_at)).where(*waiting)
    ).one()
    counts = job_counts()
    return Health(
        database=_database(),
        durability=_durability(),
        disk_free=disk.free,
        disk_total=disk.total,
        database_bytes=_size(),
        queued=counts.get(JobState.QUEUED, 0),
        late=late,
        oldest_due=oldest,
        dead=counts.get(JobState.DEAD, 0),
        mail_waiting=mail_waiting(),
        versions=_versions(),
    )


def _database() -> str:
    if is_sqlite():
        return f"SQLite {_one('SELECT sqlite_version()')}"
    return f"PostgreSQL {_one('SHOW server_version')}"


def _durability() -> tuple[tuple[str, str, bool], ...]:
    """(setting, value, whether an acknowledged write is safe with it), of the engine that writes."""
    if not is_sqlite():
        value = str(_one("SHOW synchronous_commit"))
        return (("synchronous_commit", value, value in ("on", "remote_apply", "remote_write")),)
    with db.engines[None].connect() as connection:
        read = connection.connection.cursor()
        values = {
            name: str(read.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    return tuple((name, value, value == wanted[name]) for name, value in values.items())


def _size() -> int | None:
    question = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if is_sqlite()
        else "SELECT pg_database_size(current_database())"
    )
    size = _one(question)
    return int(str(size)) if size is not None else None


def _one(question: str) -> object:
    return db.session.scalar(sa.text(question))


def _versions() -> tuple[tuple[str, str], ...]:
    named = ("Flask", "SQLAlchemy", "huey", "weasyprint", "pyHanko")
    return (("Python", platform.python_version()), *((name, version(name)) for name in named))
