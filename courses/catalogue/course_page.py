"""Everything that the page of one course shows to one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from courses.catalogue import queries
from courses.catalogue.about import AboutAccreditation, AboutCourse
from courses.catalogue.offer import Kind, Offer, RunFacts, offer
from courses.catalogue.providers import endorsed_by, paper_preview
from courses.catalogue.queries import Prerequisite
from courses.content.queries import Outline, outline
from courses.enrolment.models import RunState
from courses.learning.queries import room
from courses.learning.standing import Standing
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok

RUNS_SHOWN = 12


@dataclass(frozen=True)
class CoursePage:
    course: AboutCourse
    outline: Outline | None
    offer: Offer
    runs: Sequence[RunFacts]
    prerequisites: Sequence[Prerequisite]
    standing: Standing | None
    paper: Markup | None
    endorsed_by: Sequence[Localised]
    at: datetime

    @property
    def today(self) -> date:
        return to_bangkok(self.at).date()

    @property
    def accredited_by(self) -> Sequence[AboutAccreditation]:
        return self.course.accredited_by(self.today)

    @property
    def asked_first(self) -> Sequence[Prerequisite]:
        """What the offered run asks for."""
        run = self.offer.run
        return [p for p in self.prerequisites if run is not None and p.run_id == run.id]

    @property
    def missing(self) -> Sequence[Prerequisite]:
        return [p for p in self.asked_first if not p.is_done]


def course_page(course: AboutCourse, reader: int, at: datetime) -> CoursePage:
    """Two statements about runs, and two more about the reader's own lessons where they learn it."""
    runs = queries.runs_for(course.id, reader)
    asked = queries.prerequisites([run.id for run in runs if not run.is_over(at)], reader)
    barred = {p.run_id for p in asked if not p.is_done}
    made = offer(runs, at, signed_in=bool(reader), barred=barred)
    shown = [r for r in runs if r.state is not RunState.CANCELLED and not r.is_over(at)]
    return CoursePage(
        course=course,
        outline=outline(course.version_id) if course.version_id else None,
        offer=made,
        runs=shown[:RUNS_SHOWN],
        prerequisites=asked,
        standing=_standing(made, reader),
        paper=paper_preview(course),
        endorsed_by=endorsed_by(course.version_id),
        at=at,
    )


def _standing(made: Offer, reader: int) -> Standing | None:
    if made.run is None or made.kind not in (Kind.CONTINUE, Kind.LOOK_AGAIN):
        return None
    return room(made.run.public_id, reader).standing
