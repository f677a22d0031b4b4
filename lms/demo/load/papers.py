"""Certificates of a load, look-ups and surveys: statements whole and real, papers not drawn."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from certificates.composition import compose, design_of, holder
from certificates.models import Certificate
from certificates.statement import Words, canonical
from courses.public import CourseRun
from lms.accounts.public import PersonName
from lms.demo.load.people import People, moments
from lms.demo.load.studies import BANGKOK, Plan, Studies
from lms.institutions.public import Institution

Marks = ("Z" * 12, "@English@", "@Thai@", "1900-01-01", "@Number@")
SURVEYS = 400


@dataclass(frozen=True)
class Form:
    """The canonical statement of a run, cut where a person's own words stand."""

    pieces: tuple[bytes, ...]
    design: str


def form_of(run: CourseRun) -> Form:
    """Without pictures: they would stand a million times in the register."""
    code, english, thai, day, number = Marks
    design = design_of(run.course)
    blank = Certificate(
        code=code, design=design, revision=1, is_sample=False, register_number=number,
        issued_at=np.datetime64(day).astype("datetime64[s]").item(),
    )  # fmt: skip
    blank.issued_at = blank.issued_at.replace(tzinfo=run.opens_at.tzinfo)
    said = compose(blank, run.course, run, PersonName(first_th="ชื่อ"))
    said = replace(
        said,
        holder=Words(thai, english),
        issuers=tuple(replace(i, emblem=None) for i in said.issuers),
        signatories=tuple(replace(s, signature=None) for s in said.signatories),
    )
    pieces, rest = [], canonical(said)
    for mark in Marks:
        before, _mark, rest = rest.partition(mark.encode())
        pieces.append(before)
    return Form((*pieces, rest), design)


@cache
def spelled(name: PersonName) -> tuple[bytes, bytes]:
    """(English, Thai) as they stand in canonical JSON, without the quotes."""
    words = holder(name)
    return tuple(  # type: ignore[return-value]
        json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in (words.en, words.th)
    )


class Register:
    """The numbers of every institution and year, continued without a gap."""

    def __init__(self, places: Iterable[Institution], last: Mapping[tuple[int, int], int]) -> None:
        self.last = Counter(dict(last))
        self.places = {place.id: place for place in places}

    def next(self, institution: int, year: int) -> tuple[int, str]:
        self.last[institution, year] += 1
        number, place = self.last[institution, year], self.places[institution]
        prefix = place.register_prefix or place.code
        return number, place.register_pattern.format(prefix=prefix, seq=number, be=year)


def certificates(
    dice: Generator, who: People, done: Studies, given: Plan, forms: Mapping[int, Form],
    register: Register, public: list[str], first: int, first_user: int, first_enrolment: int,
) -> pa.Table:  # fmt: skip
    """Rows of `certificate`; holders who erased their accounts are let go of."""
    those = np.flatnonzero(done.completed)
    those = those[np.argsort(done.tested[those], kind="stable")]
    person, run = done.person[those], done.run[those]
    day = (done.tested[those] + BANGKOK).astype("datetime64[D]")
    years = (day.astype("datetime64[Y]").astype(int) + 1970 + 543).tolist()
    owners = given.column("institution_id")[run].tolist()
    bodies, digests, numbers, printed, designs = [], [], [], [], []
    for code, one, place, on, year, owner in zip(
        public, person.tolist(), run.tolist(), day.astype(str).tolist(), years, owners, strict=True
    ):
        number, text = register.next(owner, year)
        form, (english, thai) = forms[place], spelled(who.names[one])
        a, b, c, d, e, rest = form.pieces
        body = b"".join((a, code.encode(), b, english, c, thai, d, on.encode(), e,
                         text.encode(), rest))  # fmt: skip
        bodies.append(body)
        digests.append(hashlib.sha256(body).hexdigest())
        numbers.append(number)
        printed.append(text)
        designs.append(form.design)
    gone = who.erased[person]
    return pa.table(
        {
            "id": np.arange(first, first + len(those)),
            "code": pa.array(public, pa.string()),
            "learner_id": pa.array(first_user + person, mask=gone),
            "enrolment_id": pa.array(first_enrolment + those, mask=gone),
            "run_id": given.column("run_id")[run],
            "course_id": given.column("course_id")[run],
            "institution_id": np.array(owners, dtype=int),
            "design": pa.array(designs, pa.string()),
            "revision": np.ones(len(those), dtype=int),
            "be_year": np.array(years, dtype=int),
            "sequence": np.array(numbers, dtype=int),
            "register_number": pa.array(printed, pa.string()),
            "state": pa.array(
                np.where(dice.random(len(those)) < 0.001, "revoked", "valid").astype(object)
            ),
            "is_sample": np.zeros(len(those), dtype=bool),
            "issued_at": moments(done.tested[those]),
            "created_at": moments(done.tested[those]),
            "statement": pa.array(bodies, pa.binary()),
            "statement_digest": pa.array(digests, pa.string()),
        }
    )


def look_ups(dice: Generator, done: Studies, first: int, now: np.datetime64) -> pa.Table:
    """Rows of `look_ups`: every sixth paper was shown to somebody."""
    at = np.sort(done.tested[done.completed], kind="stable")
    looked = np.flatnonzero(dice.random(len(at)) < 0.16)
    days = (dice.exponential(40, len(looked)) * 1440).astype("timedelta64[m]")
    day = np.minimum(at[looked] + days, now).astype("datetime64[D]")
    times = dice.integers(1, 4, len(looked))
    return pa.table({"certificate_id": first + looked, "day": pa.array(day), "times": times})


def answers(dice: Generator, done: Studies, given: Plan) -> pa.Table:
    """Rows of `survey_response`: of nobody, on a day."""
    those = np.flatnonzero(done.surveyed)
    dice.shuffle(those)
    day = (done.tested[those] + BANGKOK).astype("datetime64[D]")
    sheets = np.array(_sheets(), dtype=object)
    liked = given.column("hard")[done.run[those]]
    which = np.clip((dice.beta(2.2 - liked, 2, len(those)) * SURVEYS).astype(int), 0, SURVEYS - 1)
    return pa.table(
        {
            "id": dice.integers(1, 1 << 62, len(those)),
            "run_id": given.column("run_id")[done.run[those]],
            "lesson_key": given.column("keys")[done.run[those]][:, 3],
            "answered_on": pa.array(day),
            "answers": pa.array(sheets[which], pa.string()),
        }
    )


@cache
def _sheets() -> list[str]:
    """Filled-in forms, from the least content to the most."""
    dice = np.random.default_rng(11)
    asked = (
        "content_clear", "content_useful", "content_examples", "media_quality", "tests_fit",
        "feedback_helps", "system_easy", "system_device", "confident", "will_use", "overall",
    )  # fmt: skip
    found = []
    for number in range(SURVEYS):
        mean = 2.6 + 2.4 * number / SURVEYS
        points = np.clip(np.round(dice.normal(mean, 0.6, len(asked))), 1, 5).astype(int)
        sheet = {key: str(p) for key, p in zip(asked, points.tolist(), strict=True)}
        sheet |= {"device": "phone", "recommend": "yes" if mean > 3.4 else "maybe"}
        found.append(json.dumps(sheet))
    return found
