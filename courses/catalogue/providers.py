"""What slices above put on the pages of the catalogue; they register it in their wiring."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from courses.catalogue.about import AboutCourse
from lms.i18n import Localised

PaperPreview = Callable[[AboutCourse], Markup | None]
_paper_previews: list[PaperPreview] = []


def register_paper_preview(provider: PaperPreview) -> None:
    """`provider` draws a small picture of the paper that a course gives; None where it has none."""
    if provider not in _paper_previews:
        _paper_previews.append(provider)


def paper_preview(course: AboutCourse) -> Markup | None:
    return next((drawn for draw in _paper_previews if (drawn := draw(course))), None)


Endorsers = Callable[[int], Sequence[Localised]]
_endorsers: list[Endorsers] = []


def register_endorsers(provider: Endorsers) -> None:
    """`provider` names the agencies that answer for a version, by its id."""
    if provider not in _endorsers:
        _endorsers.append(provider)


def endorsed_by(version_id: int | None) -> list[Localised]:
    """Who answers for the course besides its owner, while that version is live."""
    if version_id is None:
        return []
    return [name for provider in _endorsers for name in provider(version_id)]
