"""The analyst's reports of the demonstration: one for everybody, one that waits to be sent."""

from sqlalchemy import select

from lms.accounts.public import user_by_email
from lms.db import db, one_transaction
from lms.i18n import speaking
from lms.workforce.reports import operations, queries
from lms.workforce.reports.definition import Definition, Series
from lms.workforce.reports.models import Frequency, Report, Sharing

OWNER = "analyst@depa.example"


def load() -> None:
    """Whatever is there already stays."""
    owner = user_by_email(OWNER)
    if owner is None or db.session.scalar(select(Report.id).limit(1)) is not None:
        return
    claims = queries.readers([OWNER])[OWNER].claims
    db.session.rollback()
    with speaking("th"), one_transaction():
        operations.keep_report(
            owner,
            Definition(("M02", "M03", "M05"), "this-year", ("district",)),
            claims=claims,
            title="ผู้เข้าอบรม ผู้เรียนจบ และผู้ได้รับวุฒิบัตรรายอำเภอ",
            sharing=Sharing.EVERYONE,
        )
        monthly = operations.keep_report(
            owner,
            Definition(("M01", "M02", "M05", "M06"), "this-year", series=Series.MONTHS),
            claims=claims,
            title="สรุปรายเดือนสำหรับผู้บริหาร",
        )
        schedule = operations.add_schedule(
            monthly,
            frequency=Frequency.MONTHLY,
            day=1,
            hour=8,
            minute=0,
            endings=["xlsx", "pdf"],
            recipients=[OWNER],
            by=owner,
        )
        operations.pause(schedule, by=owner)
