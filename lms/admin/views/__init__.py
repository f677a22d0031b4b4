"""System administration: for operators only."""

from lms.admin.views import frameworks, lists, people, places, watch
from lms.admin.views.blueprint import bp

__all__ = ["bp", "frameworks", "lists", "people", "places", "watch"]
