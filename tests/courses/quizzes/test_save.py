"""Every answer is kept as it is given; what is no answer is told and takes nothing along."""

from datetime import timedelta

import pytest

from lms.clock import now
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner, right_answers


@pytest.fixture
def learner(client: Browser) -> Learner:
    learner = Learner(client, shuffle=False)
    learner.start()
    return learner


def test_an_answer_is_there_when_the_page_comes_back(learner: Learner) -> None:
    answer = learner.say("q1", "b")
    assert answer.status_code == 200
    assert answer.json is not None
    assert ":" in answer.json["saved_at"]
    assert learner.stored == {("q1", ""): "b"}
    assert 'value="b" checked' in learner.look().text


def test_answers_go_on_another_device(learner: Learner) -> None:
    for name, value in right_answers(learner.quiz).items():
        learner.say(name, *([value] if isinstance(value, str) else value))
    page = learner.another_browser().look("/check").text
    assert "Every question has an answer." in page
    learner.submit()
    assert "100%" in learner.look("/review").text


def test_the_same_answer_twice_is_one(learner: Learner) -> None:
    assert [learner.say("q1", "b", seq=5).status_code for _ in range(2)] == [200, 200]
    assert learner.stored == {("q1", ""): "b"}


def test_a_late_copy_of_an_older_answer_changes_nothing(learner: Learner) -> None:
    learner.say("q1", "b", seq=9)
    assert learner.say("q1", "a", seq=8).status_code == 200
    assert learner.stored == {("q1", ""): "b"}


def test_a_cleared_answer_stays_cleared(learner: Learner) -> None:
    learner.say("q2", "a", "c", seq=1)
    learner.say("q2", seq=3)
    learner.say("q2", "b", seq=2)
    assert learner.stored == {}


def test_a_device_with_a_wrong_clock_is_not_ignored(learner: Learner) -> None:
    future = (now() + timedelta(days=400)).isoformat()
    learner.say("q1", "a", seq=9_999_999_999_999, at=future)
    learner.another_browser().say("q1", "b", seq=1, at="2001-01-01T00:00:00Z")
    assert learner.stored == {("q1", ""): "b"}


def test_what_waited_offline_does_not_replace_a_later_answer_of_another_device(
    learner: Learner,
) -> None:
    given_at = now().isoformat()
    first = learner.browser
    learner.another_browser().say("q1", "b", at=now().isoformat())
    learner.browser = first
    assert learner.say("q1", "a", at=given_at).status_code == 200
    assert learner.stored == {("q1", ""): "b"}


def test_an_old_page_does_not_undo_what_another_device_answered(learner: Learner) -> None:
    old = learner.form()
    first = learner.browser
    learner.another_browser().say("q1", "b")
    learner.browser = first
    learner.send("save", old | {"q1": "a", "q3": "true"})
    assert learner.stored == {("q1", ""): "b", ("q3", ""): True}


def test_a_form_clears_what_it_showed(learner: Learner) -> None:
    learner.say("q2", "a")
    learner.send("save", {name: v for name, v in learner.form().items() if name != "q2"})
    assert learner.stored == {}


def test_a_list_in_two_same_places_is_only_partly_answered(learner: Learner) -> None:
    names = [name for name in right_answers(learner.quiz) if name.startswith("q7-")]
    learner.send("save", learner.form() | dict.fromkeys(names, "1"))
    assert "partly answered" in learner.look("/check").text


BAD = [
    ("q1", ("z",)),
    ("q1", ("a", "b")),
    ("q1", ("x" * 10_000,)),
    ("q2", ("a", "z")),
    ("q2", ("a", "a")),
    ("q3", ("maybe",)),
    ("q4", ("ก" * 10_000,)),
    ("q5", ("สองพัน",)),
    ("q5", ("1e999999",)),
    ("q99", ("a",)),
    ("", ("a",)),
    ("q6-nothing", ("a",)),
    ("q6", ("a",)),
    ("__class__", ("a",)),
]


@pytest.mark.parametrize(("name", "values"), BAD)
def test_what_is_no_answer_is_told(learner: Learner, name: str, values: tuple[str, ...]) -> None:
    learner.say("q3", "true")
    refused = learner.say(name, *values)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["error"]
    assert learner.stored == {("q3", ""): True}


@pytest.mark.parametrize("place", ["0", "4", "-1", "1.0", "๑", "²", "9" * 400])
def test_a_place_outside_the_list_is_told(learner: Learner, place: str) -> None:
    name = next(n for n in right_answers(learner.quiz) if n.startswith("q7-"))
    assert learner.say(name, place).status_code == 422


@pytest.mark.parametrize("seq", ["", "-1", "x", "9" * 30, "1.5", "²"])
def test_a_number_that_cannot_be_read_is_told(learner: Learner, seq: str) -> None:
    form = {"question": "q1", "answer": "a", "seq": seq}
    assert learner.send("save", form).status_code == 422


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-22T10:00:00", "9" * 5000])
def test_a_time_that_cannot_be_read_does_not_matter(learner: Learner, at: str) -> None:
    assert learner.say("q1", "b", at=at).status_code == 200


@pytest.mark.parametrize("page", ["save", "submit"])
def test_a_form_keeps_what_is_right_and_what_was_typed(learner: Learner, page: str) -> None:
    answers = right_answers(learner.quiz) | {"q5": "สองพันกว่า", "q1": "z"}
    answer = learner.send(page, learner.form() | answers)
    assert answer.status_code == 200
    assert "Write the answer as a number" in answer.text
    assert 'value="สองพันกว่า"' in answer.text
    assert 'value="๑๔๔๑"' in answer.text
    assert ("q4", "") in learner.stored
    assert ("q5", "") not in learner.stored


def test_a_submitted_attempt_takes_no_answer(learner: Learner) -> None:
    learner.say("q1", "a")
    learner.submit()
    refused = learner.say("q1", "b")
    assert refused.status_code == 409
    assert refused.json is not None
    assert "submitted" in refused.json["error"]
    assert learner.send("save", {"q1": "b"}).status_code == 302
    assert learner.stored == {("q1", ""): "a"}
