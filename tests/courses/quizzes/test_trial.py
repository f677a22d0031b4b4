"""Trying out: the same pages and marks as an attempt, and nothing is stored."""

from decimal import Decimal

import pytest
from flask import Flask

from courses.quizzes import trial
from courses.quizzes.reviewed import Outcome
from tests import make
from tests.courses.quizzes.test_cost import counted

ALL = [*make.QUESTIONS, *make.ELABORATE]
FORM = {
    "q1": ["b"], "q2": ["a", "b"], "q3": ["true"], "q4": ["๑๔๔๑"], "q5": ["2,569"], "q8-1": ["1441"],
    "q9": ["เขียนแล้ว"], "q11": ["200,150", "700,500"],
}  # fmt: skip


def test_a_sheet_shows_every_kind_and_keeps_what_was_given() -> None:
    definition, _ = trial.ask(ALL)
    sheet = trial.sheet(definition, 1, FORM | {"q8-2": ["มาก"]})
    assert [q.kind for q in sheet.questions] == [q["kind"] for q in ALL]
    assert sheet.questions[0].given == {"": "b"}
    assert list(sheet.page.wrong) == ["q8-2"]
    assert sheet.page.typed == {"q8-2": "มาก"}


def test_marks_are_those_of_an_attempt_without_what_people_mark() -> None:
    definition, keys = trial.ask(ALL)
    outcomes = trial.mark(definition, keys, FORM)
    said = [one.outcome for one in outcomes.questions]
    assert said[:5] == [Outcome.RIGHT] * 5
    assert said[5:] == [
        Outcome.MISSING, Outcome.MISSING, Outcome.PARTLY, Outcome.PENDING, Outcome.MISSING, Outcome.RIGHT,
    ]  # fmt: skip
    assert outcomes.pending == 1
    # 6 + half of 4 + 2 of 21 points; the essay's 10 are left out
    assert outcomes.percent == Decimal("47.61")


@pytest.mark.parametrize("locale", ["en", "th"])
def test_the_pages_are_drawn_with_no_statement(app: Flask, database: None, locale: str) -> None:
    definition, keys = trial.ask(ALL)
    with app.test_request_context("/"), counted() as statements:
        sheet, outcomes = trial.sheet(definition, 3), trial.mark(definition, keys, FORM, 3)
        module = (
            app.extensions["thaksa_templates"][locale].get_template("quizzes/_trial.html").module
        )
        drawn = str(module.sheet_form(sheet, "/try")) + str(module.outcomes(outcomes))
    assert statements == []
    assert drawn.count('class="question"') == len(ALL)
    assert 'enctype="multipart' not in drawn
