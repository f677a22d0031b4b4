"""System administration: for operators only."""

from lms.admin.views import lists, people, places, watch
from lms.admin.views.blueprint import bp

__all__ = ["bp", "lists", "people", "places", "watch"]
