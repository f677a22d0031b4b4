"""What the pages of an open attempt have in common: what they show, send and may not do."""

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.quizzes import operations, queries
from courses.quizzes.answers import Completeness, completeness
from courses.quizzes.forms import Page
from courses.quizzes.queries import Sheet, Sitting
from courses.quizzes.showing import show
from lms.clock import now
from lms.errors import DomainError
from lms.web.templating import render_template
from lms.web.transaction import refuse

MOST_MEGABYTES = 130


@dataclass(frozen=True)
class AttemptUrls:
    """Where the inputs of an open attempt send what they hold."""

    attempt_id: str

    @property
    def save(self) -> str:
        return url_for("quizzes.save", attempt_id=self.attempt_id)

    @property
    def files(self) -> str:
        return url_for("quizzes.hand_in", attempt_id=self.attempt_id)

    def file_url(self, file_id: str) -> str:
        return file_url(self.attempt_id, file_id)

    def take_away_url(self, file_id: str) -> str:
        return url_for("quizzes.take_away", attempt_id=self.attempt_id, file_id=file_id)


def file_url(attempt_id: str, file_id: str) -> str:
    return url_for("quizzes.file", attempt_id=attempt_id, file_id=file_id)


def paper(sitting: Sitting) -> dict[str, Any]:
    """What the pages of an open attempt show; nothing in it knows what is right.

    `begins`: the question that a phone shows first, as the script does.
    """
    quiz, moment = queries.definition(sitting.quiz_id), now()
    questions = show(quiz, sitting.seed, queries.saved(sitting.id))
    states = {q.name: completeness(q.question, q.given) for q in questions}
    missing = (name for name, state in states.items() if state is not Completeness.ANSWERED)
    return {
        "sitting": sitting,
        "quiz": quiz,
        "questions": questions,
        "states": states,
        "begins": next(missing, next(iter(states), None)),
        "shown_at": moment.isoformat(),
        "moment": moment,
        "urls": AttemptUrls(sitting.public_id),
        "files": queries.files_of(sitting.id) if quiz.takes_files else {},
    }


def form_page(sitting: Sitting, page: Page) -> str:
    return render_template("quizzes/attempt.html", page=page, **paper(sitting))


def page_sent(sheet: Sheet | Sitting) -> Page:
    """What the form says; its files are stored before anything is written."""
    return Page.read(queries.definition(sheet.quiz_id), request.form, request.files)


def keep(sheet: Sheet, page: Page) -> None:
    """Answers and files of one page; a file too many is told at its question."""
    operations.save_answers(sheet, page.answers, shown_at=page.shown_at, writer=writer())
    slots = queries.definition(sheet.quiz_id).slots
    for name, files in page.files.items():
        try:
            operations.hand_in(sheet, slots[name], files, writer=writer())
        except operations.TooMany as refusal:
            page.wrong[name] = refusal
            operations.drop(files)


def elsewhere(sitting: Sitting) -> ResponseReturnValue | None:
    """Where an attempt that cannot be answered now is looked at instead."""
    if not sitting.has_seat:
        return redirect(url_for("learning.room", run_id=sitting.run_public_id))
    if not sitting.is_open:
        return redirect(url_for(".review", attempt_id=sitting.public_id))
    if sitting.is_over(now()):
        return render_template(
            "quizzes/over.html", sitting=sitting, quiz=queries.definition(sitting.quiz_id)
        )
    return None


def at_question(sheet: Sheet, name: str) -> str:
    return url_for(".attempt", attempt_id=sheet.public_id, _anchor=name or None)


def refused(sitting: Sitting | Sheet, refusal: DomainError) -> ResponseReturnValue:
    refuse()
    flash(str(refusal), "warn")
    return redirect(url_for(".attempt", attempt_id=sitting.public_id))


def writer() -> str:
    """Which browser answers: its log-in, without the secret."""
    return hashlib.sha256(current_user.token.encode()).hexdigest()[:16]
