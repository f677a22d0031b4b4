"""What became of those who completed: a share was asked months later, some answered, of nobody."""

import json
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from lms.demo.load.people import BANDS, EDGES, People, ages, codes, moments
from lms.demo.load.studies import BANGKOK, Plan, Studies

WAVES = {3: 0.42, 6: 0.33, 12: 0.25}  # how many of those asked answer
ASKED = 0.12
SHEETS = 300


def asked(
    dice: Generator, who: People, done: Studies, given: Plan,
    first_user: int, first_enrolment: int, now: np.datetime64,
) -> tuple[pa.Table, pa.Table]:  # fmt: skip
    """Rows of `outcome_invitation`, without ids, and of `outcome_answer`."""
    invited, answered = [], []
    for wave, share in WAVES.items():
        day = (done.tested + BANGKOK).astype("datetime64[D]")
        sent = day + np.timedelta64(30 * wave + 2, "D")
        those = np.flatnonzero(
            done.completed & (sent < now.astype("datetime64[D]")) & ~who.erased[done.person]
        )
        those = those[dice.random(len(those)) < ASKED]
        says = dice.random(len(those)) < share
        rows = _invitations(dice, who, done, given, those, wave, day, sent, says)
        rows["learner_id"] = pa.array(first_user + done.person[those])
        rows["enrolment_id"] = pa.array(first_enrolment + those)
        invited.append(pa.table(rows))
        answered.append(_answers(dice, done, given, those[says], wave, day, sent, who))
    return pa.concat_tables(invited), pa.concat_tables(answered)


def _invitations(
    dice: Generator, who: People, done: Studies, given: Plan, those: np.ndarray,
    wave: int, day: np.ndarray, sent: np.ndarray, says: np.ndarray,
) -> dict[str, pa.Array]:  # fmt: skip
    on = (done.at[those] + BANGKOK).astype("datetime64[D]")
    band = np.digitize(ages(who.born[done.person[those]], on), EDGES)
    return {
        "public_id": pa.array(codes(dice, len(those)), pa.string()),
        "wave": pa.array(np.full(len(those), wave)),
        "month": pa.array(_month(day[those])),
        "offering_id": pa.array(given.column("offering_id")[done.run[those]]),
        "sex": pa.array(who.stated["sex"][done.person[those]], pa.string()),
        "age_band": pa.array(np.array(BANDS, dtype=object)[band], pa.string()),
        "sent_on": pa.array(sent[those]),
        "reminders": pa.array(np.where(says, 0, 2)),
        "answered": pa.array(says),
        "created_at": moments(sent[those]),
    }


def _answers(
    dice: Generator, done: Studies, given: Plan, those: np.ndarray,
    wave: int, day: np.ndarray, sent: np.ndarray, who: People,
) -> pa.Table:  # fmt: skip
    sheets = np.array(_sheets(), dtype=object)
    which = dice.integers(0, SHEETS, len(those))
    return pa.table(
        {
            "id": dice.integers(1, 1 << 62, len(those)),
            "wave": np.full(len(those), wave),
            "month": _month(day[those]),
            "offering_id": given.column("offering_id")[done.run[those]],
            "sex": pa.array(who.stated["sex"][done.person[those]], pa.string()),
            "answered_on": pa.array(sent[those]),
            "version": np.ones(len(those), dtype=int),
            "answers": pa.array(sheets[which], pa.string()),
        }
    )


def _month(day: np.ndarray) -> np.ndarray:
    months = day.astype("datetime64[M]").astype(int)
    return np.asarray((1970 + months // 12) * 100 + months % 12 + 1)


@cache
def _sheets() -> list[str]:
    dice = np.random.default_rng(12)

    def one(values: list[str], shares: list[float]) -> str:
        return str(dice.choice(values, p=np.array(shares) / sum(shares)))

    return [
        json.dumps(
            {
                "work": one(
                    ["got_job", "changed_job", "own_business", "same_job", "studying",
                     "not_working"], [9, 8, 6, 52, 13, 12]
                ),
                "related": one(["yes", "partly", "no", "none"], [28, 32, 20, 20]),
                "uses": one(["5", "4", "3", "2", "1"], [18, 34, 28, 13, 7]),
                "income": one(["up", "same", "down", "unsaid"], [22, 58, 5, 15]),
                "helped": one(["knowledge", "certificate", "practice", "confidence"], [5, 2, 2, 3]),
            }
        )
        for _sheet in range(SHEETS)
    ]  # fmt: skip
