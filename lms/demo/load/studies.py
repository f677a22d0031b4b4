"""What invented people enrol in and how far they come: whole columns at a time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from lms.demo.load.catalogue import Taught, shapes
from lms.demo.load.people import BANDS, EDGES, People, ages, moments, provinces

DAY = np.timedelta64(1, "D")
BANGKOK = np.timedelta64(7, "h")
NEVER = np.datetime64("NaT")
NONE, BEGUN, HALF, FAILED, COMPLETED = range(5)
STEPS = np.array([-1.6, -0.95, 0.05, 0.35])  # how able one must be for each
STARTED, DONE = 1, 2


@dataclass(frozen=True)
class Plan:
    """Runs as columns, and when how many begin in which."""

    runs: tuple[Taught, ...]
    cells: np.ndarray  # (run, first day, days) of every month of every run
    chances: tuple[np.ndarray, ...]  # of the cells, summed up, for each walk of life

    def column(self, name: str) -> np.ndarray:
        return np.array([getattr(run, name) for run in self.runs])


def plan(runs: Sequence[Taught]) -> Plan:
    """The months of each run, weighted by the season and by what each walk of life looks for."""
    season, cells, weights = shapes()["season"], [], []
    for number, run in enumerate(runs):
        at = run.opens
        while at < run.closes:
            after = min((at.replace(day=1) + timedelta(days=32)).replace(day=1), run.closes)
            days = (after - at).days
            cells.append((number, (at - date(1970, 1, 1)).days, days))
            weights.append(run.weight * season[at.month] * days / 30)
            at = after
    found, base = np.array(cells), np.array(weights)
    walks = np.array([run.walk for run in runs])[found[:, 0]]
    chances = []
    for walk in range(len(shapes()["walks"])):
        liked = np.cumsum(base * np.where(walks == walk, 5.0, 1.0))
        chances.append(liked / liked[-1])
    return Plan(tuple(runs), found, tuple(chances))


@dataclass
class Studies:
    """Columns, one entry an enrolment; `person` and `run` are places in theirs."""

    person: np.ndarray
    run: np.ndarray
    at: np.ndarray
    state: np.ndarray
    stage: np.ndarray
    began: np.ndarray
    read: np.ndarray
    tested: np.ndarray
    left: np.ndarray
    again: np.ndarray
    later: np.ndarray
    surveyed: np.ndarray
    pre: np.ndarray
    post: np.ndarray
    snapshot: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @property
    def completed(self) -> np.ndarray:
        return np.asarray(self.stage == COMPLETED)


def study(dice: Generator, who: People, given: Plan, now: np.datetime64) -> Studies:
    """What these people do in the three years before `now`."""
    person, run, at = _enrol(dice, who, given)
    count = len(person)
    hard, ends = given.column("hard")[run], _ends(given, now)[run]
    age = ages(who.born[person], at.astype("datetime64[D]"))
    grey = np.where(age >= 60, -0.25, np.where(age < 25, -0.1, 0.1))
    drive = 0.75 * who.able[person] + grey - hard + dice.normal(0, 1, count)
    stage = np.digitize(drive, STEPS)
    began = at + _days(dice.exponential(3, count))
    read = began + _days(dice.gamma(2, 5, count))
    tested = read + _days(dice.exponential(5, count) + 0.02)
    stage = np.where(tested > ends, np.minimum(stage, HALF), stage)
    stage = np.where(read > ends, np.minimum(stage, BEGUN), stage)
    stage = np.where(began > ends, NONE, stage)
    state = np.where(stage == COMPLETED, "completed", "active").astype(object)
    turned = given.column("is_seated")[run] & (stage == NONE) & (dice.random(count) < 0.12)
    state[turned] = "refused"
    last = np.where(stage >= FAILED, tested, np.where(stage == HALF, read, began))
    last = np.where(stage == NONE, at, last)
    left = last + _days(dice.exponential(9, count) + 0.01)
    goes = ~turned & (stage < COMPLETED) & (left <= ends) & (dice.random(count) < 0.07)
    state[goes] = "withdrawn"
    pre, post = _results(dice, who.able[person], stage)
    studies = Studies(
        person=person, run=run, at=at, state=state, stage=stage, began=began, read=read,
        tested=tested, left=np.where(goes, left, NEVER),
        again=(stage > NONE) & (dice.random(count) < 0.004),
        later=_return(dice, last, stage, now),
        surveyed=(stage == COMPLETED) & (dice.random(count) < 0.5),
        pre=pre, post=post, snapshot=np.zeros(count, dtype=np.int64),
    )  # fmt: skip
    return studies


def _days(days: np.ndarray) -> np.ndarray:
    return np.asarray((days * 86_400_000_000).astype("timedelta64[us]"))


def _enrol(dice: Generator, who: People, given: Plan) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(person, run, moment): most take three to eight, some fifty; nobody a run twice."""
    keen = np.clip(np.exp(dice.normal(2.15 + 0.12 * who.able, 0.85)), 1, 60).astype(int)
    person = np.repeat(np.arange(len(who)), keen)
    chosen = np.empty(len(person), dtype=np.int64)
    for walk, chances in enumerate(given.chances):
        those = np.flatnonzero(who.walk[person] == walk)
        chosen[those] = np.searchsorted(chances, dice.random(len(those)))
    run, first, days = given.cells[chosen].T
    at = first.astype("datetime64[D]").astype("datetime64[us]")
    at = at + _days(days * dice.random(len(at)) * 0.999)
    _, kept = np.unique(run * len(who) + person, return_index=True)
    order = kept[np.lexsort((at[kept], person[kept]))]
    return person[order], run[order], at[order]


