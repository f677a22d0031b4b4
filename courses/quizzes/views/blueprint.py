"""The blueprint of the slice."""

from flask import Blueprint

bp = Blueprint("quizzes", __name__, template_folder="../templates")
