"""What the answers come to: weights by hand, shares, and what may be shown."""

import random
from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest

from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from lms.workforce.asking import Question
from lms.workforce.measures import MEASURES, ask
from lms.workforce.measures.registry import NotDividedSo
from lms.workforce.outcomes import operations, results
from lms.workforce.outcomes.pages import Shown, waves_shown
from lms.workforce.outcomes.queries import Sending
from lms.workforce.outcomes.weights import Stratum, weights
from lms.workforce.periods import Period
from lms.workforce.rollups import operations as rollups
from tests import make
from tests.conftest import Browser
from tests.workforce.outcomes.asked import ANSWERS, graduate, invitations
from tests.workforce.outcomes.asked import ask as ask_all

ALL = Period.parse("all")
YEAR = Period.now(now() - timedelta(days=190))


def test_an_answer_speaks_for_those_like_it() -> None:
    asked = {("A", "female", "25-34"): 30, ("A", "male", "25-34"): 10}
    answers: list[Stratum] = [("A", "female", "25-34")] * 5 + [("A", "male", "25-34")] * 5
    found = weights(asked, Counter(answers), 5)
    assert [found[stratum] for stratum in answers] == [Fraction(6)] * 5 + [Fraction(2)] * 5


def test_small_strata_are_taken_together_step_by_step() -> None:
    asked = {
        ("A", "female", "25-34"): 20,
        ("A", "female", "60+"): 8,
        ("A", "female", "15-24"): 12,
        ("B", "male", "25-34"): 6,
    }
    answers: list[Stratum] = [("A", "female", "25-34")] * 5
    answers += [("A", "female", "60+")] * 2 + [("A", "female", "15-24")] * 3
    answers += [("B", "male", "25-34")] * 2
    found = weights(asked, Counter(answers), 5)
    assert [found[stratum] for stratum in answers] == [Fraction(4)] * 10 + [Fraction(3)] * 2


def test_all_weights_together_are_all_who_were_asked() -> None:
    dice = random.Random(4)
    for _n in range(300):
        strata: list[Stratum] = [
            (place, sex, age)
            for place in "AB"
            for sex in ("female", "male", None)
            for age in ("15-24", "60+", None)
        ]
        asked = {s: dice.randint(0, 20) for s in strata}
        full = [s for s, count in asked.items() for _m in range(dice.randint(0, count))]
        answers = [dice.choice((s, (s[0], s[1], None), (s[0], None, None))) for s in full]
        made = weights(asked, Counter(answers), 5)
        assert all(weight > 0 for weight in made.values())
        if answers:
            assert sum(made[stratum] for stratum in answers) == sum(asked.values())


def world() -> None:
    """Forty of one run: women answer often and found work, men answer seldom and did not."""
    run = make.run(make.course(institution=make.institution(code="PLACE")))
    for n in range(40):
        graduate(days=190, run=run, sex="female" if n % 2 else "male")
    ask_all()
    women = [i for i in invitations() if i.sex == "female"]
    men = [i for i in invitations() if i.sex == "male"]
    for one in women[:16]:
        operations.answer(one, ANSWERS, least=5)
    for one in men[:8]:
        operations.answer(one, ANSWERS | {"work": "same_job", "income": "same"}, least=5)
    db.session.commit()
    rollups.rebuild()
    db.session.commit()


@pytest.mark.usefixtures("database")
def test_the_share_is_weighted_and_says_on_how_many_it_stands() -> None:
    world()
    table = ask(Question("M13b", ALL))
    assert str(table.total.value) == "0.500"  # 16 of 24 say so; the men weigh double
    assert table.total.people == 24


@pytest.mark.usefixtures("database")
def test_shares_by_sex_are_those_of_the_answers() -> None:
    world()
    stamp = results.stamp_now()
    cells = results.outcomes(("institution",), ALL, 6, 5, stamp, "better")
    whole = cells[("PLACE",)]
    assert (whole.told, whole.share) == (24, Fraction(1, 2))
    assert cells[("*",)] == whole
    yes = results.counts(("institution",), ALL, 6, 5, stamp, "better", says=True)
    assert yes[("PLACE",)] == 16
    by_sex = results.outcomes(("sex",), ALL, 6, 5, stamp, "new_work")
    assert by_sex[("female",)].share == 1
    assert by_sex[("male",)].share == 0


@pytest.mark.usefixtures("database")
def test_few_answers_are_not_shown() -> None:
    place = make.institution(code="SMALL")
    course = make.course(institution=place)
    for _n in range(4):
        graduate(course, days=190)
    ask_all()
    for one in invitations():
        operations.answer(one, ANSWERS, least=5)
    db.session.commit()
    rollups.rebuild()
    db.session.commit()
    assert ask(Question("M13b", ALL)).total.hidden
    assert ask(Question("M13h", ALL)).total.hidden


@pytest.mark.usefixtures("database")
def test_one_who_says_otherwise_is_not_pointed_at() -> None:
    course = make.course(institution=make.institution(code="ONE"))
    for _n in range(20):
        graduate(course, days=190)
    ask_all()
    for n, one in enumerate(invitations()):
        operations.answer(one, ANSWERS | ({"uses": "1"} if n == 0 else {}), least=5)
    db.session.commit()
    rollups.rebuild()
    db.session.commit()
    assert ask(Question("M13d", ALL)).total.hidden
    assert str(ask(Question("M13b", ALL)).total.value) == "1.000"


@pytest.mark.parametrize("code", ["M13a", "M13b", "M13c", "M13g"])
@pytest.mark.parametrize("dimension", ["district", "age_band", "sex", "disability", "employer"])
def test_income_is_never_divided_by_what_is_personal(code: str, dimension: str) -> None:
    with pytest.raises(NotDividedSo):
        MEASURES[code].check(Question(code, ALL, by=(dimension,)))


def test_the_page_counts_letters_and_names_nobody(client: Browser) -> None:
    world()
    analyst = client.as_(make.member(Role.ANALYST, first_en="Reader"))
    page = analyst.get(f"/numbers/outcomes?period={YEAR}")
    assert page.status_code == 200
    assert "60.0%" in page.text
    assert "Namphueng" not in page.text


def test_an_institution_sees_its_own_letters_only(client: Browser) -> None:
    world()
    registrar = client.as_(make.member(Role.REGISTRAR))
    page = registrar.get(f"/numbers/outcomes?period={YEAR}")
    assert "60.0%" not in page.text
    assert client.as_(make.user()).get("/numbers/outcomes").status_code == 403


def test_reminders_do_not_tell_how_many_kept_silent() -> None:
    def shown(answered: int) -> Shown:
        (wave,) = waves_shown([Sending(6, 20, 2, answered)], 5)
        return wave

    assert (shown(19).answered, shown(19).reminded) == (None, None)
    assert (shown(10).answered, shown(10).reminded) == (10, None)  # two letters are few, too


def test_a_small_wave_is_not_shown(client: Browser) -> None:
    graduate(days=190)
    ask_all()
    page = client.as_(make.member(Role.ANALYST)).get(f"/numbers/outcomes?period={YEAR}")
    assert page.text.count("Not shown") == 4
