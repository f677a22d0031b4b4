"""What a person's own data holds of reports: those they kept, and those that they get."""

from collections.abc import Iterator

from sqlalchemy import select

from lms.accounts.public import Part
from lms.db import db
from lms.workforce.reports.models import Report, ReportRecipient, ReportSchedule


def parts(user_id: int) -> Iterator[Part]:
    kept = select(Report).where(Report.owner_id == user_id).order_by(Report.id)
    rows = [
        {"title": r.title, "definition": r.definition, "sharing": r.sharing.value,
         "changed_at": r.changed_at, "deleted_at": r.deleted_at}
        for r in db.session.scalars(kept)
    ]  # fmt: skip
    if rows:
        yield Part("reports", rows)
    sent = (
        select(Report.title, ReportRecipient.left_at)
        .join(ReportSchedule, ReportSchedule.report_id == Report.id)
        .join(ReportRecipient, ReportRecipient.schedule_id == ReportSchedule.id)
        .where(ReportRecipient.user_id == user_id)
        .order_by(Report.id, ReportSchedule.id)
    )
    got = [{"title": title, "left_at": left_at} for title, left_at in db.session.execute(sent)]
    if got:
        yield Part("reports_by_mail", got)
