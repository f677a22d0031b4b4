"""Puts the slices of courses into the application, from the bottom up."""

from flask import Flask

import courses.assignments.wiring
import courses.authoring.wiring
import courses.catalogue.wiring
import courses.content.wiring
import courses.enrolment.wiring
import courses.learning.wiring
import courses.quizzes.wiring


def init_app(app: Flask) -> None:
    courses.content.wiring.init_app(app)
    courses.enrolment.wiring.init_app(app)
    courses.learning.wiring.init_app(app)
    courses.quizzes.wiring.init_app(app)
    courses.assignments.wiring.init_app(app)
    courses.catalogue.wiring.init_app(app)
    courses.authoring.wiring.init_app(app)
