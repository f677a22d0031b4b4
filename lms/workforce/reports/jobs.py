"""What the worker does: plan what is due, make and send it, see what became of the letters."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lms.child import ChildFailed
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import speaking
from lms.jobs.queue import every, job, keep_lease
from lms.mail import MOST_ATTACHED, File, keep_file, send_once
from lms.storage import StorageFails
from lms.web.security import absolute
from lms.workforce.reports import operations, queries
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.making import CONTENT_TYPES, Answer, answer, file_name, file_of
from lms.workforce.reports.models import DeliveryState, Report, ReportDelivery
from lms.workforce.reports.passes import pass_for
from lms.workforce.scope import Scope, scope_of

log = logging.getLogger(__name__)


@every(60)
def plan() -> Callable[[], None] | None:
    """Ask for what is due now."""
    moment = now()
    return partial(_plan, moment) if queries.due(moment) else None


def _plan(moment: datetime) -> None:
    operations.plan_due(moment)


@every(60)
def settle() -> Callable[[], None] | None:
    """See which letters have left."""
    return operations.settle if queries.handed_over() else None


@dataclass(frozen=True)
class Letter:
    """Everything that the letter to one recipient needs."""

    key: str
    user_id: int
    address: str
    locale: str
    files: tuple[File, ...]
    values: dict[str, Any]


@job(operations.SEND)
def send(delivery_id: int) -> Callable[[], None] | None:
    """Write the letters of one delivery; safe to run twice, its state says what is done."""
    delivery = queries.delivery(delivery_id)
    if delivery is None or delivery.state is not DeliveryState.PLANNED:
        return None
    try:
        letters, as_of = _letters(delivery)
    except Exception as failure:
        log.exception("report was not made", extra={"delivery": delivery_id})
        return partial(operations.note_failure, delivery_id, _why(failure))
    return partial(_hand_over, delivery_id, delivery.schedule.report.title, letters, as_of)


def _hand_over(delivery_id: int, title: str, letters: list[Letter], as_of: datetime | None) -> None:
    if not operations.note_handed_over(delivery_id, len(letters), as_of):
        return
    for letter in letters:
        send_once(
            letter.key,
            address=letter.address,
            locale=letter.locale,
            template="reports/mail/report",
            subject=lambda: _("Report: %(title)s", title=title),
            user_id=letter.user_id,
            files=letter.files,
            **letter.values,
        )


def _letters(delivery: ReportDelivery) -> tuple[list[Letter], datetime | None]:
    """One for each who may see it now, with the numbers that they may see, in their language."""
    schedule = delivery.schedule
    if not queries.is_live(schedule):
        return [], None
    made: dict[tuple[Scope, str], tuple[Answer, tuple[File, ...]]] = {}
    letters: list[Letter] = []
    for reader in queries.allowed_readers(schedule):
        known = (scope_of(reader.claims), reader.locale)
        if known not in made:
            try:
                made[known] = _made(schedule.report, schedule.endings, *known)
            except DomainError:
                continue  # a question that this person may not ask: they get no letter
            keep_lease()
        asked, files = made[known]
        fits = sum(file.size for file in files) <= MOST_ATTACHED
        letters.append(
            Letter(
                key=f"{queries.letter_key(delivery)}{reader.public_id}",
                user_id=reader.id,
                address=reader.email,
                locale=reader.locale,
                files=files if fits else (),
                values={
                    "title": schedule.report.title,
                    "period": asked.sheet.period,
                    "as_of": asked.sheet.as_of_words,
                    "names": [file.name for file in files] if fits else [],
                    "page_url": absolute(f"/numbers/reports/{schedule.report.public_id}"),
                    "leave_url": absolute(
                        f"/numbers/reports/leave/{pass_for(schedule.public_id, reader.public_id)}"
                    ),
                },
            )
        )
    return letters, min((asked.as_of for asked, _files in made.values()), default=None)


def _made(
    report: Report, endings: list[str], scope: Scope, locale: str
) -> tuple[Answer, tuple[File, ...]]:
    with speaking(locale):
        asked = answer(Definition.from_json(report.definition), now(), scope, report.title)
        return asked, tuple(
            keep_file(file_name(asked, ending), CONTENT_TYPES[ending], file_of(asked, ending))
            for ending in endings
        )


def _why(failure: Exception) -> str:
    """One of the words that the page of the report explains."""
    if isinstance(failure, ChildFailed):
        return "paper"
    return "storage" if isinstance(failure, StorageFails | OSError) else "numbers"
