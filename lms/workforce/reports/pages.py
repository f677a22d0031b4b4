"""What the pages of reports show: the builder with its preview, a kept report with its letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from flask import request

from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import MEASURE
from lms.workforce.formats import Sheet
from lms.workforce.reports import queries
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.forms import (
    ENDING_WORDS,
    SHARING_WORDS,
    WEEKDAYS,
    BuilderForm,
    builder,
    refuse,
)
from lms.workforce.reports.making import Answer, answer
from lms.workforce.reports.models import (
    DeliveryState,
    Frequency,
    Report,
    ReportDelivery,
    ReportSchedule,
)
from lms.workforce.scope import Scope

MOST_SHOWN = 200
EXPORTS = (
    ("xlsx", "Excel"),
    ("csv", "CSV"),
    ("pdf", "PDF"),
    ("parquet", "Parquet"),
    ("json", "JSON"),
)
STATE_WORDS = {
    DeliveryState.PLANNED: (_l("Being made"), ""),
    DeliveryState.HANDED_OVER: (_l("On its way"), ""),
    DeliveryState.SENT: (_l("Sent"), "good"),
    DeliveryState.NOBODY: (_l("Nobody may get it now"), "warn"),
    DeliveryState.FAILED: (_l("Not sent"), "bad"),
}
ERROR_WORDS = {
    "numbers": _l("The numbers could not be worked out. Open the report: it says why."),
    "paper": _l("The PDF could not be drawn. Choose fewer lines, or only the spreadsheet."),
    "storage": _l("The file could not be kept: the disk may be full."),
    "mail": _l("The mail server did not take it."),
}


def list_args() -> Mapping[str, Sequence[str]]:
    """The address, or what a form carries on from it."""
    source = request.form if request.method == "POST" else request.args
    return source.to_dict(flat=False)


@dataclass(frozen=True)
class Builder:
    """A question that is being put together; `answer` is None where it cannot be asked yet."""

    scope: Scope
    definition: Definition
    form: BuilderForm
    answer: Answer | None

    @classmethod
    def of_request(cls, scope: Scope, kept: Definition | None = None) -> Self:
        """As the address says; without one as it was kept."""
        args = list_args()
        problem: DomainError | None = None
        try:
            asks = kept is None or MEASURE in args
            definition = Definition.of(args) if asks or kept is None else kept
        except DomainError as refusal:
            definition, problem = kept or Definition((), "this-year"), refusal
        form = builder(definition, scope, "".join(args.get("add", ()))[:40])
        asked = None
        if definition.measures and problem is None:
            try:
                asked = answer(definition, now(), scope)
            except NotFound:
                raise
            except DomainError as refusal:
                problem = refusal
        if problem is not None:
            refuse(form, problem, definition)
        return cls(scope, definition, form, asked)

    @property
    def filters(self) -> list[str]:
        names: list[str] = self.form.filter_names
        return names

    @property
    def sheet(self) -> Sheet | None:
        return self.answer.sheet if self.answer else None


@dataclass(frozen=True)
class Sending:
    """A schedule with everybody who gets it."""

    schedule: ReportSchedule
    recipients: list[queries.Recipient]

    @property
    def words(self) -> str:
        """Every Monday at 08:00."""
        row = self.schedule
        clock = f"{row.hour:02d}:{row.minute:02d}"
        if row.frequency is Frequency.WEEKLY:
            return _(
                "Every %(weekday)s at %(clock)s", weekday=WEEKDAYS[row.weekday or 0], clock=clock
            )
        if row.frequency is Frequency.MONTHLY:
            return _("Every month on day %(day)s at %(clock)s", day=row.day, clock=clock)
        return _("Every day at %(clock)s", clock=clock)

    @property
    def files(self) -> str:
        return ", ".join(str(ENDING_WORDS[ending]) for ending in self.schedule.endings)


@dataclass(frozen=True)
class Shown:
    """A kept report as this reader may see it; `problem` where it cannot be answered."""

    report: Report
    definition: Definition
    is_mine: bool
    answer: Answer | None
    problem: str
    sendings: list[Sending]
    deliveries: Sequence[ReportDelivery]

    @classmethod
    def of(cls, report: Report, scope: Scope, reader_id: int) -> Self:
        """Asked now, in the scope of the reader, whoever kept it."""
        definition = Definition.from_json(report.definition)
        asked, problem = None, ""
        try:
            asked = answer(definition, now(), scope, report.title)
        except NotFound:
            problem = _("This report is about an institution whose numbers are not yours to see.")
        except DomainError as refusal:
            problem = str(refusal)
        is_mine = report.owner_id == reader_id
        schedules = queries.schedules(report) if is_mine else ()
        ids = [schedule.id for schedule in schedules]
        people = queries.recipients(ids) if ids else []
        return cls(
            report,
            definition,
            is_mine,
            asked,
            problem,
            [Sending(s, [p for p in people if p.schedule_id == s.id]) for s in schedules],
            queries.deliveries(ids) if ids else (),
        )

    @property
    def sheet(self) -> Sheet | None:
        return self.answer.sheet if self.answer else None

    @property
    def sharing(self) -> str:
        return str(SHARING_WORDS[self.report.sharing])


def state_words(delivery: ReportDelivery) -> tuple[str, str]:
    """(words, kind of tag)."""
    words, kind = STATE_WORDS[delivery.state]
    return str(words), kind


def error_words(delivery: ReportDelivery) -> str:
    if not delivery.error:
        return ""
    return str(ERROR_WORDS.get(delivery.error, ERROR_WORDS["numbers"]))
