"""What stands around every page of one course: its state and the tabs its reader may open."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, g, url_for

from courses.authoring.queries.drafts import draft_of
from courses.authoring.queries.reviews import underway
from courses.content.models import Course, CourseState, CourseVersion
from courses.content.policy import Ability, able
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

TABS = (
    ("studio.course", _l("Outline"), Ability.VIEW),
    ("studio.details", _l("Details"), Ability.VIEW),
    ("studio.questions", _l("Questions"), Ability.VIEW),
    ("studio.media", _l("Media"), Ability.VIEW),
    ("studio.people", _l("People"), Ability.VIEW),
    ("studio.preview", _l("Preview"), Ability.VIEW),
    ("studio.checklist", _l("Checklist"), Ability.VIEW),
    ("studio.review", _l("Review and publish"), Ability.VIEW),
    ("studio.marking", _l("Marking"), Ability.MARK),
    ("studio.history", _l("History"), Ability.VIEW),
)
Mark = tuple[str, str]
Marker = Callable[[Course, CourseVersion | None], Mark | None]
_markers: list[Marker] = []
_counters: dict[str, Callable[[Course, CourseVersion | None], int]] = {}


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    endpoint: str
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """`marks` are tags (text, kind) that say where the course stands; a review locks the draft."""

    draft: CourseVersion | None
    marks: list[Mark]
    tabs: list[Tab]
    may_edit: bool
    may_manage: bool
    is_locked: bool

    @property
    def may_change(self) -> bool:
        """Whether the reader may change the draft that is open now."""
        return self.may_edit and self.draft is not None and not self.is_locked


def register_mark(marker: Marker) -> None:
    """`marker` adds a tag to the head of the page: in review, scheduled …"""
    if marker not in _markers:
        _markers.append(marker)


def register_count(endpoint: str, counter: Callable[[Course, CourseVersion | None], int]) -> None:
    """A number on the tab of `endpoint`, not shown when it is 0."""
    _counters[endpoint] = counter


def frame(course: Course) -> Frame:
    """Made once a request, whoever asks: the layout, the view."""
    known: dict[int, Frame] = g.setdefault("studio_frames", {})
    if course.id not in known:
        known[course.id] = _frame(course)
    return known[course.id]


def _frame(course: Course) -> Frame:
    draft = draft_of(course)
    open_to = {ability for ability in Ability if able(ability, course)}
    tabs = [
        Tab(
            str(label),
            url_for(endpoint, code=course.code),
            endpoint,
            _count(endpoint, course, draft),
        )
        for endpoint, label, ability in TABS
        if ability in open_to and endpoint in current_app.view_functions
    ]
    said = (marker(course, draft) for marker in _markers)
    return Frame(
        draft=draft,
        marks=[*_states(course, draft), *(mark for mark in said if mark is not None)],
        tabs=tabs,
        may_edit=Ability.EDIT in open_to and course.state is not CourseState.ARCHIVED,
        may_manage=Ability.MANAGE in open_to,
        is_locked=draft is not None and underway(draft.id) is not None,
    )


def _count(endpoint: str, course: Course, draft: CourseVersion | None) -> int:
    return _counters[endpoint](course, draft) if endpoint in _counters else 0


def _states(course: Course, draft: CourseVersion | None) -> list[Mark]:
    if course.state is CourseState.ARCHIVED:
        return [(_("Archived"), "plain")]
    if course.state is CourseState.DRAFT:
        return [(_("Draft"), "warn")]
    live = (_("Published"), "good")
    return [live, (_("Changes not published"), "warn")] if draft is not None else [live]
