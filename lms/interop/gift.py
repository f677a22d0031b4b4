"""GIFT, the text format of questions that Moodle reads and writes.

Follows the format as Moodle documents it (docs.moodle.org, "GIFT format"): blocks apart by blank
lines, `::title::`, `[format]`, the answers in braces, backslash escapes, comments, categories.
What our questions cannot hold is brought as near as honesty allows, and a warning names the line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from courses.public import QuestionKind, exchange
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.interop.encodings import NotText, decode
from lms.interop.plain import plain

# What a backslash protects is carried through as a noncharacter, which no text may hold.
_ESCAPES = {
    "\\": "\ufdd0", "~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4", "}": "\ufdd5",
    ":": "\ufdd6", "n": "\ufdd7",
}  # fmt: skip
_PLAIN = {held: ("\n" if sign == "n" else sign) for sign, held in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_HELD = re.compile("[\ufdd0-\ufdef]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_MARKS = re.compile(r"\[(id|tag):([^\]\n]{1,200})\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,7})?)%")
_TRUE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_GAP = "_____"
_KEYS = "abcdefghijklmnopqrstuvwxyz"


class _Unreadable(DomainError):
    """One question that cannot be read; the rest of the file can."""


@dataclass(frozen=True)
class _Block:
    """One question's lines; `line` is the first of them."""

    line: int
    text: str
    title: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True)
class _Answer:
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


