"""A quiz as a learner of the demonstration sits it: more or less sure of the answers."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from courses.public import (
    Attempt,
    Enrolment,
    Question,
    QuestionKind,
    QuizDefinition,
    Sitting,
    answer_keys,
    save_answers,
    start_attempt,
    submit_attempt,
)
from lms.clock import travel


def sit(enrolment: Enrolment, quiz: QuizDefinition, dice: Random, sure: float) -> Attempt:
    """Start, answer some minutes later, submit."""
    attempt = start_attempt(enrolment, quiz.lesson_key)
    keys = answer_keys(quiz.id)
    given: dict[str, Any] = {}
    for question in quiz.questions:
        if dice.random() < sure:
            right = _right(question, keys[question.id])
            given |= {
                name: right[slot.part]
                for name, slot in quiz.slots.items()
                if slot.question is question
            }
        elif wrong := _wrong(question, keys[question.id], dice):
            given[question.name] = wrong
    with travel(timedelta(minutes=dice.uniform(4, 12))):
        save_answers(_sitting(attempt, enrolment).sheet, given, shown_at=None, writer="demo")
        return submit_attempt(attempt.id)


def _right(question: Question, key: Mapping[str, Any]) -> dict[str, Any]:
    """What is right, by part."""
    match question.kind:
        case QuestionKind.SINGLE:
            return {"": key["correct"][0]}
        case QuestionKind.MULTIPLE:
            return {"": list(key["correct"])}
        case QuestionKind.SHORT:
            return {"": key["accept"][0]}
        case QuestionKind.MATCHING:
            return dict(key["pairs"])
        case QuestionKind.ORDERING:
            return {item: place for place, item in enumerate(key["order"], start=1)}
        case QuestionKind.NUMERIC:
            return {"": str(key["answer"])}
        case _:
            return {"": key["answer"]}


def _wrong(question: Question, key: Mapping[str, Any], dice: Random) -> str | None:
    """Another option; what cannot be guessed stays empty."""
    if question.kind is not QuestionKind.SINGLE:
        return None
    others = [o["key"] for o in question.body["options"] if o["key"] not in key["correct"]]
    return str(dice.choice(others))


def _sitting(attempt: Attempt, enrolment: Enrolment) -> Sitting:
    """The attempt as the pages know it; it is not committed yet, so they could not read it."""
    return Sitting(
        id=attempt.id,
        public_id=attempt.public_id,
        quiz_id=attempt.quiz_id,
        enrolment_id=enrolment.id,
        lesson_key=attempt.lesson_key,
        number=attempt.number,
        seed=attempt.seed,
        state=attempt.state,
        started_at=attempt.started_at,
        deadline_at=attempt.deadline_at,
        submitted_at=None,
        percent=None,
        passed=None,
        marks=None,
        pending=0,
        learner_id=enrolment.learner_id,
        enrolment_state=enrolment.state,
        run_public_id=enrolment.run.public_id,
        course_id=enrolment.run.course_id,
        course_institution_id=enrolment.run.course.institution_id,
        course_code=enrolment.run.course.code,
        course_title=enrolment.run.course.title,
    )
