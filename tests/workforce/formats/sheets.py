"""A table as the formats get it: a hostile title, a hidden cell, an interval, nothing to tell."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lms.workforce.asking import HIDDEN, NOTHING, Cell
from lms.workforce.formats import Column, Head, Line, Sheet

PEOPLE = Column("M05", "ผู้ได้รับวุฒิบัตร", "people", definition="นับคนที่ถือใบรับรอง")
RATE = Column("M07a", "Completion rate", "rate", places=3, is_share=True)
HOURS = Column("M06", "ชั่วโมงอบรม", "hours", places=2, definition="Hours that were credited")


def sheet(**given: Any) -> Sheet:
    values: dict[str, Any] = {
        "title": "ผู้ได้รับวุฒิบัตรรายอำเภอ",
        "locale": "th",
        "heads": (Head("district", "อำเภอ"),),
        "columns": (PEOPLE, RATE, HOURS),
        "lines": (
            Line(
                ("3001",),
                ("เมืองนครราชสีมา",),
                (
                    Cell(12345, people=12345),
                    Cell(Decimal("0.741"), people=12345, low=Decimal("0.71"), high=Decimal("0.77")),
                    Cell(Decimal("142864.5")),
                ),
            ),
            Line(("3002",), ('=HYPERLINK("http://x")',), (HIDDEN, HIDDEN, NOTHING)),
            Line(("na",), ("ไม่ระบุ",), (Cell(0), NOTHING, Cell(Decimal(0)))),
        ),
        "total": (Cell(12400), Cell(Decimal("0.74")), Cell(Decimal("142870.5"))),
        "period": "ปีงบประมาณ 2570",
        "as_of": datetime(2026, 11, 22, 3, 40, tzinfo=UTC),
        "least": 5,
        "filters": (("หน่วยงาน", "มทร.อีสาน"),),
        "notes": ("ตัวเลขของเดือนนี้ยังไม่ครบ",),
    }
    return Sheet(**values | given)
