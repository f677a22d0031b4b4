"""GIFT, the text format of questions that Moodle reads and writes.

Follows the format as Moodle documents it (docs.moodle.org, "GIFT format"): blocks apart by blank
lines, `::title::`, `[format]`, the answers in braces, backslash escapes, comments, categories.
What our questions cannot hold is brought as near as honesty allows, and a warning names the line.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from courses.public import exchange
from lms.i18n import lazy_gettext as _l
from lms.interop.encodings import NotText, decode
from lms.interop.gift.blocks import Block, blocks
from lms.interop.gift.signs import (
    ESCAPED,
    ESCAPES,
    HELD,
    PLAIN,
    Answer,
    Unreadable,
    answer_of,
    answers_in,
    cut,
    number_range,
    split_signs,
    take_answers,
    take_title,
    written,
)
from lms.interop.plain import plain

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TRUE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_GAP = "_____"
_KEYS = "abcdefghijklmnopqrstuvwxyz"
_MOST_OPTIONS = 100


class _Reader:
    """Reads one file; every step looks at each sign a bounded number of times."""

    def __init__(self) -> None:
        self.findings = exchange.Findings()
        self.line = 1

    def warn(self, message: object) -> None:
        self.findings.warn(self.line, message)

    def read(self, text: str) -> exchange.Parsed:
        if HELD.search(text):
            self.findings.wrong(1, _l("The file holds signs that no text may hold."))
            return self.findings.parsed()
        for block in blocks(text):
            self.line = block.line
            try:
                self._question(block)
            except Unreadable as refusal:
                self.findings.wrong(block.line, refusal)
        return self.findings.parsed()

    def _question(self, block: Block) -> None:
        held = ESCAPED.sub(lambda found: ESCAPES[found.group(1)], block.text)
        title, held = take_title(held)
        before, inside, after = take_answers(held)
        if inside is None:
            self.warn(_l("A text without answers in braces is not a question; it is left out."))
            return
        asked = f"{before.rstrip()} {_GAP} {after.lstrip()}" if after.strip() else before
        text = self._text(asked) or self._text(title)
        answers, general = cut(inside, "####")
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
        text = "".join(PLAIN.get(sign, sign) for sign in raw)
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
        verdict = _TRUE.get(cut(inside, "#")[0].strip().upper())
        if verdict is not None:
            return self._true_false(inside, verdict)
        if split_signs(inside, "~"):
            return self._choice(answers_in(inside))
        if "=" in inside and "->" in inside:
            return self._matching(inside)
        if "=" in inside:
            return self._short(answers_in(inside))
        raise Unreadable(_l("The answers must begin with = (right) or ~ (wrong)."))

    def _true_false(self, inside: str, answer: bool) -> dict[str, object]:
        said = [self._text(part) for part in inside.split("#")[1:]]
        return {
            "kind": "true_false",
            "answer": answer,
            "feedback": "\n".join(dict.fromkeys(part for part in said if part)),
        }

    def _choice(self, answers: list[Answer]) -> dict[str, object]:
        """`=` is right and `~` wrong; with weights alone, several are right."""
        if len(answers) > _MOST_OPTIONS:
            raise Unreadable(_l("A question has at most 100 options."))
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
            raise Unreadable(_l("An option has no text."))
        if len(set(texts)) < len(texts):
            raise Unreadable(_l("Two options say the same."))
        if not right:
            raise Unreadable(_l("Mark which option is correct."))
        kind = "multiple" if several or len(right) > 1 else "single"
        return {"kind": kind, "options": options}

    def _check_shares(self, answers: list[Answer], right: list[Answer], *, several: bool) -> None:
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
        for part in split_signs(inside, "="):
            left, arrow, right = part.partition("->")
            if not arrow:
                raise Unreadable(_l("A pair has no -> between its sides."))
            pair = {"left": self._text(left), "right": self._text(cut(right, "#")[0])}
            if not pair["left"] and pair["right"]:
                self.warn(_l("A right side without a left one is left out."))
            else:
                pairs.append(pair)
        return {"kind": "matching", "pairs": pairs}

    def _short(self, answers: list[Answer]) -> dict[str, object]:
        best = max(a.value for a in answers)
        full = [a for a in answers if a.value == best]
        if best <= 0:
            raise Unreadable(_l("None of the answers is right."))
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
        body = split_signs(inside, "~")[0] if "~" in inside else inside
        parts = split_signs(body, "=") if "=" in body else [body]
        answers = [answer_of("=", part) for part in parts if part.strip()]
        if not answers:
            raise Unreadable(_l("Give a number."))
        full = [a for a in answers if a.value == max(b.value for b in answers)]
        if len(full) < len(answers):
            self.warn(_l("Answers for part of the points are left out."))
        ranges = [number_range(a.text) for a in full]
        said = next((self._text(a.feedback) for a in full if a.feedback.strip()), "")
        if len(ranges) == 1:
            number, tolerance = ranges[0]
            return {
                "kind": "numeric",
                "answer": written(number),
                "tolerance": written(tolerance),
                "feedback": said,
            }
        if any(tolerance for _, tolerance in ranges):
            raise Unreadable(_l("Several right numbers with a tolerance cannot be held."))
        self.warn(_l("Several right numbers become a short answer."))
        return {
            "kind": "short",
            "accept": [written(number) for number, _ in ranges],
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


def _keys() -> Iterator[str]:
    """a … z, aa, ab …: as many keys as a question may have options."""
    yield from _KEYS
    for first in _KEYS:
        for second in _KEYS:
            yield first + second