def _ends(given: Plan, now: np.datetime64) -> np.ndarray:
    """Until when one can learn in each run."""
    ends = [run.ends or date(2200, 1, 1) for run in given.runs]
    return np.asarray(np.minimum(np.array(ends, dtype="datetime64[us]"), now))


def _results(dice: Generator, able: np.ndarray, stage: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per cent before and after, of ten questions; who knew less gains more."""
    count = len(able)
    pre = np.clip(np.round(4.6 + 0.9 * able + dice.normal(0, 1.6, count)), 0, 10)
    gain = np.clip(dice.normal(0.48 + 0.06 * able, 0.22, count), -0.1, 1)
    post = np.clip(np.round(pre + (10 - pre) * gain), 0, 10)
    post = np.where(stage == COMPLETED, np.maximum(post, 6), np.minimum(post, 5))
    return pre.astype(int) * 10, post.astype(int) * 10


def _return(dice: Generator, last: np.ndarray, stage: np.ndarray, now: np.datetime64) -> np.ndarray:
    """Some look again months later."""
    later = last + _days(dice.uniform(30, 240, len(last)))
    comes = (stage > NONE) & (dice.random(len(last)) < 0.09) & (later < now)
    return np.where(comes, later, NEVER)


def snapshots(who: People, done: Studies) -> pa.Table:
    """Rows of `snapshot` from 0 up, in the order of each person's life; `done` learns its own."""
    on = (done.at + BANGKOK).astype("datetime64[D]")
    band = np.digitize(ages(who.born[done.person], on), EDGES)
    moved = (on >= who.move[done.person]).astype(int)
    key = done.person * 16 + band * 2 + moved
    distinct, done.snapshot = np.unique(key, return_inverse=True)
    person, band, moved = distinct // 16, distinct % 16 // 2, distinct % 2
    district = np.where(moved == 1, who.second[person], who.district[person])
    columns = {name: values[person] for name, values in who.stated.items()}
    columns |= {
        "age_band": np.array(BANDS, dtype=object)[band],
        "district_code": district,
        "province_code": provinces(district),
    }
    rows = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    rows = rows.append_column("digest", pa.array(_digests(columns), pa.string()))
    return rows.append_column("learner_id", pa.array(person))


def _digests(columns: dict[str, np.ndarray]) -> list[str]:
    """As an enrolment makes them: of the canonical JSON of what is frozen."""
    names = sorted(columns)
    pattern = "{" + ", ".join(f'"{name}": %s' for name in names) + "}"
    listed = [["null" if v is None else f'"{v}"' for v in columns[n].tolist()] for n in names]
    return [
        hashlib.sha256((pattern % row).encode()).hexdigest()[:32]
        for row in zip(*listed, strict=True)
    ]


def enrolments(
    done: Studies, given: Plan, first: int, first_user: int, first_snapshot: int
) -> pa.Table:
    """Rows of `enrolment`."""
    versions = given.column("version_id")[done.run]
    passed = done.completed
    return pa.table(
        {
            "id": np.arange(first, first + len(done)),
            "run_id": given.column("run_id")[done.run],
            "learner_id": first_user + done.person,
            "state": pa.array(done.state, pa.string()),
            "enrolled_at": moments(done.at),
            "created_at": moments(done.at),
            "completed_at": moments(np.where(passed, done.tested, NEVER)),
            "completed_version_id": pa.array(versions, mask=~passed),
            "withdrawn_at": moments(done.left),
            "halfway_at": moments(np.where(done.stage >= HALF, done.read, NEVER)),
            "passed_at": moments(np.where(passed, done.tested, NEVER)),
            "snapshot_id": first_snapshot + done.snapshot,
            "offering_id": given.column("offering_id")[done.run],
        }
    )


def progress(done: Studies, given: Plan, first: int) -> pa.Table:
    """Rows of `progress` in the order of their key: tests, the lesson, that the survey is done."""
    keys = given.column("keys")[done.run]
    began = np.flatnonzero(done.stage >= BEGUN)
    halfway = np.flatnonzero(done.stage >= HALF)
    tested = np.flatnonzero(done.stage >= FAILED)
    surveyed = np.flatnonzero(done.surveyed)
    of = np.concatenate([began, halfway, tested, surveyed])
    lesson = np.concatenate([keys[began, 0], keys[halfway, 1], keys[tested, 2], keys[surveyed, 3]])
    at = np.concatenate(
        [done.began[began], done.read[halfway], done.tested[tested], done.at[surveyed]]
    )
    fails = np.concatenate([np.zeros(len(began) + len(halfway), dtype=bool),
                            done.stage[tested] == FAILED, np.zeros(len(surveyed), dtype=bool)])  # fmt: skip
    order = np.lexsort((lesson, of))
    return pa.table(
        {
            "enrolment_id": first + of[order],
            "lesson_key": lesson[order],
            "status": np.where(fails, STARTED, DONE)[order],
            "position": np.zeros(len(of), dtype=int),
            "seconds": np.full(len(of), 600),
            "updated_at": moments(at[order]),
        }
    )


def activity(done: Studies, first: int) -> pa.Table:
    """Rows of `activity`: the months in which something happened, with its last day."""
    stages = [
        (done.stage >= BEGUN, done.began),
        (done.stage >= HALF, done.read),
        (done.stage >= FAILED, done.tested),
        (~np.isnat(done.later), done.later),
        (done.again, done.at - 40 * DAY),
    ]
    of = np.concatenate([np.flatnonzero(mask) for mask, _at in stages])
    day = np.concatenate([at[mask] for mask, at in stages]) + BANGKOK
    day = day.astype("datetime64[D]")
    months = day.astype("datetime64[M]").astype(int)
    month = (1970 + months // 12) * 100 + months % 12 + 1
    order = np.lexsort((day, month, of))
    of, month, day = of[order], month[order], day[order]
    last = np.ones(len(of), dtype=bool)
    last[:-1] = (of[1:] != of[:-1]) | (month[1:] != month[:-1])
    return pa.table(
        {"enrolment_id": first + of[last], "month": month[last], "last_on": pa.array(day[last])}
    )


def results(done: Studies, given: Plan, first: int) -> pa.Table:
    """Rows of `quiz_result`; without attempts, as those that came from elsewhere."""
    keys = given.column("keys")[done.run]
    began, tested = np.flatnonzero(done.stage >= BEGUN), np.flatnonzero(done.stage >= FAILED)
    of = np.concatenate([began, tested])
    lesson = np.concatenate([keys[began, 0], keys[tested, 2]])
    percent = np.concatenate([done.pre[began], done.post[tested]]).astype(float)
    role = np.repeat(np.array(["pre_test", "post_test"], dtype=object), [len(began), len(tested)])
    at = np.concatenate([done.began[began], done.tested[tested]])
    order = np.lexsort((lesson, of))
    return pa.table(
        {
            "enrolment_id": first + of[order],
            "lesson_key": lesson[order],
            "role": pa.array(role[order], pa.string()),
            "attempts": np.zeros(len(of), dtype=int),
            "first_percent": percent[order],
            "best_percent": percent[order],
            "passed": ((role == "pre_test") | (percent >= 60))[order],
            "updated_at": moments(at[order]),
        }
    )
