"""System administration: for operators only."""

from lms.admin.views import lists, places, watch
from lms.admin.views.blueprint import bp

__all__ = ["bp", "lists", "places", "watch"]
