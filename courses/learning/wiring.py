"""Puts the slice into the application."""

from collections.abc import Sequence

from flask import Flask

from courses.content.models import LessonKind
from courses.enrolment import progress
from courses.enrolment.models import Enrolment
from courses.learning import blocks, bodies, cli, jobs, queries, rooms, views
from courses.learning.heartbeats import gatherer

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    rooms.register(LessonKind.ARTICLE, bodies.article)
    rooms.register(LessonKind.VIDEO, bodies.video)
    rooms.register(LessonKind.FILE, bodies.file)
    rooms.register(LessonKind.SURVEY, bodies.survey)
    blocks.register("video", bodies.film)
    progress.register(_percentages)
    app.cli.commands["courses"].add_command(cli.recompute)  # type: ignore[attr-defined]
    gatherer.automatic = not app.testing


def _percentages(enrolments: Sequence[Enrolment]) -> dict[int, int]:
    """For the registrar's roll, in one statement."""
    return {key: s.completion.percent for key, s in queries.standings(enrolments).items()}
