"""What the columns of a table of questions are called, in Thai and as others write them."""

import re
from dataclasses import dataclass

from courses.public import QuestionKind
from lms.i18n.thai import arabic_digits, normalise


@dataclass(frozen=True)
class Column:
    """What a column means; options and their feedback are numbered from 1."""

    name: str
    number: int = 0


TITLES = {
    "kind": "ประเภท",
    "text": "คำถาม",
    "option": "ตัวเลือก",
    "said": "คำอธิบายตัวเลือก",
    "answer": "เฉลย",
    "points": "คะแนน",
    "tolerance": "คลาดเคลื่อนได้",
    "unit": "หน่วย",
    "feedback": "คำอธิบายเฉลย",
    "title": "ชื่อข้อ",
    "tags": "แท็ก",
    "difficulty": "ความยาก",
    "skill": "ทักษะ",
}
_NAMES = {
    "kind": ("ประเภท", "ประเภทคำถาม", "ประเภทข้อสอบ", "ชนิด", "ชนิดคำถาม", "รูปแบบ", "type", "kind", "questiontype"),
    "text": ("คำถาม", "โจทย์", "ข้อคำถาม", "ข้อสอบ", "question", "questiontext", "text"),
    "answer": ("เฉลย", "คำตอบ", "คำตอบที่ถูก", "ข้อที่ถูก", "คำตอบที่ถูกต้อง", "answer", "correct", "correctanswer", "key"),
    "points": ("คะแนน", "คะแนนเต็ม", "points", "point", "score", "mark", "marks"),
    "tolerance": ("คลาดเคลื่อนได้", "ค่าคลาดเคลื่อน", "ความคลาดเคลื่อน", "tolerance"),
    "unit": ("หน่วย", "unit"),
    "feedback": ("คำอธิบายเฉลย", "คำอธิบาย", "เหตุผล", "feedback", "explanation", "generalfeedback"),
    "title": ("ชื่อข้อ", "ชื่อ", "ชื่อคำถาม", "title", "name"),
    "tags": ("แท็ก", "ป้าย", "หมวด", "หมวดหมู่", "หัวข้อ", "tag", "tags", "category"),
    "difficulty": ("ความยาก", "ระดับความยาก", "ระดับ", "difficulty", "level"),
    "skill": ("ทักษะ", "สมรรถนะ", "skill"),
}  # fmt: skip
_KIND_NAMES = {
    QuestionKind.SINGLE: ("เลือกข้อเดียว", "เลือกตอบ", "ปรนัย", "ตัวเลือกเดียว", "เลือกตอบข้อเดียว", "single", "singlechoice", "mc", "multiplechoice", "mcq"),
    QuestionKind.MULTIPLE: ("เลือกหลายข้อ", "เลือกตอบหลายข้อ", "หลายตัวเลือก", "หลายคำตอบ", "multiple", "multipleanswer", "multipleanswers", "checkbox", "checkboxes"),
    QuestionKind.TRUE_FALSE: ("ถูกผิด", "จริงเท็จ", "truefalse", "tf", "true_false"),
    QuestionKind.SHORT: ("คำตอบสั้น", "เติมคำ", "ตอบสั้น", "เติมคำตอบ", "short", "shortanswer", "fillin", "fillintheblank"),
    QuestionKind.NUMERIC: ("ตัวเลข", "คำตอบเป็นตัวเลข", "คำนวณ", "numeric", "numerical", "number"),
    QuestionKind.MATCHING: ("จับคู่", "matching", "match"),
    QuestionKind.ORDERING: ("เรียงลำดับ", "เรียงข้อ", "ordering", "order"),
    QuestionKind.ESSAY: ("เขียนตอบ", "อัตนัย", "บรรยาย", "เรียงความ", "ความเรียง", "essay"),
}  # fmt: skip
_DIFFICULTY_NAMES = {
    "easy": ("ง่าย", "easy"),
    "medium": ("ปานกลาง", "กลาง", "medium", "moderate"),
    "hard": ("ยาก", "hard", "difficult"),
}
_IGNORED = re.compile(r"[\s()\[\]./_*:\-]+")
_NUMBERED = re.compile(
    r"(?P<said>คำอธิบายตัวเลือก|คำอธิบาย|เหตุผล|feedback)?(?:ตัวเลือก|ข้อ|option|choice|answer)?(?P<number>[0-9]{1,2}|[ก-ฏ]|[a-h])",
    re.ASCII,
)
_LETTERS = ("กขคงจฉชซฌญฎฏ", "abcdefgh")


def fold(text: str) -> str:
    """How headers and words are compared: without spaces, signs and case."""
    return _IGNORED.sub("", arabic_digits(normalise(text)).casefold())


_BY_NAME = {fold(name): key for key, names in _NAMES.items() for name in names}
ASKED_KINDS = {fold(name): kind for kind, names in _KIND_NAMES.items() for name in names}
DIFFICULTIES = {fold(name): key for key, names in _DIFFICULTY_NAMES.items() for name in names}
KIND_TITLES = {kind: names[0] for kind, names in _KIND_NAMES.items()}
DIFFICULTY_TITLES = {key: names[0] for key, names in _DIFFICULTY_NAMES.items()}


def title(name: str) -> str:
    """The header of a column in the template."""
    return TITLES[name]


def meaning(header: str) -> Column | None:
    """What the header says, or None."""
    folded = fold(header)
    if folded in _BY_NAME:
        return Column(_BY_NAME[folded])
    numbered = _NUMBERED.fullmatch(folded)
    if numbered is None:
        return None
    name = "said" if numbered["said"] else "option"
    sign = numbered["number"]
    if sign.isdecimal():
        return Column(name, int(sign))
    return Column(name, next(letters.index(sign) + 1 for letters in _LETTERS if sign in letters))
