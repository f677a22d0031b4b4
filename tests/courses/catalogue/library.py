"""A library for the search tests: topics × audiences, and the twelve courses of the demonstration."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from courses.catalogue import operations
from courses.content.models import Course, CourseVersion, Level, Module
from lms.db import db
from lms.i18n import Localised
from tests import make

DEMO = Path(__file__).parents[3] / "lms" / "demo" / "courses"

# topic: (Thai title, English title, every spelling that says it)
TOPICS = {
    "excel": ("ตารางคำนวณ Excel", "Excel", "excel เอกเซล"),
    "python": ("เขียนโปรแกรมไพธอน", "Python programming", "ไพธอน python"),
    "ai": ("ปัญญาประดิษฐ์", "Artificial intelligence", "ปัญญาประดิษฐ์ intelligence เอไอ"),
    "cyber": ("ความมั่นคงปลอดภัยไซเบอร์", "Cybersecurity", "ไซเบอร์ cyber"),
    "password": ("รหัสผ่านที่ปลอดภัย", "Strong passwords", "รหัสผ่าน password"),
    "drone": ("โดรนเพื่อการเกษตร", "Drones on the farm", "โดรน drone"),
    "photo": ("ถ่ายภาพสินค้าด้วยมือถือ", "Product photos with a phone", "ถ่ายภาพ ถ่ายรูป photo"),
    "video": ("ตัดต่อวิดีโอ", "Video editing", "วิดีโอ video"),
    "marketing": ("การตลาดดิจิทัล", "Digital marketing", "การตลาด marketing"),
    "tourism": ("การท่องเที่ยวชุมชน", "Community tourism", "ท่องเที่ยว tourism"),
    "accounting": ("บัญชีครัวเรือน", "Household accounts", "บัญชีครัวเรือน household"),
    "cloud": ("คลาวด์คอมพิวติง", "Cloud computing", "คลาวด์ cloud"),
    "blockchain": ("บล็อกเชน", "Blockchain", "บล็อกเชน blockchain"),
    "robot": ("หุ่นยนต์ในโรงงาน", "Robots in the factory", "หุ่นยนต์ robot"),
    "english": ("ภาษาอังกฤษเพื่อการทำงาน", "English for work", "ภาษาอังกฤษ"),
    "logistics": ("โลจิสติกส์และคลังสินค้า", "Logistics and warehousing", "โลจิสติกส์ logistics"),
    "telemedicine": ("การแพทย์ทางไกล", "Telemedicine", "แพทย์ทางไกล telemedicine"),
    "gis": ("ภูมิสารสนเทศ", "Geographic information systems", "ภูมิสารสนเทศ geographic"),
    "dashboard": ("แดชบอร์ดผู้บริหาร", "Executive dashboards", "แดชบอร์ด dashboard"),
    "ecommerce": ("พาณิชย์อิเล็กทรอนิกส์", "E-commerce", "พาณิชย์อิเล็กทรอนิกส์ ขายออนไลน์ commerce"),
    "graphic": ("ออกแบบกราฟิก", "Graphic design", "กราฟิก graphic"),
    "sensor": ("เซนเซอร์วัดความชื้น", "Moisture sensors", "เซนเซอร์ sensor"),
    "welding": ("เชื่อมโลหะด้วยเครื่องจักร", "Machine welding", "เชื่อมโลหะ welding"),
    "silk": ("ลายผ้าไหมด้วยคอมพิวเตอร์", "Silk patterns by computer", "ผ้าไหม silk"),
    "privacy": ("คุ้มครองข้อมูลส่วนบุคคล", "Personal data protection", "ข้อมูลส่วนบุคคล personal pdpa"),
    "statistics": ("สถิติเบื้องต้น", "Introductory statistics", "สถิติ statistics"),
    "chatbot": ("แชตบอตตอบลูกค้า", "Chatbots for customers", "แชตบอต chatbot"),
    "solar": ("พลังงานแสงอาทิตย์", "Solar energy", "แสงอาทิตย์ solar"),
    "fakenews": ("ตรวจสอบข่าวปลอม", "Checking fake news", "ข่าวปลอม fake"),
    "forestry": ("ป่าชุมชนและคาร์บอนเครดิต", "Community forests and carbon credits", "คาร์บอนเครดิต carbon"),
    "cattle": ("โคเนื้อโคราช", "Korat beef cattle", "โคเนื้อ cattle"),
    "archive": ("จดหมายเหตุดิจิทัล", "Digital archives", "จดหมายเหตุ archive"),
    "payment": ("พร้อมเพย์และการชำระเงิน", "PromptPay and payments", "พร้อมเพย์ promptpay"),
    "meeting": ("ประชุมทางไกล", "Remote meetings", "ประชุม meeting"),
}  # fmt: skip
AUDIENCES = [
    ("เบื้องต้น", "basics"),
    ("สำหรับครู", "for teachers"),
    ("สำหรับผู้ประกอบการ", "for entrepreneurs"),
    ("ขั้นสูง", "advanced"),
    ("ภาคปฏิบัติ", "hands-on"),
    ("ในท้องถิ่น", "in local government"),
]

# what people type: topic
QUERIES = {
    "excel": "excel", "เอกเซล": "excel", "เอ็กเซล": "excel", "Excell": "excel",
    "ไพธอน": "python", "python": "python", "Pyhton": "python", "ไพทอน": "python",
    "ai": "ai", "เอไอ": "ai", "ปัญญาประดิษฐ์": "ai", "ปัญญาประดิษ": "ai",
    "ไซเบอร์": "cyber", "ไชเบอร์": "cyber", "cyber security": "cyber",
    "รหัสผ่าน": "password", "พาสเวิร์ด": "password", "โดรน": "drone",
    "ถ่ายรูป": "photo", "วีดีโอ": "video", "การตลาดออนไลน์": "marketing",
    "ท่องเที่ยว": "tourism", "ทองเที่ยว": "tourism", "บัญชีครัวเรือน": "accounting",
    "อยากเรียนเรื่องคลาวด์": "cloud", "คลาวน์": "cloud", "บล็อคเชน": "blockchain",
    "หุ่นยนต์": "robot", "หุ่นยน": "robot", "robots": "robot", "ภาษาอังกฤษ": "english",
    "โลจิสติก": "logistics", "โลจีสติกส์": "logistics", "logistic": "logistics",
    "แพทย์ทางไกล": "telemedicine", "ภูมิสารสนเทศ": "gis", "แดชบอร์ด": "dashboard",
    "dashbord": "dashboard", "ขายของออนไลน์": "ecommerce", "กราฟฟิก": "graphic",
    "เซ็นเซอร์": "sensor", "เชื่อมโลหะ": "welding", "ผ้าไหม": "silk", "pdpa": "privacy",
    "สถิติ": "statistics", "แชทบอท": "chatbot", "พลังงานแสงอาทิต": "solar",
    "เฟคนิวส์": "fakenews", "คาร์บอน": "forestry", "โคเนื้อ": "cattle",
    "จดหมายเหต": "archive", "พร้อมเพย์": "payment", "ประชุมทางไกล": "meeting",
}  # fmt: skip


@dataclass(frozen=True)
class Library:
    """Which courses are about which topic, by their ids."""

    about: dict[str, set[int]]
    texts: dict[int, str]

    def relevant(self, topic: str) -> set[int]:
        """Those made for it, and those of the demonstration that say one of its spellings."""
        spellings = TOPICS[topic][2].split()
        saying = {k for k, text in self.texts.items() if any(word in text for word in spellings)}
        return self.about[topic] | saying


def fill() -> Library:
    """Write the library into the database, indexed as publishing would."""
    owner = make.institution()
    about: dict[str, set[int]] = {}
    for topic, (th, en, _words) in TOPICS.items():
        for audience_th, audience_en in AUDIENCES:
            course = make.course(
                lessons=0,
                institution=owner,
                title=Localised(f"{th}{audience_th}", f"{en} {audience_en}"),
            )
            operations.index(course)
            about.setdefault(topic, set()).add(course.id)
    return Library(about, dict(_demo_course(made) for made in _demo()))


@cache
def _demo() -> list[dict[str, Any]]:
    files = sorted(DEMO.glob("*/course.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]


def _demo_course(about: dict[str, Any]) -> tuple[int, str]:
    course: Course = make.course(
        lessons=0,
        code=about["code"],
        title=Localised.of(about["title"]),
        summary=Localised.of(about["summary"]),
        outcomes=about["outcomes"],
        level=Level(about["level"]),
        hours=Decimal(str(about["hours"])),
    )
    titles = [lesson["title"] for module in about["modules"] for lesson in module["lessons"]]
    version = db.session.get_one(CourseVersion, course.version_id)
    module = db.session.scalars(sa.select(Module).filter_by(version_id=version.id)).one()
    for position, title in enumerate(titles, start=1):
        make.lesson(course, version, module, position=position, title=Localised.of(title))
    operations.index(course)
    told = [about["title"], about["summary"], *about["outcomes"], *titles]
    return course.id, " ".join(text for part in told for text in part.values()).casefold()
