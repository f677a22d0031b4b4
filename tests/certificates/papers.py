"""Statements to print, with every argument defaulted, and the hardest names to print on them."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from certificates.statement import CourseTitle, DocumentType, Issuer, Signatory, Statement, Words

INK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">'
    '<path d="M6 30c14-34 20-30 16-4s10 10 18-10 8 22 16 14" fill="none" stroke="#1b2a6b"/></svg>'
)
PIECES = ("ทักษะ", "ดิจิทัล", "พื้นฐาน", "สำหรับ", "บุคลากร", "ภาครัฐ")
ISSUERS = (
    Issuer("RMUTI", Words("มหาวิทยาลัยเทคโนโลยีราชมงคลอีสาน", "RMUTI"), "#7a1f3a"),
    Issuer("DEPA", Words("สำนักงานส่งเสริมเศรษฐกิจดิจิทัล", "depa"), "#0b4f8a"),
    Issuer("ONDE", Words("สำนักงานคณะกรรมการดิจิทัลเพื่อเศรษฐกิจและสังคมแห่งชาติ", ""), "#1d6b44"),
    Issuer("NMA-CHAMBER", Words("หอการค้าจังหวัดนครราชสีมา", ""), "#9a5a10"),
)
POST = Words("ผู้อำนวยการศูนย์ฝึกอบรมดิจิทัล", "Director")

TITLES = (
    "นาย", "นาง", "นางสาว", "เด็กหญิง", "พระ", "พระครู", "แม่ชี", "ว่าที่ร้อยตรี ", "พันตำรวจเอกหญิง ",
    "ผู้ช่วยศาสตราจารย์ ดร.", "รองศาสตราจารย์ พันโท ดร.", "หม่อมหลวง", "ทันตแพทย์หญิง", "",
)  # fmt: skip
FIRST = (
    "น้ำผึ้ง", "ปิ่นปินัทธ์", "ฟ้าใส", "กุลธิดาวัลย์", "ญาณิศา", "ฐิติรัตน์", "ป๋วย", "ซิ้ม", "เจี๊ยบ", "จ๋ำ", "ก๋ำ",
    "สำรวย", "ธำรงค์", "ทองคำ", "ปู่จ๋าน", "กษมา", "ฎีกา", "ฤๅษี", "ไม้เอก", "เอื้ออังกูร", "ใจ๋", "พิมพ์พิศุทธิ์",
    "ศุภรัตน์", "วิญญู", "ณัฏฐ์", "ดวงใจ", "อัมพร", "เปี๊ยก", "หฤทัย", "สิทธิ์",
)  # fmt: skip
LAST = (
    "น้ำทิพย์กุล ณ อยุธยา", "ก้อนคำใหญ่", "ศรีเกียรติกำจร", "ฟ้ำฟื้น", "สำนักงานกิจ", "อำนวยทรัพย์สิน", "จุ๋มจิ๋ม",
    "ปั๋นแก้ว", "ฐานันดร์ศักดิ์", "ญี่ปุ่นงาม", "กตัญญุตานันท์", "เซี่ยงไฮ้", "วัฒนานุสรณ์", "เพ็ชร์พลอย", "ตั้งฮั่วเส็ง",
    "อยู่ยั่งยืนยงค์", "รุ่งเรืองน้ำใจ", "กิ่งแก้วกล้ำกราย", "ทั่งทอง", "ฐิตธมฺโม", "สุจิณฺโณ",
)  # fmt: skip
OTHERS = (
    "พระมหาสมชาย", "อู้", "Jean-Baptiste O'Connor", "María José Núñez", "Nguyễn", "D’Angelo Müller-Lüdenscheidt",
    "พระครูสังฆรักษ์สมคิด ฐิตธมฺโม", "ซี", "Ms. Win Win Myint", "ก" * 60, "น้ำ" * 20, "ปี้" * 20,
)  # fmt: skip


def paper(**changed: Any) -> Statement:
    """A statement; the tests say only what they are about."""
    said: dict[str, Any] = {
        "code": "7K2M9QXA4TBN",
        "register_number": "RMUTI 3-0042/2570",
        "document": DocumentType.WUTHIBAT,
        "design": "wuthibat",
        "issued_on": date(2026, 11, 22),
        "holder": Words("นางสาวปิ่นปินัทธ์ น้ำผึ้งหวานฟ้าใส", "Ms. Pinpinat Namphuengwanfasai"),
        "course": CourseTitle("RMUTI-GOV-01", Words("".join(PIECES), "Digital Skills"), PIECES),
        "hours": Decimal(12),
        "run": "3/2569",
        "starts_on": date(2026, 11, 20),
        "ends_on": date(2026, 11, 22),
        "place": Words("ศูนย์ฝึกอบรมดิจิทัลโคราช", ""),
        "issuers": ISSUERS[:2],
        "signatories": (Signatory(POST, ISSUERS[0].name, None, INK),),
        "verify_base": "https://thaksa.example.go.th",
    }
    return Statement(**said | changed)


def sample(**changed: Any) -> Statement:
    """One with "ตัวอย่าง" across it, and no number."""
    return paper(**{"sample": True, "register_number": None} | changed)


def hardest_names(count: int) -> list[str]:
    """Stacked marks, สระอำ under tones, ranks, single names, monks, Latin, sixty characters."""
    chance = random.Random(2569)
    names = list(OTHERS)
    while len(names) < count:
        name = chance.choice(TITLES) + chance.choice(FIRST) + " " + chance.choice(LAST)
        if name not in names and len(name) <= 60:
            names.append(name)
    return names[:count]
