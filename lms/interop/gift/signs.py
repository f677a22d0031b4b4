"""What signs mean in GIFT, and the parts between braces."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

# What a backslash protects is carried through as a noncharacter, which no text may hold.
ESCAPES = {
    "\\": "\ufdd0", "~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4", "}": "\ufdd5",
    ":": "\ufdd6", "n": "\ufdd7",
}  # fmt: skip
PLAIN = {held: ("\n" if sign == "n" else sign) for sign, held in ESCAPES.items()}
ESCAPED = re.compile(r"\\([\\~=#{}:n])")
HELD = re.compile("[\ufdd0-\ufdef]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,7})?)%")


class Unreadable(DomainError):
    """One question that cannot be read; the rest of the file can."""


@dataclass(frozen=True)
class Answer:
    """One of the answers between the braces; weight in percent, None where none is written."""

    sign: str
    text: str
    weight: Decimal | None
    feedback: str

    @property
    def value(self) -> Decimal:
        if self.weight is not None:
            return self.weight
        return Decimal(100 if self.sign == "=" else 0)


def take_title(held: str) -> tuple[str, str]:
    if not held.startswith("::"):
        return "", held
    title, mark, rest = held[2:].partition("::")
    if not mark:
        raise Unreadable(_l("The title that begins with :: has no second ::."))
    return title.strip(), rest.strip()


def take_answers(held: str) -> tuple[str, str | None, str]:
    opened = held.find("{")
    if opened < 0:
        if "}" in held:
            raise Unreadable(_l("A closing brace } has no opening one."))
        return held, None, ""
    closed = held.find("}", opened)
    if closed < 0:
        raise Unreadable(_l("The brace { is never closed with }."))
    inside, after = held[opened + 1 : closed], held[closed + 1 :]
    if "{" in inside or "{" in after or "}" in after:
        raise Unreadable(_l("A question has one pair of braces; write \\{ for the sign itself."))
    return held[:opened], inside, after


def cut(held: str, mark: str) -> tuple[str, str]:
    before, _, after = held.partition(mark)
    return before, after


def split_signs(inside: str, signs: str) -> list[str]:
    """The parts after each sign; what stands before the first one is dropped when empty."""
    parts = re.split(f"[{re.escape(signs)}]", inside)
    if len(parts) == 1:
        return []
    return parts[1:] if not parts[0].strip() else parts


def answers_in(inside: str) -> list[Answer]:
    cut = re.split("([=~])", inside)
    if cut[0].strip():
        raise Unreadable(_l("The answers must begin with = (right) or ~ (wrong)."))
    answers = [answer_of(sign, body) for sign, body in zip(cut[1::2], cut[2::2], strict=True)]
    return [a for a in answers if a.text or a.feedback or a.sign == "="]  # some write ~= for =


def answer_of(sign: str, held: str) -> Answer:
    text, feedback = cut(held, "#")
    weight = None
    if told := _WEIGHT.match(text):
        weight, text = Decimal(told.group(1)), text[told.end() :]
    return Answer(sign, text.strip(), weight, feedback.strip())


def number_range(held: str) -> tuple[Decimal, Decimal]:
    """The middle and the distance that is still right."""
    text = "".join(PLAIN.get(sign, sign) for sign in held).replace(" ", "")
    try:
        if ".." in text:
            low, high = (_number(part) for part in text.split("..", 1))
            if low > high:
                raise Unreadable(_l("The range runs from high to low."))
            return (low + high) / 2, (high - low) / 2
        number, _, tolerance = text.partition(":")
        return _number(number), _number(tolerance or "0")
    except InvalidOperation as wrong:
        raise Unreadable(_l("Give a number.")) from wrong


def _number(text: str) -> Decimal:
    number = Decimal(text.replace(",", ""))
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise InvalidOperation
    return number


def written(number: Decimal) -> str:
    return format(number.normalize(), "f")
