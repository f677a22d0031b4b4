"""What slices above put on the pages of the catalogue; they register it in their wiring."""

from collections.abc import Callable

from markupsafe import Markup

from courses.catalogue.about import AboutCourse

PaperPreview = Callable[[AboutCourse], Markup | None]
_paper_previews: list[PaperPreview] = []


def register_paper_preview(provider: PaperPreview) -> None:
    """`provider` draws a small picture of the paper that a course gives; None where it has none."""
    if provider not in _paper_previews:
        _paper_previews.append(provider)


def paper_preview(course: AboutCourse) -> Markup | None:
    return next((drawn for draw in _paper_previews if (drawn := draw(course))), None)
