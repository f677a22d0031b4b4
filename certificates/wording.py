"""The words on the paper: fixed phrases, dates and numbers, as Thai certificates write them."""

from datetime import date
from decimal import Decimal

from certificates.statement import DocumentType, Issuer, Signatory, Statement, Words

DOCUMENTS = {
    DocumentType.WUTHIBAT: Words("วุฒิบัตร", "Certificate of Completion"),
    DocumentType.KIATTIBAT: Words("เกียรติบัตร", "Certificate of Participation"),
    DocumentType.PRAKAT: Words("ประกาศนียบัตร", "Certificate"),
}
ACHIEVEMENTS = {
    DocumentType.WUTHIBAT: "ได้ผ่านการฝึกอบรมหลักสูตร",
    DocumentType.KIATTIBAT: "ได้เข้าร่วมการอบรมหลักสูตร",
    DocumentType.PRAKAT: "ได้สำเร็จการศึกษาตามหลักสูตร",
}
PRESENTED = "ให้ไว้เพื่อแสดงว่า"
SAMPLE = "ตัวอย่าง"
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def digits(text: str, thai: bool) -> str:
    """The text with Thai digits, or as it is."""
    return text.translate(THAI_DIGITS) if thai else text


def long_date(day: date) -> str:
    """22 เดือน พฤศจิกายน พุทธศักราช 2569."""
    return f"{day.day} เดือน {MONTHS[day.month - 1]} พุทธศักราช {day.year + 543}"


def short_date(day: date) -> str:
    """22 พฤศจิกายน 2569."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"


def period(first: date, last: date | None) -> str:
    """When the training was, with nothing said twice."""
    if last is None or first == last:
        return f"เมื่อวันที่ {short_date(first)}"
    if first.year != last.year:
        return f"ระหว่างวันที่ {short_date(first)} ถึงวันที่ {short_date(last)}"
    if first.month != last.month:
        start = f"{first.day} {MONTHS[first.month - 1]}"
        return f"ระหว่างวันที่ {start} ถึงวันที่ {short_date(last)}"
    return f"ระหว่างวันที่ {first.day}–{short_date(last)}"


def hours(amount: Decimal) -> str:
    """จำนวน 12 ชั่วโมง."""
    return f"จำนวน {amount.normalize():f} ชั่วโมง"


def signatory(signatory: Signatory) -> list[str]:
    """Name in brackets, post and institution, as far as there are any."""
    said = [f"({signatory.name})"] if signatory.name else []
    said.append(signatory.post.th or signatory.post.en)
    if signatory.institution:
        said.append(signatory.institution.th or signatory.institution.en)
    return said


def issued_by(issuers: tuple[Issuer, ...]) -> tuple[str, ...]:
    """A ร่วมกับ B, C และ D, in pieces that a line may end after."""
    names = [issuer.name.th or issuer.name.en for issuer in issuers]
    if len(names) == 1:
        return (names[0],)
    middle = [f"{name} " for name in names[1:-1]]
    if middle:
        return (f"{names[0]} ", f"ร่วมกับ{middle[0]}", *middle[1:], f"และ{names[-1]}")
    return (f"{names[0]} ", f"ร่วมกับ{names[-1]}")


def particulars(statement: Statement) -> tuple[str, ...]:
    """Run, hours, dates and place, in pieces that a line may end after."""
    said = []
    if statement.run:
        said.append(f"รุ่นที่ {statement.run}")
    if statement.hours:
        said.append(hours(statement.hours))
    if statement.starts_on:
        said.append(period(statement.starts_on, statement.ends_on))
    if statement.place:
        said.append(f"ณ {statement.place.th or statement.place.en}")
    if statement.online:
        said.append("และผ่านระบบออนไลน์" if statement.place else "ผ่านระบบออนไลน์")
    pieces = [f"{part} " for part in said[:-1]] + said[-1:]
    return tuple(digits(piece, statement.thai_digits) for piece in pieces)


def issued_on(statement: Statement) -> str:
    """The line that dates the paper."""
    return digits(f"ให้ไว้ ณ วันที่ {long_date(statement.issued_on)}", statement.thai_digits)


def number(statement: Statement) -> str:
    """The register number, or the word that says there is none."""
    if statement.register_number is None:
        return SAMPLE
    return digits(f"เลขที่ {statement.register_number}", statement.thai_digits)


def code(statement: Statement) -> str:
    """The public code in groups of four; never in Thai digits."""
    return " ".join(statement.code[at : at + 4] for at in range(0, len(statement.code), 4))


def title(statement: Statement) -> tuple[str, ...]:
    """The course title in quotation marks, in pieces that a line may end after."""
    pieces = statement.course.pieces or (statement.course.title.en,)
    return (f"“{pieces[0]}", *pieces[1:-1], f"{pieces[-1]}”") if pieces[1:] else (f"“{pieces[0]}”",)
