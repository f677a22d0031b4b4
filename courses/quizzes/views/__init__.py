"""The pages of quizzes; importing a module puts its pages on the blueprint."""

from courses.quizzes.views import files, practice, reviewing, taking
from courses.quizzes.views.blueprint import bp

__all__ = ["bp", "files", "practice", "reviewing", "taking"]
