"""A definition asked in somebody's scope, and the files that come of it."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from lms.i18n import current_locale
from lms.workforce.asking import Table
from lms.workforce.formats import (
    Sheet,
    sheet_of,
    sheet_over_time,
    to_csv,
    to_json,
    to_parquet,
    to_pdf,
    to_xlsx,
)
from lms.workforce.measures import ask
from lms.workforce.reports.definition import Definition, Plan
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
    sheet = sheet_over_time(parts, whole, title) if parts else sheet_of(*whole, title=title)
    return Answer(plan, whole, parts, sheet)


def file_of(answer: Answer, ending: str) -> bytes:
    """The sheet as a file of that kind."""
    if ending == "pdf":
        return to_pdf(answer.sheet, pictures(answer.sheet, is_paper=True), PRINT)
    makers = {"csv": to_csv, "xlsx": to_xlsx, "parquet": to_parquet, "json": to_json}
    return makers[ending](answer.sheet)


def file_name(answer: Answer, ending: str) -> str:
    """ผู้ได้รับวุฒิบัตร · อำเภอ 2569-11-22.xlsx: no letter that a disk refuses."""
    kept = "".join(c if c not in '\\/:*?"<>|\t\r\n' else " " for c in answer.sheet.title)
    name = " ".join(kept.split())[:80].strip(". ") or "report"
    year = answer.as_of.year + (543 if current_locale() == "th" else 0)
    return f"{name} {year}-{answer.as_of:%m-%d}.{ending}"
