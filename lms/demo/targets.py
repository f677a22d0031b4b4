"""What depa wants of the fiscal year: a dozen targets, one with a paper that proves it."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from lms.accounts.public import User, user_by_email
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution
from lms.reference.queries import choices
from lms.workforce.opendata import operations as opendata
from lms.workforce.opendata.models import OpenTable
from lms.workforce.periods import Period
from lms.workforce.rollups import operations as rollups
from lms.workforce.targets import operations
from lms.workforce.targets.models import Target
from lms.workforce.targets.operations import Owner

OWNER = "analyst@depa.example"
PLAN = [4, 5, 6, 8, 9, 10, 10, 10, 10, 10, 10, 8]


@dataclass(frozen=True)
class Wish:
    """A number of the plan; the titles are those of the agreement where it has one."""

    measure: str
    number: str
    th: str = ""
    en: str = ""
    where: tuple[tuple[str, str], ...] = ()
    agency: str = ""
    monthly: tuple[int, ...] = tuple(PLAN)


WISHES = (
    Wish("M01", "1200", "ผู้สมัครเรียนทักษะดิจิทัล", "Applicants for digital skills"),
    Wish("M02", "1000", "ผู้เข้าอบรมทักษะดิจิทัล", "Participants in digital skills"),
    Wish("M03", "800", "ผู้เรียนจบหลักสูตร", "Completers"),
    Wish("M05", "700", "ผู้ได้รับวุฒิบัตรทักษะดิจิทัล", "People certified in digital skills"),
    Wish("M06", "6000", "ชั่วโมงอบรมรวม", "Person-hours of training"),
    Wish("M10a", "24", "อำเภอที่มีผู้ได้รับวุฒิบัตร", "Districts with people certified", agency="DEPA", monthly=()),
    Wish("M11a", "15", "สัดส่วนผู้สูงอายุ", "Share of older learners", agency="DEPA", monthly=()),
    Wish("M07a", "75", "อัตราการเรียนจบ", "Completion rate", agency="DEPA", monthly=()),
    Wish("M05", "250", where=(("institution", "NRRU"),), agency="DEPA"),
    Wish("M05", "250", where=(("institution", "RMUTI"),), agency="DEPA"),
    Wish("M05", "200", where=(("institution", "SUT"),), agency="DEPA"),
    Wish("M18", "40", "หน่วยงานและสถานประกอบการที่เข้าร่วม", "Organisations taking part", agency="DEPA"),
)  # fmt: skip


def load() -> None:
    """Whatever is there already stays."""
    owner = user_by_email(OWNER)
    if owner is not None and db.session.scalar(select(Target.id).limit(1)) is None:
        db.session.rollback()
        with one_transaction():
            _set(owner)
    publish()


def publish() -> None:
    """The open tables of the demonstration, as they stand when it is loaded."""
    if db.session.scalar(select(OpenTable.day).limit(1)) is not None:
        return
    db.session.rollback()
    with one_transaction():
        rollups.rebuild()
    publish_again()


def publish_again() -> None:
    """Of periods that are over too: invented people came, or went, who were there before."""
    tables = opendata.count(again=True)
    db.session.rollback()
    with one_transaction():
        opendata.publish(tables)


def _set(owner: User) -> None:
    period = str(Period.now(now()))
    agencies = {i.code: i for i in db.session.scalars(select(Institution))}
    programme = choices("programme")[0][0]
    for wish in WISHES:
        target = operations.set_target(
            Owner(agencies[wish.agency]) if wish.agency else Owner(programme=programme),
            measure=wish.measure,
            period=period,
            number=Decimal(wish.number),
            where=wish.where,
            monthly=wish.monthly,
            title=Localised(wish.th, wish.en),
            by=owner,
        )
        if wish.measure == "M05" and not wish.where:
            operations.add_link(
                target,
                title="ข่าวพิธีลงนามบันทึกข้อตกลงความร่วมมือดิจิทัลโคราช",
                dated=to_bangkok(now()).date(),
                link="https://www.depa.or.th/",
                by=owner,
            )