class _Reader:
    """Reads one file; every step looks at each sign a bounded number of times."""

    def __init__(self) -> None:
        self.findings = exchange.Findings()
        self.line = 1

    def warn(self, message: object) -> None:
        self.findings.warn(self.line, message)

    def read(self, text: str) -> exchange.Parsed:
        if _HELD.search(text):
            self.findings.wrong(1, _l("The file holds signs that no text may hold."))
            return self.findings.parsed()
        for block in _blocks(text):
            self.line = block.line
            try:
                self._question(block)
            except _Unreadable as refusal:
                self.findings.wrong(block.line, refusal)
        return self.findings.parsed()

    def _question(self, block: _Block) -> None:
        held = _ESCAPED.sub(lambda found: _ESCAPES[found.group(1)], block.text)
        title, held = _take_title(held)
        before, inside, after = _take_answers(held)
        if inside is None:
            self.warn(_l("A text without answers in braces is not a question; it is left out."))
            return
        asked = f"{before.rstrip()} {_GAP} {after.lstrip()}" if after.strip() else before
        text = self._text(asked) or self._text(title)
        answers, general = _cut(inside, "####")
        question = self._kind(answers.strip(), text)
        feedback = self._text(general) or question.pop("feedback", "")
        if feedback:
            question["feedback"] = feedback
        self.findings.add(
            exchange.Draft(
                line=block.line,
                question={"text": text, "points": 1} | question,
                title=self._text(title or block.title or "")[:200],
                tags=block.tags,
            )
        )

    def _text(self, held: str) -> str:
        """What a person reads; HTML becomes plain text, pictures are told."""
        told = _FORMAT.match(held.strip())
        shape = told.group(1).casefold() if told else "moodle"
        raw = held.strip()[told.end() :] if told else held.strip()
        text = "".join(_PLAIN.get(sign, sign) for sign in raw)
        if shape in ("html", "moodle"):
            text, lost = plain(text, certain=shape == "html")
            if lost:
                self.warn(_l("Pictures and other media are left out; put them in again by hand."))
        return text.strip()

    def _kind(self, inside: str, text: str) -> dict[str, object]:
        if not inside:
            return {"kind": "essay"}
        if inside.startswith("#"):
            return self._numeric(inside[1:])
        verdict = _TRUE.get(_cut(inside, "#")[0].strip().upper())
        if verdict is not None:
            return self._true_false(inside, verdict)
        if _split_signs(inside, "~"):
            return self._choice(_answers(inside))
        if "=" in inside and "->" in inside:
            return self._matching(inside)
        if "=" in inside:
            return self._short(_answers(inside))
        raise _Unreadable(_l("The answers must begin with = (right) or ~ (wrong)."))

    def _true_false(self, inside: str, answer: bool) -> dict[str, object]:
        said = [self._text(part) for part in inside.split("#")[1:]]
        return {
            "kind": "true_false",
            "answer": answer,
            "feedback": "\n".join(dict.fromkeys(part for part in said if part)),
        }

    def _choice(self, answers: list[_Answer]) -> dict[str, object]:
        """`=` is right and `~` wrong; with weights alone, several are right."""
        options: list[dict[str, object]] = []
        several = not any(a.sign == "=" for a in answers)
        right = [a for a in answers if (a.value > 0 if several else a.sign == "=")]
        if several or len(right) > 1:
            self._check_shares(answers, right, several=several)
        elif any(a.sign == "~" and a.value > 0 for a in answers):
            self.warn(_l("Part of the points for a wrong option is left out."))
        for key, answer in zip(_keys(), answers, strict=False):
            option: dict[str, object] = {"key": key, "text": self._text(answer.text)}
            if answer in right:
                option["correct"] = True
            if said := self._text(answer.feedback):
                option["feedback"] = said
            options.append(option)
        texts = [str(option["text"]) for option in options]
        if not all(texts):
            raise _Unreadable(_l("An option has no text."))
        if len(set(texts)) < len(texts):
            raise _Unreadable(_l("Two options say the same."))
        if not right:
            raise _Unreadable(_l("Mark which option is correct."))
        kind = "multiple" if several or len(right) > 1 else "single"
        return {"kind": kind, "options": options}

    def _check_shares(self, answers: list[_Answer], right: list[_Answer], *, several: bool) -> None:
        if not several:
            self.warn(_l("Several options are right: all of them must be chosen here."))
            return
        share = Decimal(100) / max(1, len(right))
        wrong = [a for a in answers if a.value <= 0]
        even = all(abs(a.value - share) < Decimal("0.5") for a in right)
        usual = all(a.value == 0 or abs(a.value + share) < Decimal("0.5") for a in wrong)
        if not even or not (usual or all(a.value == -100 for a in wrong)):
            self.warn(_l("The weights of the options become equal."))

    def _matching(self, inside: str) -> dict[str, object]:
        pairs: list[dict[str, str]] = []
        for part in _split_signs(inside, "="):
            left, arrow, right = part.partition("->")
            if not arrow:
                raise _Unreadable(_l("A pair has no -> between its sides."))
            pair = {"left": self._text(left), "right": self._text(_cut(right, "#")[0])}
            if not pair["left"] and pair["right"]:
                self.warn(_l("A right side without a left one is left out."))
            else:
                pairs.append(pair)
        return {"kind": "matching", "pairs": pairs}

    def _short(self, answers: list[_Answer]) -> dict[str, object]:
        best = max(a.value for a in answers)
        full = [a for a in answers if a.value == best]
        if best <= 0:
            raise _Unreadable(_l("None of the answers is right."))
        if best < 100 or len(full) < len([a for a in answers if a.value > 0]):
            self.warn(_l("Answers for part of the points are left out."))
        texts = [self._text(a.text) for a in full]
        if any("*" in text for text in texts):
            self.warn(_l("The sign * stands for itself here, not for any text."))
        said = next((self._text(a.feedback) for a in full if a.feedback.strip()), "")
        accept = [text for text in dict.fromkeys(texts) if text]
        return {"kind": "short", "accept": accept, "feedback": said}

    def _numeric(self, inside: str) -> dict[str, object]:
        """`3:2`, `1..5`, or several of them after `=` with weights."""
        body = _split_signs(inside, "~")[0] if "~" in inside else inside
        parts = _split_signs(body, "=") if "=" in body else [body]
        answers = [_answer("=", part) for part in parts if part.strip()]
        if not answers:
            raise _Unreadable(_l("Give a number."))
        full = [a for a in answers if a.value == max(b.value for b in answers)]
        if len(full) < len(answers):
            self.warn(_l("Answers for part of the points are left out."))
        ranges = [_range(a.text) for a in full]
        said = next((self._text(a.feedback) for a in full if a.feedback.strip()), "")
        if len(ranges) == 1:
            number, tolerance = ranges[0]
            return {
                "kind": "numeric",
                "answer": _written(number),
                "tolerance": _written(tolerance),
                "feedback": said,
            }
        if any(tolerance for _, tolerance in ranges):
            raise _Unreadable(_l("Several right numbers with a tolerance cannot be held."))
        self.warn(_l("Several right numbers become a short answer."))
        return {
            "kind": "short",
            "accept": [_written(number) for number, _ in ranges],
            "feedback": said,
        }


