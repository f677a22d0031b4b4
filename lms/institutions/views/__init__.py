"""The desks: what an institution's people do, and the two files everybody gets."""

from lms.institutions.views import desk, invitations, members, papers, people, settings
from lms.institutions.views.blueprint import bp

__all__ = ["bp", "desk", "invitations", "members", "papers", "people", "settings"]
