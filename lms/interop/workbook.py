"""The workbook that teachers fill in, and questions written into one."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from courses.public import QuestionKind, exchange
from lms.interop.columns import DIFFICULTY_TITLES, KIND_TITLES, TITLES

HOLDS = frozenset(KIND_TITLES)
_OPTIONS = 6
_SHEET = "คำถาม"
_WIDTHS = {"kind": 16, "text": 60, "option": 26, "said": 26, "answer": 20, "feedback": 40}
_HELP = (
    ("กรอกอย่างไร", ""),
    ("1 แถวคือ 1 ข้อ", "ไม่ต้องกรอกทุกคอลัมน์ ลบหรือสลับคอลัมน์ได้ แต่ชื่อหัวคอลัมน์ต้องคงเดิม"),
    ("ประเภท", "เลือกจากรายการในช่อง"),
    ("เลือกข้อเดียว · เลือกหลายข้อ", "ใส่ตัวเลือกในช่อง “ตัวเลือก 1, 2, …” ช่อง “เฉลย” ใส่หมายเลขตัวเลือก เช่น 2 หรือ 1, 3"),
    ("ถูกผิด", "ช่อง “เฉลย” ใส่ ถูก หรือ ผิด"),
    ("คำตอบสั้น", "ช่อง “เฉลย” ใส่คำตอบที่ยอมรับ คั่นด้วย | เช่น 1441 | หนึ่งสี่สี่หนึ่ง"),
    ("ตัวเลข", "ช่อง “เฉลย” ใส่ตัวเลข ช่อง “คลาดเคลื่อนได้” ใส่ค่าที่ยอมให้ต่างได้ ช่อง “หน่วย” เว้นว่างได้"),
    ("จับคู่", "แต่ละช่องตัวเลือกใส่คู่หนึ่ง เช่น ไลน์ = แชต"),
    ("เรียงลำดับ", "ใส่รายการตามลำดับที่ถูกต้องในช่องตัวเลือก ระบบจะสลับให้เอง"),
    ("เขียนตอบ", "ไม่ต้องใส่เฉลย ผู้สอนตรวจเอง"),
    ("คะแนน", "เว้นว่างคือ 1 คะแนน"),
    ("แท็ก", "คั่นด้วยจุลภาค เช่น รหัสผ่าน, ฟิชชิง"),
    ("ความยาก", "ง่าย ปานกลาง หรือ ยาก"),
    ("ทักษะ", "รหัสทักษะ เช่น digcomp22:4 เว้นว่างได้"),
)  # fmt: skip
_EXAMPLES: tuple[dict[str, Any], ...] = (
    {"kind": "single", "text": "ข้อใดเป็นรหัสผ่านที่เดายากที่สุด", "points": 1, "options": [
        {"key": "a", "text": "korat2569"}, {"key": "b", "text": "กระรอกทอผ้าริมเขื่อน7", "correct": True}, {"key": "c", "text": "12345678"}],
     "feedback": "วลียาวหลายคำเดายากกว่าคำสั้นที่มีตัวเลขต่อท้าย"},
    {"kind": "multiple", "text": "ข้อใดเป็นสัญญาณของข้อความหลอกลวง", "points": 2, "options": [
        {"key": "a", "text": "เร่งให้โอนเงินทันที", "correct": True}, {"key": "b", "text": "ขอรหัส OTP", "correct": True}, {"key": "c", "text": "แจ้งเวลาทำการของสำนักงาน"}]},
    {"kind": "true_false", "text": "ธนาคารขอรหัส OTP ทางโทรศัพท์ได้", "points": 1, "answer": False},
    {"kind": "short", "text": "สายด่วนแจ้งภัยการเงินออนไลน์คือหมายเลขใด", "points": 1, "accept": ["1441", "๑๔๔๑"]},
    {"kind": "numeric", "text": "1 วันมีกี่ชั่วโมง", "points": 1, "answer": "24", "tolerance": "0", "unit": "ชั่วโมง"},
    {"kind": "matching", "text": "จับคู่อำเภอกับสิ่งที่ขึ้นชื่อ", "points": 2, "pairs": [
        {"left": "ปักธงชัย", "right": "ผ้าไหม"}, {"left": "ด่านเกวียน", "right": "เครื่องปั้นดินเผา"}]},
    {"kind": "ordering", "text": "เรียงขั้นตอนเมื่อถูกหลอกโอนเงิน", "points": 2, "items": ["โทร 1441", "รวบรวมหลักฐาน", "แจ้งความ"]},
    {"kind": "essay", "text": "เล่าเหตุการณ์ที่คุณเคยได้รับข้อความหลอกลวง และวิธีที่คุณรับมือ", "points": 5},
)  # fmt: skip


def template() -> bytes:
    """An empty workbook with headers, choices to pick from, one example a kind, and how to fill it."""
    return _book([exchange.Draft(0, example) for example in _EXAMPLES], with_help=True)


def write(drafts: Sequence[exchange.Draft]) -> exchange.Written:
    """A workbook of these questions; kinds that a row cannot hold are left out and listed."""
    kept = [draft for draft in drafts if _fits(draft)]
    left_out = tuple(draft for draft in drafts if not _fits(draft))
    return exchange.Written(_book(kept, with_help=False), left_out)


def _fits(draft: exchange.Draft) -> bool:
    question = draft.question
    if draft.kind not in HOLDS or question.get("rubric") or question.get("image"):
        return False
    if draft.kind is QuestionKind.SHORT:
        return not any("|" in str(a) or "\n" in str(a) for a in question["accept"])
    if draft.kind is QuestionKind.MATCHING:
        sides = ("=", "|", "->", "→")
        return not any(sign in str(p["left"]) for p in question["pairs"] for sign in sides)
    return not isinstance(question.get("unit"), dict)


def _book(drafts: Sequence[exchange.Draft], *, with_help: bool) -> bytes:
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, settings) as book:
        sheet = book.add_worksheet(_SHEET)
        most = max([_OPTIONS, *(len(_options(draft.question)) for draft in drafts)])
        heads = list(_heads(most))
        bold = book.add_format(
            {"bold": True, "bg_color": "#e3eff0", "bottom": 1, "text_wrap": True}
        )
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for place, (name, head) in enumerate(heads):
            sheet.set_column(place, place, _WIDTHS.get(name, 14), wrap)
            sheet.write_string(0, place, head, bold)
        sheet.freeze_panes(1, 2)
        for number, draft in enumerate(drafts, start=1):
            cells = _cells(draft)
            for place, (_, head) in enumerate(heads):
                if cells.get(head):
                    sheet.write_string(number, place, cells[head], wrap)
        last = max(500, len(drafts))
        for name, titles in (("kind", KIND_TITLES), ("difficulty", DIFFICULTY_TITLES)):
            place = [n for n, _ in heads].index(name)
            choices = {"validate": "list", "source": list(titles.values())}
            sheet.data_validation(1, place, last, place, choices)
        if with_help:
            _write_help(book)
    return out.getvalue()


def _heads(options: int) -> Iterator[tuple[str, str]]:
    for name in ("kind", "text"):
        yield name, TITLES[name]
    for number in range(1, options + 1):
        yield "option", f"{TITLES['option']} {number}"
    for name in ("answer", "points", "feedback", "tolerance", "unit"):
        yield name, TITLES[name]
    for name in ("title", "tags", "difficulty", "skill"):
        yield name, TITLES[name]
    for number in range(1, options + 1):
        yield "said", f"{TITLES['said']} {number}"


def _options(question: Mapping[str, Any]) -> Sequence[Any]:
    return question.get("options") or question.get("pairs") or question.get("items") or ()


def _cells(draft: exchange.Draft) -> dict[str, str]:
    """What stands under each header."""
    question = draft.question
    cells = {
        TITLES["kind"]: KIND_TITLES[draft.kind],
        TITLES["text"]: str(question["text"]),
        TITLES["points"]: str(question.get("points", 1)),
        TITLES["feedback"]: str(question.get("feedback") or ""),
        TITLES["tolerance"]: str(question.get("tolerance") or ""),
        TITLES["unit"]: str(question.get("unit") or ""),
        TITLES["title"]: draft.title,
        TITLES["tags"]: ", ".join(draft.tags),
        TITLES["difficulty"]: DIFFICULTY_TITLES.get(draft.difficulty or "", ""),
        TITLES["skill"]: draft.skill,
        TITLES["answer"]: _answer(draft.kind, question),
    }
    for number, option in enumerate(_options(question), start=1):
        cells[f"{TITLES['option']} {number}"] = _option(option)
        if isinstance(option, Mapping):
            cells[f"{TITLES['said']} {number}"] = str(option.get("feedback") or "")
    return cells


def _option(option: Any) -> str:
    if not isinstance(option, Mapping):
        return str(option)
    if "left" in option:
        return f"{option['left']} = {option['right']}"
    return str(option["text"])


def _answer(kind: QuestionKind, question: Mapping[str, Any]) -> str:
    match kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            options = enumerate(question["options"], start=1)
            return ", ".join(str(n) for n, option in options if option.get("correct"))
        case QuestionKind.TRUE_FALSE:
            return "ถูก" if question["answer"] else "ผิด"
        case QuestionKind.SHORT:
            return " | ".join(str(answer) for answer in question["accept"])
        case QuestionKind.NUMERIC:
            return str(question["answer"])
        case _:
            return ""


def _write_help(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("วิธีกรอก")
    strong = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    for row, (what, how) in enumerate(_HELP):
        sheet.write_string(row, 0, what, strong)
        sheet.write_string(row, 1, how, wrap)
