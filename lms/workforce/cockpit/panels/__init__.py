"""The panels of the overview, in their order."""

from lms.errors import NotFound, found
from lms.institutions.public import Permission, allowed
from lms.workforce.cockpit.panels import (
    cohorts,
    courses,
    funnel,
    gain,
    institutions,
    places,
    satisfaction,
    skills,
    trend,
)
from lms.workforce.cockpit.picture import Panel
from lms.workforce.scope import Scope, scope

PANELS: dict[str, Panel] = {
    panel.name: panel
    for panel in (
        places.PANEL,
        funnel.PANEL,
        institutions.PANEL,
        trend.PANEL,
        skills.PANEL,
        courses.PANEL,
        cohorts.PANEL,
        gain.PANEL,
        satisfaction.PANEL,
    )
}


def panels(of: Scope) -> list[Panel]:
    """Those that say something to people with this scope."""
    return [p for p in PANELS.values() if of.everywhere or not p.for_everybody_only]


def get_panel(name: str) -> Panel:
    """A panel that the reader may see."""
    panel = found(PANELS.get(name))
    if allowed(Permission.NUMBERS_VIEW) and panel not in panels(scope()):
        raise NotFound
    return panel
