"""What numbers are made of: snapshots, offerings, months of learning, milestones.

Revision: 0005
"""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

import lms.db

revision = '0005'
down_revision = '0004'
branch_labels: Any = None
depends_on: Any = None
BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PERSONAL = ("age_band", "sex", "province_code", "district_code", "education", "employment", "occupation",
            "sector", "industry", "firm_size", "target_group", "employer")
CHUNK = 5000
DONE = 2


def upgrade() -> None:
    op.create_table('snapshot',
    sa.Column('id', BIG, nullable=False),
    sa.Column('learner_id', BIG, nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('age_band', sa.String(length=40), nullable=True),
    sa.Column('sex', sa.String(length=40), nullable=True),
    sa.Column('province_code', sa.String(length=2), nullable=True),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('education', sa.String(length=40), nullable=True),
    sa.Column('employment', sa.String(length=40), nullable=True),
    sa.Column('occupation', sa.String(length=40), nullable=True),
    sa.Column('sector', sa.String(length=40), nullable=True),
    sa.Column('industry', sa.String(length=40), nullable=True),
    sa.Column('firm_size', sa.String(length=40), nullable=True),
    sa.Column('target_group', sa.String(length=40), nullable=True),
    sa.Column('employer', sa.String(length=13), nullable=True),
    sa.ForeignKeyConstraint(['learner_id'], ['user.id'], name=op.f('fk_snapshot_learner_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot')),
    sa.UniqueConstraint('learner_id', 'digest', name=op.f('uq_snapshot_learner_id_digest')),
    sqlite_autoincrement=True
    )
    op.create_table('offering',
    sa.Column('id', BIG, nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('run_id', BIG, nullable=False),
    sa.Column('course_id', BIG, nullable=False),
    sa.Column('institution_id', BIG, nullable=False),
    sa.Column('hours', sa.Numeric(precision=6, scale=2), nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('programme', sa.String(length=40), nullable=True),
    sa.Column('fund', sa.String(length=40), nullable=True),
    sa.Column('skills', sa.JSON(), nullable=False),
    sa.Column('dimensions', sa.JSON(), nullable=False),
    sa.Column('smart_city', sa.JSON(), nullable=False),
    sa.Column('target_groups', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_offering_course_id_course')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_offering_institution_id_institution')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_offering_run_id_course_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offering')),
    sa.UniqueConstraint('digest', name=op.f('uq_offering_digest')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('offering', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offering_run_id'), ['run_id'], unique=False)

    op.create_table('activity',
    sa.Column('enrolment_id', sa.BigInteger(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_activity_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', 'month', name=op.f('pk_activity')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('programme', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('fund', sa.String(length=40), nullable=True))

    with op.batch_alter_table('profile', schema=None) as batch_op:
        batch_op.add_column(sa.Column('industry', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('employer', sa.String(length=13), nullable=True))

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('halfway_at', lms.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('passed_at', lms.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('snapshot_id', BIG, nullable=True))
        batch_op.add_column(sa.Column('offering_id', BIG, nullable=True))

    _offer()
    _freeze()
    _learn()
    _pass_by()
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.alter_column('snapshot_id', existing_type=BIG, nullable=False)
        batch_op.alter_column('offering_id', existing_type=BIG, nullable=False)
        batch_op.create_foreign_key(batch_op.f('fk_enrolment_snapshot_id_snapshot'), 'snapshot', ['snapshot_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_enrolment_offering_id_offering'), 'offering', ['offering_id'], ['id'])
        batch_op.drop_column('snapshot')


def _digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()[:32]


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _offer() -> None:
    """Every run that has places: what its course offers today."""
    bind = op.get_bind()
    run, course, facet = _table("course_run"), _table("course"), _table("course_facet")
    taught, skill, enrolment = _table("course_skill"), _table("framework_skill"), _table("enrolment")
    facets: dict[int, dict[str, list[str]]] = {}
    for row in bind.execute(sa.select(facet).order_by(facet.c.value)):
        facets.setdefault(row.course_id, {}).setdefault(row.facet, []).append(row.value)
    skills: dict[int, set[str]] = {}
    for row in bind.execute(
        sa.select(taught.c.course_id, skill.c.framework_code, skill.c.code, taught.c.level)
        .join(skill, skill.c.id == taught.c.skill_id)
    ):
        skills.setdefault(row.course_id, set()).add(f"{row.framework_code}:{row.code}:{row.level}")
    offering = _table("offering")
    rows = bind.execute(
        sa.select(run.c.id, run.c.course_id, course.c.institution_id, course.c.hours, run.c.mode,
                  run.c.district_code)
        .join(course, course.c.id == run.c.course_id)
        .where(run.c.id.in_(sa.select(enrolment.c.run_id)))
    ).all()
    for row in rows:
        own = facets.get(row.course_id, {})
        values: dict[str, Any] = {
            "course_id": row.course_id, "institution_id": row.institution_id,
            "mode": row.mode, "district_code": row.district_code, "programme": None, "fund": None,
            "skills": sorted(skills.get(row.course_id, ())),
            "dimensions": own.get("dimension", []), "smart_city": own.get("smart_city", []),
            "target_groups": own.get("target_group", []), "hours": f"{row.hours:.2f}",
        }  # fmt: skip
        digest = _digest({"run": row.id} | values)
        bind.execute(sa.insert(offering).values(
            run_id=row.id, digest=digest, **values | {"hours": row.hours}))
        bind.execute(sa.update(enrolment).where(enrolment.c.run_id == row.id).values(
            offering_id=sa.select(offering.c.id).where(offering.c.digest == digest).scalar_subquery()))


def _freeze() -> None:
    """The JSON of every enrolment becomes a row that enrolments of one person share."""
    bind = op.get_bind()
    enrolment, snapshot = _table("enrolment"), _table("snapshot")
    known: dict[tuple[int, str], int] = {}
    after = 0
    while rows := bind.execute(
        sa.select(enrolment.c.id, enrolment.c.learner_id, enrolment.c.snapshot)
        .where(enrolment.c.id > after).order_by(enrolment.c.id).limit(CHUNK)
    ).all():
        for row in rows:
            stored = row.snapshot or {}
            values = {name: stored.get(name) for name in PERSONAL}
            if values["district_code"]:
                values["province_code"] = values["district_code"][:2]
            key = (row.learner_id, _digest(values))
            if key not in known:
                known[key] = bind.execute(sa.insert(snapshot).values(
                    learner_id=key[0], digest=key[1], **values).returning(snapshot.c.id)).scalar_one()
            bind.execute(sa.update(enrolment).where(enrolment.c.id == row.id).values(
                snapshot_id=known[key]))
        after = rows[-1].id


def _learn() -> None:
    """Months of learning from what progress still tells.

    An answered survey keeps the moment of enrolment for its time, so it tells of no learning.
    """
    bind = op.get_bind()
    local = ("datetime(p.updated_at, '+7 hours')" if bind.dialect.name == "sqlite"
             else "(p.updated_at AT TIME ZONE 'Asia/Bangkok')")
    done = ("datetime(e.completed_at, '+7 hours')" if bind.dialect.name == "sqlite"
            else "(e.completed_at AT TIME ZONE 'Asia/Bangkok')")
    month = ("CAST(strftime('%Y%m', {0}) AS INTEGER)" if bind.dialect.name == "sqlite"
             else "CAST(to_char({0}, 'YYYYMM') AS INTEGER)")
    day = "date({0})" if bind.dialect.name == "sqlite" else "CAST({0} AS DATE)"
    bind.execute(sa.text(
        "INSERT INTO activity (enrolment_id, month, last_on) SELECT id, month, max(day) FROM ("
        f" SELECT p.enrolment_id AS id, {month.format(local)} AS month, {day.format(local)} AS day"
        " FROM progress p"
        " WHERE p.lesson_key NOT IN (SELECT key FROM lesson WHERE kind = 'survey')"
        f" UNION ALL SELECT e.id, {month.format(done)}, {day.format(done)} FROM enrolment e"
        " WHERE e.completed_at IS NOT NULL) AS learned GROUP BY id, month"
    ))


def _pass_by() -> None:
    """When half was done and when the tests were passed, of everybody who did anything."""
    bind = op.get_bind()
    run, course, enrolment = _table("course_run"), _table("course"), _moments("enrolment")
    plans: dict[tuple[int, int | None], _Plan] = {}
    runs = {row.id: row for row in bind.execute(
        sa.select(run.c.id, run.c.rules, course.c.version_id)
        .join(course, course.c.id == run.c.course_id))}
    lessons = _lessons()
    after = 0
    while rows := bind.execute(
        sa.select(enrolment.c.id, enrolment.c.run_id, enrolment.c.completed_at,
                  enrolment.c.completed_version_id)
        .where(enrolment.c.id > after).order_by(enrolment.c.id).limit(CHUNK)
    ).all():
        first, after = rows[0].id, rows[-1].id
        done, results, works = (_done(name, first, after) for name in
                                ("progress", "quiz_result", "assignment_result"))
        dated = []
        for row in rows:
            version = row.completed_version_id or runs[row.run_id].version_id
            key = (row.run_id, version)
            if key not in plans:
                plans[key] = _Plan(runs[row.run_id].rules, lessons.get(version, {}))
            halfway, passed = plans[key].moments(
                done.get(row.id, []), results.get(row.id, []), works.get(row.id, []))
            if row.completed_at is not None:
                halfway = min(halfway or row.completed_at, row.completed_at)
                passed = min(passed or row.completed_at, row.completed_at)
            if halfway or passed:
                dated.append({"one": row.id, "halfway": halfway, "passed": passed})
        if dated:
            bind.execute(
                sa.update(enrolment).where(enrolment.c.id == sa.bindparam("one")).values(
                    halfway_at=sa.bindparam("halfway"), passed_at=sa.bindparam("passed")), dated)


def _moments(name: str) -> sa.Table:
    """The table with moments as they are everywhere in Thaksa."""
    table = _table(name)
    for column in table.columns:
        if isinstance(column.type, sa.DateTime):
            column.type = lms.db.UtcDateTime()
    return table


def _lessons() -> dict[int, dict[int, str]]:
    """What each lesson of a version is to the rules, by its key; others do not count."""
    lesson = _table("lesson")
    found: dict[int, dict[int, str]] = {}
    for row in op.get_bind().execute(
        sa.select(lesson.c.version_id, lesson.c.key, lesson.c.kind, lesson.c.required,
                  lesson.c.settings)
    ):
        practice = row.kind == "quiz" and (row.settings or {}).get("role") == "practice"
        if row.kind == "survey":
            found.setdefault(row.version_id, {})[row.key] = "survey"
        elif row.required and (practice or row.kind not in ("quiz", "assignment")):
            found.setdefault(row.version_id, {})[row.key] = "content"
    return found


def _done(name: str, first: int, last: int) -> dict[int, list[Any]]:
    """The rows of a table by enrolment, the earliest first."""
    table = _moments(name)
    chosen = sa.select(table).where(table.c.enrolment_id.between(first, last))
    if name == "progress":
        chosen = chosen.where(table.c.status >= DONE)
    found: dict[int, list[Any]] = {}
    for row in op.get_bind().execute(chosen.order_by(table.c.updated_at, table.c.lesson_key)):
        found.setdefault(row.enrolment_id, []).append(row)
    return found


class _Plan:
    """What a run asks; each lesson weighs one and each other demand one."""

    def __init__(self, rules: dict[str, Any], lessons: dict[int, str]) -> None:
        self.lessons = lessons
        content = sum(kind == "content" for kind in lessons.values())
        self.content = -(-content * rules.get("content_percent", 100) // 100)
        self.works = rules.get("assignments_required") or 0
        self.pretest = bool(rules.get("pretest_required"))
        self.survey = bool(rules.get("survey_required"))
        self.post = rules.get("posttest_pass_percent")
        self.weight = (self.content + bool(self.works) + self.pretest + self.survey
                       + (self.post is not None))

    def moments(
        self, done: list[Any], results: list[Any], works: list[Any]
    ) -> tuple[datetime | None, datetime | None]:
        """Halfway and passed; the survey has no time, so it counts with what was done last."""
        read = [r.updated_at for r in done if self.lessons.get(r.lesson_key) == "content"]
        steps = read[:self.content]
        if self.pretest:
            steps += [r.updated_at for r in results if r.role == "pre_test"][:1]
        passed = None
        if self.post is not None:
            above = [r.updated_at for r in results
                     if r.role == "post_test" and int(r.best_percent) >= self.post]
            passed = min(above, default=None)
            steps += above[:1]
        if self.works:
            steps += [w.updated_at for w in works if w.passed][self.works - 1:self.works]
        steps.sort()
        answered = self.survey and any(self.lessons.get(r.lesson_key) == "survey" for r in done)
        if answered and steps:
            steps.append(steps[-1])
        half = -(-self.weight // 2)
        return (steps[half - 1] if 0 < half <= len(steps) else None), passed


def downgrade() -> None:
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('snapshot', sa.JSON(), server_default='{}', nullable=False))
    _thaw()
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.alter_column('snapshot', existing_type=sa.JSON(), server_default=None)
        batch_op.drop_constraint(batch_op.f('fk_enrolment_snapshot_id_snapshot'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_enrolment_offering_id_offering'), type_='foreignkey')
        batch_op.drop_column('offering_id')
        batch_op.drop_column('snapshot_id')
        batch_op.drop_column('passed_at')
        batch_op.drop_column('halfway_at')

    with op.batch_alter_table('profile', schema=None) as batch_op:
        batch_op.drop_column('employer')
        batch_op.drop_column('industry')

    with op.batch_alter_table('course_run', schema=None) as batch_op:
        batch_op.drop_column('fund')
        batch_op.drop_column('programme')

    op.drop_table('activity')
    with op.batch_alter_table('offering', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offering_run_id'))

    op.drop_table('offering')
    op.drop_table('snapshot')


def _thaw() -> None:
    bind = op.get_bind()
    enrolment, snapshot = _table("enrolment"), _table("snapshot")
    for row in bind.execute(sa.select(snapshot)).all():
        values = {name: getattr(row, name) for name in PERSONAL}
        bind.execute(sa.update(enrolment).where(enrolment.c.snapshot_id == row.id).values(
            snapshot=values))