def read(content: bytes) -> exchange.Parsed:
    """The questions of a GIFT file, and what is wrong in it, by line."""
    try:
        text = decode(content)
    except NotText as refusal:
        findings = exchange.Findings()
        findings.wrong(1, refusal)
        return findings.parsed()
    return _Reader().read(text)


def _blocks(text: str) -> Iterator[_Block]:
    """Questions apart by blank lines; lenient where a writer forgot one."""
    lines: list[str] = []
    first, depth, closed = 1, 0, False
    category: tuple[str, ...] = ()
    marks: list[str] = []
    ident = ""
    numbered = list(enumerate(text.split("\n"), start=1))
    for at, (number, raw) in enumerate(numbered):
        line = raw.strip()
        if line.startswith("//"):
            for kind, value in _MARKS.findall(line):
                if kind.casefold() == "tag":
                    marks.append(" ".join(value.split())[:60])
                else:
                    ident = value.strip()
            continue
        if line.upper().startswith("$CATEGORY:") and not lines:
            category = _category(line[10:])
            continue
        after_answers = closed and depth == 0 and lines and lines[-1].endswith("}")
        starts = (
            closed and depth == 0 and (line.startswith("::") or (after_answers and "{" in line))
        )
        ends = not line and (depth == 0 or not _goes_on(numbered, at))
        if (starts or ends) and lines:
            yield _Block(first, "\n".join(lines), ident or None, (*category, *marks))
            lines, depth, closed, marks, ident = [], 0, False, [], ""
        if line:
            if not lines:
                first = number
            lines.append(line)
            bare = _ESCAPED.sub("", line)
            depth = max(0, depth + bare.count("{") - bare.count("}"))
            closed = closed or "}" in bare
        elif lines:
            lines.append("")
    if lines:
        yield _Block(first, "\n".join(lines), ident or None, (*category, *marks))


_LOOK_AHEAD = 40


def _goes_on(numbered: list[tuple[int, str]], at: int) -> bool:
    """Whether an open brace is closed behind a blank line, before another question begins."""
    for _, raw in numbered[at + 1 : at + 1 + _LOOK_AHEAD]:
        line = _ESCAPED.sub("", raw.strip())
        if line.startswith(("::", "$CATEGORY:")):
            return False
        opens, closes = line.find("{"), line.find("}")
        if closes >= 0 and (opens < 0 or closes < opens):
            return True
        if opens >= 0:
            return False
    return False


def _category(path: str) -> tuple[str, ...]:
    """The last part of `$course$/top/ความปลอดภัย/รหัสผ่าน` is a tag."""
    parts = [" ".join(part.split()) for part in path.split("/")]
    kept = [part for part in parts if part and not part.startswith("$") and part != "top"]
    return (kept[-1][:60],) if kept else ()


def _take_title(held: str) -> tuple[str, str]:
    if not held.startswith("::"):
        return "", held
    title, mark, rest = held[2:].partition("::")
    if not mark:
        raise _Unreadable(_l("The title that begins with :: has no second ::."))
    return title.strip(), rest.strip()


def _take_answers(held: str) -> tuple[str, str | None, str]:
    opened = held.find("{")
    if opened < 0:
        if "}" in held:
            raise _Unreadable(_l("A closing brace } has no opening one."))
        return held, None, ""
    closed = held.find("}", opened)
    if closed < 0:
        raise _Unreadable(_l("The brace { is never closed with }."))
    inside, after = held[opened + 1 : closed], held[closed + 1 :]
    if "{" in inside or "{" in after or "}" in after:
        raise _Unreadable(_l("A question has one pair of braces; write \\{ for the sign itself."))
    return held[:opened], inside, after


def _cut(held: str, mark: str) -> tuple[str, str]:
    before, _, after = held.partition(mark)
    return before, after


def _split_signs(inside: str, signs: str) -> list[str]:
    """The parts after each sign; what stands before the first one is dropped when empty."""
    parts = re.split(f"[{re.escape(signs)}]", inside)
    if len(parts) == 1:
        return []
    return parts[1:] if not parts[0].strip() else parts


def _answers(inside: str) -> list[_Answer]:
    cut = re.split("([=~])", inside)
    if cut[0].strip():
        raise _Unreadable(_l("The answers must begin with = (right) or ~ (wrong)."))
    answers = [_answer(sign, body) for sign, body in zip(cut[1::2], cut[2::2], strict=True)]
    return [a for a in answers if a.text or a.feedback or a.sign == "="]  # some write ~= for =


