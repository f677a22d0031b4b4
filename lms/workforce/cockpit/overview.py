"""The first screen: five figures against their targets, and which panels follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lms.workforce.aims import aim_of
from lms.workforce.asking import Question
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.panels import panels
from lms.workforce.cockpit.picture import Panel, Picture
from lms.workforce.cockpit.telling import Told, tell
from lms.workforce.cockpit.wording import Shown, written
from lms.workforce.periods import Period, PeriodKind

ALWAYS = Period(PeriodKind.ALWAYS)
FIGURES = ("M01", "M02", "M03", "M05", "M06")
WELL = 85


@dataclass(frozen=True)
class Figure:
    """A number against its target; `percent` is none where there is no target or nothing to show."""

    title: str
    value: Shown
    question: Question | None
    aim: str = ""
    percent: int | None = None
    refusal: str = ""

    @property
    def state(self) -> str:
        return "good" if self.percent is not None and self.percent >= WELL else "accent"


@dataclass(frozen=True)
class Overview:
    """`drawn` is on the page from the start, `later` is fetched as the reader comes to it."""

    figures: tuple[Figure, ...]
    drawn: Mapping[str, tuple[Panel, Picture]]
    later: tuple[Panel, ...]
    as_of: datetime | None
    is_empty: bool

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(figure.question for figure in self.figures if figure.question)


def overview(look: Look, *, everything: bool = False) -> Overview:
    """What the first screen shows; `everything`: for paper, where nothing is fetched later."""
    told = [tell(look, code) for code in FIGURES]
    as_of = next((one.table.as_of for one in told if one.table), None)
    empty = not look.removable and not any(_is_there(one) for one in told)
    empty = empty and not any(_is_there(tell(look.at(ALWAYS), code)) for code in FIGURES[:1])
    open_to = [] if empty else panels(look.scope)
    early = [panel for panel in open_to if panel.is_early or everything]
    return Overview(
        tuple(_figure(one) for one in told),
        {panel.name: (panel, panel.draw(look, {})) for panel in early},
        tuple(panel for panel in open_to if panel not in early),
        as_of,
        empty,
    )


def _is_there(told: Told) -> bool:
    return told.total.hidden or bool(told.total.value)


def _figure(told: Told) -> Figure:
    aim = aim_of(told.question) if told.question else None
    return Figure(
        str(told.measure.title),
        told.shown(),
        told.question,
        written(aim, told.measure) if aim else "",
        _percent(told, aim),
        told.refusal,
    )


def _percent(told: Told, aim: Decimal | None) -> int | None:
    if not aim or told.total.hidden or told.total.value is None:
        return None
    return int(100 * Decimal(told.total.value) / aim)
