"""A definition asked in somebody's scope, and the files that come of it."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from lms.workforce.asking import Table
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.formats import (
    Sheet,
    sheet_beside,
    sheet_of,
    sheet_over_time,
    to_csv,
    to_json,
    to_parquet,
    to_pdf,
    to_xlsx,
)
from lms.workforce.formats.naming import attachment, name_of
from lms.workforce.measures import ask, get_measure
from lms.workforce.reports.definition import Definition, Plan, Series
from lms.workforce.reports.picture import PRINT, pictures
from lms.workforce.scope import Scope

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


@dataclass(frozen=True)
class Answer:
    """The tables of a plan, and the sheet that they make in the reader's language."""

    plan: Plan
    whole: tuple[Table, ...]
    parts: tuple[Table, ...]
    sheet: Sheet
    title: str = ""

    @property
    def as_of(self) -> datetime:
        return self.sheet.as_of

    @property
    def charts(self) -> list[Markup]:
        return pictures(self.sheet)


def answer(definition: Definition, moment: datetime, scope: Scope, title: str = "") -> Answer:
    """Every number of it comes out of `ask`."""
    plan = definition.plan(moment, scope)
    whole = tuple(ask(question) for question in plan.whole)
    parts = tuple(ask(question) for question in plan.parts)
    if definition.series is Series.MONTHS_BEFORE:
        sheet = sheet_beside(parts, whole, title)
    else:
        sheet = sheet_over_time(parts, whole, title) if parts else sheet_of(*whole, title=title)
    return Answer(plan, whole, parts, sheet, title)


def file_of(answer: Answer, ending: str) -> bytes:
    """The sheet as a file of that kind."""
    if ending == "pdf":
        return to_pdf(answer.sheet, pictures(answer.sheet, is_paper=True), PRINT)
    makers = {"csv": to_csv, "xlsx": to_xlsx, "parquet": to_parquet, "json": to_json}
    return makers[ending](answer.sheet)


def file_name(answer: Answer, ending: str) -> str:
    """ผู้ได้รับวุฒิบัตร · อำเภอที่อยู่ 2570 2569-11-22.xlsx."""
    return name_of(_words(answer), answer.plan.whole[0].period, answer.as_of, ending)


def header(answer: Answer, ending: str) -> str:
    """The same for a browser, with the codes of what was asked for who knows only ASCII."""
    first = answer.plan.whole[0]
    codes = "-".join(dict.fromkeys([*(q.measure for q in answer.plan.whole), *first.by]))
    return attachment(_words(answer), codes, first.period, answer.as_of, ending)


def _words(answer: Answer) -> str:
    """Its name, else its first measure, how many more there are, and what divides them."""
    first = answer.plan.whole[0]
    more = len({question.measure for question in answer.plan.whole}) - 1
    measure = f"{get_measure(first.measure).title}{f' +{more}' if more else ''}"
    return answer.title or " · ".join((measure, *(str(DIMENSIONS[n].title) for n in first.by)))