def _answer(sign: str, held: str) -> _Answer:
    text, feedback = _cut(held, "#")
    weight = None
    if told := _WEIGHT.match(text):
        weight, text = Decimal(told.group(1)), text[told.end() :]
    return _Answer(sign, text.strip(), weight, feedback.strip())


def _range(held: str) -> tuple[Decimal, Decimal]:
    """The middle and the distance that is still right."""
    text = "".join(_PLAIN.get(sign, sign) for sign in held).replace(" ", "")
    try:
        if ".." in text:
            low, high = (_number(part) for part in text.split("..", 1))
            if low > high:
                raise _Unreadable(_l("The range runs from high to low."))
            return (low + high) / 2, (high - low) / 2
        number, _, tolerance = text.partition(":")
        return _number(number), _number(tolerance or "0")
    except InvalidOperation as wrong:
        raise _Unreadable(_l("Give a number.")) from wrong


def _number(text: str) -> Decimal:
    number = Decimal(text.replace(",", ""))
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise InvalidOperation
    return number


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _keys() -> Iterator[str]:
    """a … z, aa, ab …: as many keys as a question may have options."""
    yield from _KEYS
    for first in _KEYS:
        for second in _KEYS:
            yield first + second


_SIGNS = re.compile(r"[\\~=#{}:]")


def write(drafts: Sequence[exchange.Draft]) -> exchange.Written:
    """A GIFT file in UTF-8; kinds that GIFT has no words for are left out and listed."""
    blocks: list[str] = []
    left_out: list[exchange.Draft] = []
    for draft in drafts:
        answers = _inside(draft)
        if answers is None:
            left_out.append(draft)
            continue
        text = str(draft.question["text"])
        title = f"::{_protect(draft.title)}::" if draft.title else ""
        marks = "".join(f"// [tag:{tag}]\n" for tag in draft.tags if "]" not in tag)
        general = draft.question.get("feedback")
        told = f"\n####{_protect(str(general))}" if general else ""
        blocks.append(f"{marks}{title}[plain]{_protect(text)} {{{answers}{told}}}")
    return exchange.Written(("\n\n".join(blocks) + "\n").encode(), tuple(left_out))


def _inside(draft: exchange.Draft) -> str | None:
    """What stands between the braces; None where GIFT cannot hold it."""
    question = draft.question
    match draft.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            return _write_options(question["options"], several=draft.kind is QuestionKind.MULTIPLE)
        case QuestionKind.TRUE_FALSE:
            return "TRUE" if question["answer"] else "FALSE"
        case QuestionKind.SHORT:
            accepted = [str(answer) for answer in question["accept"]]
            if any("->" in answer or "*" in answer for answer in accepted):
                return None
            return "".join(f"\n\t=%100%{_protect(answer)}" for answer in accepted)
        case QuestionKind.NUMERIC if not question.get("unit"):
            return f"#{question['answer']}:{question.get('tolerance', 0)}"
        case QuestionKind.MATCHING:
            pairs = question["pairs"]
            if any("->" in str(pair["left"]) for pair in pairs):
                return None
            return "".join(
                f"\n\t={_protect(str(pair['left']))} -> {_protect(str(pair['right']))}"
                for pair in pairs
            )
        case QuestionKind.ESSAY if not question.get("rubric"):
            return ""
    return None


def _write_options(options: Sequence[Mapping[str, Any]], *, several: bool) -> str:
    share = Decimal(100) / max(1, sum(1 for option in options if option.get("correct")))
    written = f"{share:.5f}".rstrip("0").rstrip(".")
    lines = []
    for option in options:
        right = option.get("correct") is True
        alone = "=" if right else "~%0%"
        mark = f"~%{'' if right else '-'}{written}%" if several else alone
        said = f"#{_protect(str(option['feedback']))}" if option.get("feedback") else ""
        lines.append(f"\n\t{mark}[plain]{_protect(str(option['text']))}{said}")
    return "".join(lines)


def _protect(text: str) -> str:
    """Signs that mean something behind a backslash, line ends as `\\n`."""
    return _SIGNS.sub(lambda found: "\\" + found.group(), text.strip()).replace("\n", "\\n")


FORMAT = exchange.Format(
    name="gift",
    title=_l("GIFT (text, from Moodle)"),
    suffixes=(".gift", ".txt"),
    content_type="text/plain; charset=utf-8",
    read=read,
    write=write,
)
