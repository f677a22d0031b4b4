"""What the style guide shows: one form with every kind of field, and sample texts of real length."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.i18n import Localised
from lms.web.forms import Form, Length, LongTextField, TextField

LEVELS = [
    ("basic", Localised("พื้นฐาน", "Basic")),
    ("intermediate", Localised("ระดับกลาง", "Intermediate")),
    ("advanced", Localised("ขั้นสูง", "Advanced")),
]
TEXTS = {
    "name": Localised("ชื่อ–นามสกุล", "Full name"),
    "name_hint": Localised("ตามที่ต้องการให้พิมพ์บนใบรับรอง", "As it should be printed on the certificate"),
    "wrong": Localised("กรอกชื่อและนามสกุล เช่น ปิ่นปินัทธ์ น้ำผึ้งหวาน", "Write first and last name"),
    "email": Localised("อีเมล", "E-mail"),
    "password": Localised("รหัสผ่าน", "Password"),
    "born": Localised("วันเดือนปีเกิด", "Date of birth"),
    "level": Localised("ระดับ", "Level"),
    "mode": Localised("รูปแบบการเรียน", "Mode"),
    "skills": Localised("ทักษะ", "Skills"),
    "seats": Localised("จำนวนที่รับ", "Seats"),
    "people": Localised("คน", "people"),
    "about": Localised("คำอธิบายรายวิชา", "Course description"),
    "picture": Localised("ไฟล์วุฒิบัตร (PDF)", "Certificate file (PDF)"),
    "consent": Localised("ข้าพเจ้ายินยอมให้ส่งข่าวรายวิชาใหม่", "I agree to receive news of new courses"),
    "save": Localised("บันทึก", "Save"),
    "enrol": Localised("ลงทะเบียนเรียน", "Enrol"),
    "withdraw": Localised("ถอนรายวิชา", "Withdraw"),
    "lost": Localised(
        "ความก้าวหน้าจะยังเก็บไว้ แต่ที่นั่งของคุณจะให้ผู้ที่รออยู่",
        "Your progress is kept, but your seat goes to the next person who waits.",
    ),
    "course": Localised("รู้ทันภัยไซเบอร์สำหรับประชาชน", "Cyber Safety for Citizens"),
    "long_course": Localised(
        "ความรู้พื้นฐานปัญญาประดิษฐ์และการใช้อย่างปลอดภัย",
        "Foundations of Artificial Intelligence and Its Safe Use",
    ),
    "lesson": Localised(
        "รหัสผ่านและการยืนยันตัวตนสองขั้นตอน", "Passwords and two-step verification"
    ),
    "university": Localised("มรภ.นครราชสีมา", "NRRU"),
    "hours": Localised("3 ชั่วโมง", "3 hours"),
    "basic": Localised("พื้นฐาน", "Basic"),
    "safety": Localised("ความปลอดภัย", "Safety"),
    "anytime": Localised("เรียนเมื่อไรก็ได้", "Any time"),
    "seats_left": Localised("เหลือ 12 ที่", "12 seats left"),
    "person": Localised("นางสาวปิ่นปินัทธ์ น้ำผึ้งหวานฟ้าใส", "Miss Pinpinat Namphuengwanfasai"),
    "left": Localised("เหลืออีก 3 อย่างก่อนได้เกียรติบัตร", "3 things left before the certificate"),
    "post_test": Localised("แบบทดสอบหลังเรียน (ผ่าน 60%)", "Post-test (pass at 60%)"),
    "survey": Localised("แบบประเมินความพึงพอใจ", "Satisfaction survey"),
    "nothing": Localised("ยังไม่มีรายวิชาที่กำลังเรียน", "No course in progress yet"),
    "nothing_text": Localised(
        "เมื่อคุณลงทะเบียนเรียน รายวิชาจะมาอยู่ตรงนี้ และกลับมาเรียนต่อได้ทุกเมื่อ",
        "Courses that you enrol in will be here, and you can go on at any time.",
    ),
    "find": Localised("ดูรายวิชาทั้งหมด", "See all courses"),
    "question": Localised(
        "มีข้อความแจ้งว่าบัญชีธนาคารของคุณจะถูกระงับ พร้อมลิงก์ให้กดยืนยัน ควรทำอย่างไร",
        "A message says your bank account will be frozen, with a link to confirm. What should you do?",
    ),
    "answer_a": Localised("กดลิงก์แล้วกรอกข้อมูลให้เร็วที่สุด", "Open the link and fill it in quickly"),
    "answer_b": Localised(
        "ไม่กดลิงก์ โทรถามธนาคารด้วยเบอร์หลังบัตร", "Ignore it and call the number on your card"
    ),
    "trained": Localised("ผู้เข้าอบรม", "People trained"),
    "certified": Localised("ได้รับวุฒิบัตร", "People certified"),
    "person_hours": Localised("คน-ชั่วโมง", "Person-hours"),
    "paragraph": Localised(
        "คนร้ายไม่ได้เดารหัสผ่านทีละตัว แต่ใช้รายการรหัสที่เคยรั่วไหลนับล้านรายการลองกับทุกบัญชีของเรา "
        "รหัสที่ใช้ซ้ำจึงเหมือนลูกกุญแจดอกเดียวที่เปิดได้ทุกบ้าน",
        "Thieves do not guess a password letter by letter. They try lists of millions of leaked ones "
        "on every account, so a password used twice is one key to every door.",
    ),
    "try": Localised("ลองทำตอนนี้", "Try it now"),
    "valid_note": Localised("ตรงกับข้อมูลในทะเบียน", "It matches our register."),
}  # fmt: skip


class SampleForm(Form):
    name = TextField(TEXTS["name"], [InputRequired(), Length(120)])
    email = EmailField(TEXTS["email"], [InputRequired()])
    password = PasswordField(TEXTS["password"], [InputRequired()])
    born = DateField(TEXTS["born"])
    level = SelectField(TEXTS["level"], choices=LEVELS)
    mode = RadioField(TEXTS["mode"], choices=LEVELS, default="basic")
    skills = SelectMultipleField(
        TEXTS["skills"],
        choices=LEVELS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    seats = IntegerField(TEXTS["seats"], [InputRequired()])
    about = LongTextField(TEXTS["about"], [Length(400)])
    picture = FileField(TEXTS["picture"])
    consent = BooleanField(TEXTS["consent"])


def samples() -> dict[str, Any]:
    """What the style guide's template needs: the texts, and a form as an answer of the server would show it."""
    form = SampleForm(formdata=None)
    form.name.errors = (str(TEXTS["wrong"]),)
    return {"s": TEXTS, "sample_form": form}
