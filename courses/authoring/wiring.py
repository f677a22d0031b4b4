"""Puts the studio into the application."""

from flask import Flask

from courses.authoring import cli, editors, jobs, quiz_editor, sheets, survey_editor, waiting
from courses.authoring.operations.invitations import forget_address
from courses.authoring.operations.people import forget_person
from courses.authoring.queries import endorsing, offers, pending
from courses.authoring.queries.people import export as exported_roles
from courses.authoring.queries.pictured import of_questions
from courses.authoring.views import (
    answers,
    assignments,
    bank,
    bundles,
    captions,
    checklist,
    comments,
    details,
    endorsements,
    exchange,
    file_lesson,
    history,
    index,
    lesson,
    lessons,
    marking,
    media,
    outline,
    outline_parts,
    people,
    picking,
    preview,
    question_acts,
    questions,
    quizzes,
    reviews,
    revisions,
    statistics,
    surveys,
    trying,
    uploads,
    videos,
    work,
)
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.catalogue.providers import register_endorsers
from courses.content import usage
from courses.content.models import LessonKind
from courses.content.policy import able, also, in_studio
from lms.accounts.public import Part, erase_parts, export_parts
from lms.web import templating

__all__ = ["cli", "init_app", "jobs"]

VIEWS = (
    answers,
    assignments,
    bank,
    bundles,
    captions,
    checklist,
    comments,
    details,
    endorsements,
    exchange,
    file_lesson,
    history,
    index,
    lesson,
    lessons,
    marking,
    media,
    outline,
    outline_parts,
    people,
    picking,
    preview,
    question_acts,
    questions,
    quizzes,
    reviews,
    revisions,
    statistics,
    surveys,
    trying,
    uploads,
    videos,
    work,
)  # importing a module puts its pages on the blueprint


def init_app(app: Flask) -> None:
    templating.provide(lambda: {"in_studio": in_studio, "able": able, "studio_frame": frame})
    app.register_blueprint(bp)
    export_parts(_roles)
    erase_parts(forget_address)
    erase_parts(forget_person)
    also(endorsing.reasons_of)
    waiting.register(pending.waiting)
    register_endorsers(endorsing.endorsers)
    editors.register(LessonKind.ARTICLE, lessons.article)
    editors.register(LessonKind.VIDEO, videos.editor)
    editors.register(LessonKind.FILE, file_lesson.file_lesson)
    usage.register(of_questions)
    editors.register(LessonKind.ASSIGNMENT, assignments.editor)
    waiting.register(sheets.waiting)
    editors.register(LessonKind.QUIZ, quiz_editor.quiz)
    editors.register(LessonKind.SURVEY, survey_editor.survey)
    waiting.register(offers.waiting)


def _roles(user_id: int) -> list[Part]:
    """What a person's own download says about their courses."""
    return [Part("course_roles", exported_roles(user_id))]
