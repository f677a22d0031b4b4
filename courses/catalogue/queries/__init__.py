"""Reads of the catalogue: the shelf and a course's facts are kept for moments, seats are not."""

from courses.catalogue.queries.abouts import about
from courses.catalogue.queries.runs import Prerequisite, offered, prerequisites, runs_for
from courses.catalogue.queries.shelves import shelf

__all__ = ["Prerequisite", "about", "offered", "prerequisites", "runs_for", "shelf"]
