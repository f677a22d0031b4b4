"""Invented people of Korat: the same number is always the same person."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import yaml

from lms.accounts.public import PersonName
from lms.clock import now
from lms.demo.places import DATA
from lms.i18n.dates import to_bangkok
from lms.reference.queries import choices, districts

HOW_MANY = 150
DAYS = 148
IN_TOWN = "3001"
SCHOOLING = ("primary", "lower_sec", "upper_sec", "voc_cert", "high_voc", "bachelor", "master")
WORK = (
    ("own_account", 24),
    ("gov_employee", 22),
    ("private_employee", 26),
    ("coop_member", 9),
    ("family_worker", 6),
    ("unemployed", 6),
    ("homemaker", 7),
)
AT_WORK = ("own_account", "gov_employee", "private_employee", "coop_member")


@dataclass(frozen=True)
class Person:
    """Who one learner is; `day` is how many days ago the account was made."""

    number: int
    email: str
    name: PersonName
    born: date
    profile: dict[str, Any]
    day: float


@cache
def words() -> dict[str, list[Any]]:
    return dict(yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8")))


def email(number: int) -> str:
    return f"learner{number:03}@korat.example"


def person(number: int) -> Person:
    dice = Random(f"person {number}")  # noqa: S311 - invented people, no secrets
    is_woman = dice.random() < 0.58
    age = dice.choice([dice.randint(21, 34), dice.randint(35, 59), dice.randint(60, 74)])
    today = to_bangkok(now()).date()
    return Person(
        number=number,
        email=email(number),
        name=_name(dice, number, is_woman),
        born=today - timedelta(days=int(age * 365.25) + dice.randint(1, 300)),
        profile=_profile(dice, is_woman, age),
        day=DAYS * (1 - (number - 0.5) / HOW_MANY) ** 1.15 + dice.random(),
    )


def _name(dice: Random, number: int, is_woman: bool) -> PersonName:
    known = words()
    first_th, first_en = dice.choice(known["women" if is_woman else "men"])
    front, back = known["family_first"], known["family_last"]
    front_th, front_en = front[number % len(front)]
    back_th, back_en = back[number % len(back)]
    title_th, title_en = dice.choice([("นาง", "Mrs."), ("นางสาว", "Miss")])
    return PersonName(
        title_th=title_th if is_woman else "นาย",
        first_th=first_th,
        last_th=front_th + back_th,
        title_en=title_en if is_woman else "Mr.",
        first_en=first_en,
        last_en=front_en + back_en.lower(),
    )


def _profile(dice: Random, is_woman: bool, age: int) -> dict[str, Any]:
    """Every field is optional, so some stay empty."""
    work = "retired" if age > 62 else dice.choices(*zip(*WORK, strict=True))[0]
    district = IN_TOWN if dice.random() < 0.3 else dice.choice(districts("30"))[0]
    given = {
        "province_code": "30",
        "district_code": district,
        "sex": "female" if is_woman else "male",
        "education": dice.choice(SCHOOLING[:4] if age > 55 else SCHOOLING[2:]),
        "employment": work,
        "target_group": _one_of(dice, "target_group"),
    }
    if work in AT_WORK:
        given["sector"] = _one_of(dice, "sector")
        given["occupation"] = _one_of(dice, "occupation")
    return {name: value for name, value in given.items() if dice.random() < 0.93}


def _one_of(dice: Random, list_name: str) -> str:
    return dice.choice(choices(list_name))[0]
