"""One learner, one quiz, and what their browser does with it."""

import re
from typing import Any, Self

from werkzeug.test import TestResponse

from courses.content.models import LessonKey
from courses.enrolment.models import Enrolment
from courses.quizzes import queries
from courses.quizzes.models import Quiz
from courses.quizzes.paper import Definition
from lms.db import db
from tests import make
from tests.conftest import Browser

RIGHT = {
    "single": "b",
    "multiple": ["a", "b"],
    "true_false": "true",
    "short": "๑๔๔๑",
    "numeric": "2,569",
}


class Learner:
    """Enrolled in the course of a quiz, in a browser of their own."""

    def __init__(self, client: Browser, quiz: Quiz | None = None, **given: Any) -> None:
        self.quiz = quiz if quiz is not None else make.quiz(**given)
        version = self.quiz.version_id
        course = db.session.get_one(make.CourseVersion, version).course
        self.enrolment: Enrolment = make.enrolment(make.run(course))
        self.run = self.enrolment.run
        self.slug = db.session.get_one(LessonKey, self.quiz.lesson_key).slug
        self.client = client
        self.browser = client.as_(self.enrolment.learner).speaking("en")
        self.address = ""
        self.seq = 0

    @property
    def definition(self) -> Definition:
        return queries.definition(self.quiz.id)

    @property
    def lesson(self) -> str:
        return f"/learn/{self.run.public_id}/{self.slug}"

    def another_browser(self) -> Self:
        self.browser = self.client.as_(self.enrolment.learner).speaking("en")
        return self

    def start(self) -> TestResponse:
        answer = self.browser.post(f"{self.lesson}/start")
        if "/attempts/" in answer.headers.get("Location", ""):
            self.address = answer.headers["Location"]
        return answer

    def look(self, page: str = "") -> TestResponse:
        return self.browser.get(self.address + page)

    def say(self, name: str, *values: str, seq: int | None = None, **more: str) -> TestResponse:
        self.seq += 1
        form = {"question": name, "answer": list(values), "seq": str(seq or self.seq), **more}
        return self.browser.post(
            f"{self.address}/save", form, headers={"X-Requested-With": "fetch"}
        )

    def send(self, page: str, form: dict[str, Any] | None = None) -> TestResponse:
        return self.browser.post(f"{self.address}/{page}", form or {})

    def submit(self, form: dict[str, Any] | None = None) -> TestResponse:
        return self.send("submit", form)

    def form(self) -> dict[str, Any]:
        """What the page would send back as it stands, with the moment it was made."""
        page = self.look().text
        shown = re.search(r'name="shown_at" value="([^"]+)"', page)
        assert shown, page
        form: dict[str, Any] = {"shown_at": shown.group(1)}
        for name, value in re.findall(
            r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]*)" checked', page
        ):
            form.setdefault(name, []).append(value)
        return form

    def right_form(self) -> dict[str, Any]:
        return self.form() | right_answers(self.quiz)

    @property
    def stored(self) -> dict[tuple[str, str], Any]:
        """Answers by the name of the question and the part."""
        db.session.rollback()
        attempt = queries.get_sitting(self.address.rsplit("/", 1)[1])
        names = {q.id: q.name for q in self.definition.questions}
        return {
            (names[question], part): response
            for question, parts in queries.saved(attempt.id).items()
            for part, response in parts.items()
        }


def right_answers(quiz: Quiz) -> dict[str, Any]:
    """Every answer of the sample quiz, by input."""
    answers: dict[str, Any] = {}
    keys = queries.answer_keys(quiz.id)
    for question in queries.definition(quiz.id).questions:
        key = keys[question.id]
        if question.kind == "matching":
            answers |= {f"{question.name}-{left}": right for left, right in key["pairs"].items()}
        elif question.kind == "ordering":
            answers |= {f"{question.name}-{it}": str(n) for n, it in enumerate(key["order"], 1)}
        else:
            answers[question.name] = RIGHT[question.kind]
    return answers
