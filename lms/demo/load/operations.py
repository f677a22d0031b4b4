"""The load, chunk after chunk, each one transaction: killed half-way it goes on where it was."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.random import default_rng
from sqlalchemy import Connection, select

from certificates.models import RegisterCounter
from courses.public import CourseRun
from lms import audit
from lms.accounts.public import encrypt
from lms.clock import now
from lms.db import db, metadata, one_transaction
from lms.demo.load import catalogue, followups, papers, people, studies
from lms.demo.load.people import People
from lms.demo.load.studies import Plan, Studies
from lms.demo.load.writing import reserve, unchecked, write
from lms.demo.models import DemoLoad, DemoRange
from lms.demo.places import institutions
from lms.workforce.rollups.operations import rebuild

CHUNK = 5000
COURSES = 120
Say = Callable[[str], None]


@dataclass
class Chunk:
    """Some people and what they did, before they have numbers."""

    number: int
    who: People
    done: Studies
    snapshots: pa.Table


def load(learners: int, seed: int, say: Say) -> None:
    """Bring the load of that seed to `learners` people; what is there of it already stays."""
    load_id = _begin(learners, seed, say)
    with one_transaction():
        given = studies.plan(catalogue.taught(_span(load_id, "course_run"), seed))
        forms = {
            place: papers.form_of(db.session.get_one(CourseRun, run.run_id))
            for place, run in enumerate(given.runs)
        }
    started, there = time.monotonic(), _there(load_id)
    for chunk in _invented(_sizes(learners, there), (seed, load_id), given):
        with one_transaction():
            _keep(load_id, chunk, given, forms)
        there[chunk.number] = len(chunk.who)
        if chunk.number % 10 == 0:
            say(f"{sum(there.values())} learners, {time.monotonic() - started:.0f} s")
    with one_transaction():
        db.session.get_one(DemoLoad, load_id).finished = True
        _fill_seats(load_id)
    say("counting")
    with one_transaction():
        say(f"{rebuild()} enrolments counted")


def _begin(learners: int, seed: int, say: Say) -> int:
    """The load with that seed: the one that was begun, or a new one with its courses and runs."""
    known = db.session.scalar(select(DemoLoad).filter_by(seed=seed))
    if known is not None:
        with one_transaction():
            db.session.get_one(DemoLoad, known.id).learners = max(known.learners, learners)
            own = CourseRun.id.between(*_span(known.id, "course_run"))
            db.session.execute(sa.update(CourseRun).where(own).values(seats=None))  # more come
        return known.id
    with one_transaction():
        before = _tops()
        begun = DemoLoad(seed=seed, learners=learners)
        db.session.add(begun)
        db.session.flush()  # what is made refers to it
        catalogue.make(begun.id, seed, courses_for(learners), say)
        db.session.flush()  # the highest ids are read
        for table, top in _tops().items():
            if top > before[table]:
                _note(begun.id, 0, table, before[table] + 1, top)
        audit.record("demo.loaded", begun, by=None, seed=seed, learners=learners)
    return begun.id


def courses_for(learners: int) -> int:
    """Few learners have fewer courses to choose from."""
    return max(12, min(COURSES, learners // 40))


def _tops() -> dict[str, int]:
    """The highest ids of what a catalogue is made of."""
    tables = ("code_entry", "course", "course_run", "offering")
    found = {}
    for name in tables:
        column = metadata.tables[name].c.id
        found[name] = db.session.scalar(select(sa.func.coalesce(sa.func.max(column), 0))) or 0
    return found


def _there(load_id: int) -> dict[int, int]:
    """How many people each chunk that is written has."""
    rows = db.session.execute(
        select(DemoRange.chunk, DemoRange.first_id, DemoRange.last_id).filter_by(
            load_id=load_id, table_name="user"
        )
    )
    return {row[0]: row[2] - row[1] + 1 for row in rows}


def _sizes(learners: int, there: dict[int, int]) -> list[tuple[int, int]]:
    """(number, people) of the chunks that are missing."""
    left, number = learners - sum(there.values()), max(there, default=0)
    return [
        (number + place + 1, min(CHUNK, left - start))
        for place, start in enumerate(range(0, left, CHUNK))
    ]


def _note(load_id: int, chunk: int, table: str, first: int, last: int) -> None:
    db.session.add(
        DemoRange(load_id=load_id, chunk=chunk, table_name=table, first_id=first, last_id=last)
    )


def _invented(sizes: list[tuple[int, int]], seed: tuple[int, int], given: Plan) -> Iterator[Chunk]:
    """One chunk ahead: the next is thought out while the last one is written."""
    at = np.datetime64(now().replace(tzinfo=None), "us")
    days = np.datetime64(catalogue.first_day()), np.datetime64(catalogue.today())

    def think(number: int, people_: int) -> Chunk:
        dice = default_rng([*seed, number])
        who = people.invent(dice, people_, *days)
        done = studies.study(dice, who, given, at)
        return Chunk(number, who, done, studies.snapshots(who, done))

    with ThreadPoolExecutor(1) as ahead:
        coming = [ahead.submit(think, *size) for size in sizes[:1]]
        for following in [*sizes[1:], None]:
            if not coming:
                return
            chunk = coming.pop().result()
            if following is not None:
                coming.append(ahead.submit(think, *following))
            yield chunk


def _keep(load_id: int, chunk: Chunk, given: Plan, forms: dict[int, papers.Form]) -> None:
    """Number the chunk and write it."""
    connection, who, done = db.session.connection(), chunk.who, chunk.done
    dice = default_rng([load_id, chunk.number, 7])
    certified = int(done.completed.sum())
    counts = {"user": len(who), "snapshot": chunk.snapshots.num_rows,
              "enrolment": len(done), "certificate": certified}  # fmt: skip
    first = {table: reserve(connection, table, count) for table, count in counts.items()}
    for table, count in counts.items():
        if count:
            _note(load_id, chunk.number, table, first[table], first[table] + count - 1)
    db.session.flush()  # the ranges stand before the rows
    places = first["user"], first["snapshot"], first["enrolment"]
    at = np.datetime64(now().replace(tzinfo=None), "us")
    public = people.codes(dice, len(who) + certified)
    last = connection.execute(select(RegisterCounter.__table__)).all()
    register = papers.Register(
        institutions().values(), {(r.institution_id, r.be_year): r.last for r in last}
    )
    with unchecked(connection):
        made = _made(who, done, at)
        write(connection, "user", people.users(who, places[0], public[: len(who)], made, at))
        write(connection, "profile", people.profiles(who, places[0], at.astype("datetime64[D]")))
        write(connection, "snapshot", _numbered(chunk.snapshots, places[1], places[0]))
        rows = studies.enrolments(done, given, places[2], places[0], places[1])
        write(connection, "enrolment", rows)
        write(connection, "progress", studies.progress(done, given, places[2]))
        write(connection, "activity", studies.activity(done, places[2]))
        write(connection, "quiz_result", studies.results(done, given, places[2]))
        issued = papers.certificates(
            dice, who, done, given, forms, register, public[len(who) :],
            first["certificate"], places[0], places[2],
        )  # fmt: skip
        write(connection, "certificate", issued)
        write(connection, "look_ups", papers.look_ups(dice, done, first["certificate"], at))
        write(connection, "survey_response", papers.answers(dice, done, given))
        _tell(connection, dice, who, places[0])
        _follow_up(connection, followups.asked(dice, who, done, given, places[0], places[2], at))
        _count_on(connection, register, {(r.institution_id, r.be_year) for r in last})
    _take_seats(connection, done, given)


def _numbered(rows: pa.Table, first: int, first_user: int) -> pa.Table:
    learners = rows.column("learner_id").to_numpy() + first_user
    rows = rows.drop_columns(["learner_id"]).append_column("learner_id", pa.array(learners))
    return rows.append_column("id", pa.array(np.arange(first, first + rows.num_rows)))


def _made(who: People, done: Studies, at: np.datetime64) -> np.ndarray:
    """When each account was made: before the first enrolment."""
    first = np.full(len(who), at)
    np.minimum.at(first, done.person, done.at)
    return first - np.timedelta64(3, "h")


def _follow_up(connection: Connection, asked: tuple[pa.Table, pa.Table]) -> None:
    invited, answered = asked
    first = reserve(connection, "outcome_invitation", invited.num_rows)
    ids = pa.array(np.arange(first, first + invited.num_rows))
    write(connection, "outcome_invitation", invited.append_column("id", ids))
    write(connection, "outcome_answer", answered)


def _tell(connection: Connection, dice: np.random.Generator, who: People, first: int) -> None:
    """A few tell a disability; encrypted, with its own consent."""
    those = np.flatnonzero(who.told & ~who.erased)
    text = connection.scalar(
        sa.text("SELECT max(id) FROM consent_text WHERE purpose = 'disability'")
    )
    if text is None or not len(those):
        return
    kinds = [encrypt(str(kind)) for kind in dice.integers(1, 8, len(those)).tolist()]
    write(connection, "sensitive_profile",
          pa.table({"user_id": first + those, "disability": pa.array(kinds, pa.string())}))  # fmt: skip
    consent = metadata.tables["consent"]
    rows = [
        {"user_id": int(one), "purpose": "disability", "text_id": text, "given": True, "how": "demo",
         "created_at": now()}
        for one in first + those
    ]  # fmt: skip
    connection.execute(sa.insert(consent), rows)


def _count_on(
    connection: Connection, register: papers.Register, known: set[tuple[int, int]]
) -> None:
    """The register goes on where we left it."""
    counter = metadata.tables["register_counter"]
    for (institution, year), last in register.last.items():
        place = {"institution_id": institution, "be_year": year}
        if (institution, year) not in known:
            connection.execute(sa.insert(counter).values(**place, last=last))
            continue
        here = sa.and_(*(counter.c[name] == value for name, value in place.items()))
        connection.execute(sa.update(counter).where(here).values(last=last))


def _take_seats(connection: Connection, done: Studies, given: Plan) -> None:
    seated = np.isin(done.state.astype(str), ("active", "completed"))
    counted = np.bincount(done.run[seated], minlength=len(given.runs)).tolist()
    more = [{"run": r.run_id, "more": n} for r, n in zip(given.runs, counted, strict=True) if n]
    table = CourseRun.__table__
    taken = sa.update(table).where(table.c.id == sa.bindparam("run"))  # type: ignore[arg-type]
    if more:
        taken = taken.values(seats_taken=table.c.seats_taken + sa.bindparam("more"))
        connection.execute(taken, more)


def _fill_seats(load_id: int) -> None:
    """What was held on the spot had about as many seats as came."""
    runs = select(CourseRun).where(
        CourseRun.starts_on.is_not(None), CourseRun.id.between(*_span(load_id, "course_run"))
    )
    for run in db.session.scalars(runs):
        dice = Random(run.number)  # noqa: S311 - invented, no secrets
        run.seats = max(20, int(run.seats_taken * dice.uniform(1, 1.3)) + 1)


def _span(load_id: int, table: str) -> tuple[int, int]:
    row = db.session.scalars(
        select(DemoRange).filter_by(load_id=load_id, chunk=0, table_name=table)
    ).one()
    return row.first_id, row.last_id
