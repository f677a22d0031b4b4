"""What the evidence pack is made of: every number by `ask()`, every chart out of the same cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution, institutions
from lms.jobs.queue import keep_lease
from lms.reference import queries as reference
from lms.workforce import charts
from lms.workforce.aims import aim_of
from lms.workforce.asking import NOTHING, Cell, Question, Table
from lms.workforce.charts import Series
from lms.workforce.formats import Column, Line, Sheet, sheet_of, shown
from lms.workforce.measures import MEASURES, Measure, Unit, accreditation, ask, get_measure, least
from lms.workforce.measures.days import last_day
from lms.workforce.periods import Period, PeriodKind, month_name
from lms.workforce.scope import Scope, Where
from lms.workforce.targets import queries
from lms.workforce.targets.counting import standings
from lms.workforce.targets.models import TargetEvidence
from lms.workforce.targets.picture import HALF, NARROW, WIDTH, district_map, item_of
from lms.workforce.targets.standing import STATUS_WORDS, Standing, written
from lms.workforce.values import group_title

FIVE = ("M01", "M02", "M03", "M05", "M06")
OF_A_DIMENSION = ("M02", "M03", "M05", "M06", "M07a", "M08a", "M09a")
OF_INSTITUTIONS = ("M02", "M03", "M05", "M06", "M07a")
MOST_BARS = 14
MOST_BESIDE, MOST_WHOLE = 24, 12


@dataclass(frozen=True)
class Figure:
    """One of the five numbers beside what it should come to."""

    measure: Measure
    cell: Cell
    aim: str
    percent: str

    @property
    def said(self) -> str:
        return _("Not shown") if self.cell.hidden else written(self.cell.value, self.measure)


@dataclass(frozen=True)
class Part:
    """A heading, charts, one table; `refusal` where there is nothing to be told."""

    title: str
    sheet: Sheet | None = None
    drawings: Sequence[Markup] = ()
    refusal: str = ""

    @property
    def stands_beside(self) -> bool:
        """Short enough for its chart to stand at its side, both in one piece."""
        return self.sheet is not None and len(self.sheet.lines) <= MOST_BESIDE

    @property
    def says_something(self) -> bool:
        """Whether any total is a number, or one that is not shown."""
        return self.sheet is not None and any(
            cell.hidden or cell.value is not None for cell in self.sheet.total
        )

    @property
    def stands_whole(self) -> bool:
        """Short enough for its table not to go on overleaf."""
        return self.sheet is not None and len(self.sheet.lines) <= MOST_WHOLE


@dataclass
class Pack:
    """All chapters of one period; the moment is that of the oldest number."""

    period: Period
    moments: list[datetime] = field(default_factory=list)
    used: dict[str, Measure] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    five: Part | None = None
    trend: Part | None = None
    dimensions: list[Part] = field(default_factory=list)
    districts: Part | None = None
    institutions: Part | None = None
    skills: Part | None = None
    outcomes: Part | None = None
    employers: Part | None = None
    targets: list[Standing] = field(default_factory=list)
    evidence: dict[int, list[TargetEvidence]] = field(default_factory=dict)

    @classmethod
    def of(cls, period: Period) -> "Pack":
        pack = cls(period)
        pack._five()
        pack._trend()
        pack._dimensions()
        pack._districts()
        pack._institutions()
        pack._skills()
        pack._outcomes()
        pack._employers()
        keep_lease()  # there may be thousands of targets
        found = queries.targets(period, Scope(everywhere=True))
        pack.targets, pack.evidence = standings(found), queries.evidence_of(found)
        for at in pack.targets:
            pack.used.setdefault(at.measure.code, at.measure)
        return pack

    @property
    def as_of(self) -> datetime | None:
        return min(self.moments, default=None)

    @property
    def made_at(self) -> datetime:
        return now()

    @property
    def least(self) -> int:
        return least()

    @property
    def status_words(self) -> object:
        return STATUS_WORDS

    @property
    def definitions(self) -> list[Measure]:
        return [self.used[code] for code in MEASURES if code in self.used]

    @property
    def frameworks(self) -> list[tuple[str, list[Line]]]:
        """The lines of the skills, under what their frameworks are called."""
        lines = self.skills.sheet.lines if self.skills and self.skills.sheet else ()
        return [
            (title, list(inside))
            for title, inside in groupby(lines, lambda one: _framework(one.codes[0]))
        ]

    @property
    def accredited(self) -> list[accreditation.Recognised]:
        return accreditation.recognised(last_day(self.period, to_bangkok(now()).date()))

    @property
    def partners(self) -> Sequence[Institution]:
        return institutions()

    def shown(self, cell: Cell, column: Column) -> str:
        return shown(cell, column, "th")

    def _ask(
        self, code: str, by: tuple[str, ...] = (), where: Where = (), period: Period | None = None
    ) -> Table:
        table = ask(Question(code, period or self.period, by, where))
        self.moments.append(table.as_of)
        self.used[code] = get_measure(code)
        return table

    def _tables(
        self, codes: Sequence[str], by: tuple[str, ...] = (), where: Where = ()
    ) -> Iterator[Table]:
        """Those of the measures that can be divided so."""
        for code in codes:
            try:
                yield self._ask(code, by, where)
            except DomainError:
                continue

    def _part(
        self, title: str, codes: Sequence[str], by: tuple[str, ...] = (), where: Where = ()
    ) -> Part:
        tables = list(self._tables(codes, by, where))
        if not tables:
            return Part(title, refusal=_("There is nothing to tell yet."))
        return Part(title, sheet_of(*tables, title=title))

    def _five(self) -> None:
        items = []
        for code in FIVE:
            table = self._ask(code)
            measure, aim = get_measure(code), aim_of(table.question)
            percent = "–"
            if aim and table.total.value is not None and not table.total.hidden:
                percent = f"{int(100 * table.total.value / aim)}%"
            self.figures.append(
                Figure(measure, table.total, written(aim, measure) if aim else "–", percent)
            )
            if measure.unit is Unit.PEOPLE:
                item = item_of(str(measure.title), table.total, measure, aim=aim)
                items.append(item)
        title = _("Figures against targets")
        self.five = Part(title, drawings=(charts.bars(title, items, width=WIDTH),))

    def _trend(self) -> None:
        """Month by month as far as the period has come, beside the year before."""
        if self.period.kind not in (PeriodKind.YEAR, PeriodKind.QUARTER):
            return
        title, measure = _("People certified, month by month"), get_measure("M05")
        today = to_bangkok(now()).date()
        this_month = today.year * 100 + today.month
        months = [Period.of_month(month) for month in self.period.months]
        if months[0].month > this_month:
            return
        names = [month_name(month.month).rsplit(" ", 1)[0] for month in months]

        def series(of: Period, asked: Sequence[Period]) -> Series:
            cells = [
                self._ask("M05", period=month).total if month.month <= this_month else NOTHING
                for month in asked
            ]
            told = zip(names, cells, strict=True)
            return Series(of.title, [item_of(name, cell, measure) for name, cell in told])

        both = [
            series(self.period, months),
            series(self.period.before, [month.before for month in months]),
        ]
        self.trend = Part(title, drawings=(charts.line(title, names, both, width=WIDTH),))

    def _dimensions(self) -> None:
        """The four of the agreement, one after the other."""
        for code, title in reference.choices("dimension"):
            part = self._part(str(title), OF_A_DIMENSION, where=(("dimension", code),))
            names = _("People certified by institution")
            drawings = self._bars(names, "M05", "institution", (("dimension", code),), HALF)
            self.dimensions.append(Part(part.title, part.sheet, drawings, part.refusal))

    def _districts(self) -> None:
        home = reference.brand().province_code
        where = (("province", home),)
        title = _("District by district")
        part = self._part(title, ("M02", "M05"), ("district",), where)
        if part.sheet is None:
            self.districts = part
            return
        drawing = district_map(home, part.sheet)
        self.districts = Part(title, part.sheet, (drawing,) if drawing else ())

    def _institutions(self) -> None:
        title = _("Institutions")
        part = self._part(title, OF_INSTITUTIONS, ("institution",))
        names = _("People certified by institution")
        self.institutions = Part(title, part.sheet, self._bars(names, "M05", "institution"))

    def _skills(self) -> None:
        title = _("Skills")
        part = self._part(title, ("M12",), ("skill",))
        width = NARROW if part.stands_beside else WIDTH
        drawings = self._bars(title, "M12", "skill", width=width)
        self.skills = Part(title, part.sheet, drawings, part.refusal)

    def _outcomes(self) -> None:
        codes = [code for code in MEASURES if code.startswith("M13")]
        self.outcomes = self._part(_("What became of the learners"), codes)

    def _employers(self) -> None:
        codes = [code for code in MEASURES if code == "M18" or code.startswith("M14")]
        self.employers = self._part(_("Organisations and employers"), codes)

    def _bars(
        self, title: str, code: str, by: str, where: Where = (), width: float = WIDTH
    ) -> tuple[Markup, ...]:
        """The longest first; nothing where nobody is told."""
        table, measure = self._ask(code, (by,), where), get_measure(code)
        line = sheet_of(table).lines
        told = [row for row in line if row.cells[0].value]
        told.sort(key=lambda row: -(row.cells[0].value or 0))
        items = [item_of(row.titles[0], row.cells[0], measure) for row in told[:MOST_BARS]]
        return (charts.bars(title, items, width=width),) if items else ()


def _framework(skill: str) -> str:
    return str(group_title("skill", skill) or _("Not stated"))
