"""ผังข้อสอบ: how many questions of which tag and difficulty, and drawing them; pure.

A question may suit several rows, so rows compete for it. Drawing is a matching: whenever the bank
can fill every row, it does. The same seed and bank always draw the same questions.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from courses.quizzes.questions import opaque
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

MOST_ROWS = 30
MOST_EACH = 100


class BadBlueprint(DomainError):
    message = _l("This blueprint cannot be read.")


@dataclass(frozen=True)
class Row:
    """So many questions with this tag and this difficulty; left empty, any."""

    count: int
    tag: str = ""
    difficulty: str = ""

    def suits(self, candidate: "Candidate") -> bool:
        right_tag = not self.tag or self.tag in candidate.tags
        return right_tag and self.difficulty in ("", candidate.difficulty)


@dataclass(frozen=True)
class Candidate:
    """A question that could be drawn."""

    id: int
    tags: frozenset[str] = frozenset()
    difficulty: str = "medium"


@dataclass(frozen=True)
class Shortage:
    """A row that got fewer than it wanted, and how many suit it when no other row takes them."""

    row: int
    wanted: int
    found: int
    suitable: int


@dataclass(frozen=True)
class Drawing:
    """Questions by row, in order of the rows; complete where nothing is short."""

    rows: tuple[tuple[int, ...], ...]
    shortages: tuple[Shortage, ...] = ()

    @property
    def questions(self) -> tuple[int, ...]:
        return tuple(question for row in self.rows for question in row)


@dataclass(frozen=True)
class Pair:
    """Two forms of the same structure; `shared` are the questions that stand in both."""

    first: Drawing
    second: Drawing
    shared: frozenset[int] = frozenset()


def read(raw: object) -> tuple[Row, ...]:
    """The rows of a stored blueprint; raises `BadBlueprint`."""
    rows = raw.get("rows") if isinstance(raw, Mapping) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise BadBlueprint(_l("A blueprint has between one and thirty rows."))
    return tuple(_row(row) for row in rows)


def _row(raw: Any) -> Row:
    if not isinstance(raw, Mapping):
        raise BadBlueprint
    count = raw.get("count")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_EACH:
        raise BadBlueprint(_l("A row draws between 1 and 100 questions."))
    difficulty = str(raw.get("difficulty") or "")
    if difficulty not in ("", "easy", "medium", "hard"):
        raise BadBlueprint
    return Row(count, str(raw.get("tag") or ""), difficulty)


def available(rows: Sequence[Row], candidates: Iterable[Candidate]) -> tuple[int, ...]:
    """How many questions suit each row, whatever the others take."""
    known = list(candidates)
    return tuple(sum(row.suits(one) for one in known) for row in rows)


def draw(rows: Sequence[Row], candidates: Iterable[Candidate], seed: int) -> Drawing:
    """One form; where the bank is short, as many as it has and which rows lack some."""
    known = _shuffled(candidates, seed)
    matching = _Matching([row.count for row in rows])
    matching.fill([_uses(row, known, 1) for row in rows])
    drawn = tuple(
        tuple(use.question for use in matching.of_row(number)) for number in range(len(rows))
    )
    suitable = available(rows, known)
    return Drawing(
        drawn,
        tuple(
            Shortage(number, row.count, len(found), suitable[number])
            for number, (row, found) in enumerate(zip(rows, drawn, strict=True))
            if len(found) < row.count
        ),
    )


def draw_pair(rows: Sequence[Row], candidates: Iterable[Candidate], seed: int) -> Pair:
    """A pre-test and a post-test that share as few questions as the bank allows.

    Every row is filled twice over: first with each question once, and where that is not enough,
    with some a second time. Then the places are dealt to the two forms in turns.
    """
    known = _shuffled(candidates, seed)
    matching = _Matching([2 * row.count for row in rows])
    for times in (1, 2):
        matching.fill([_uses(row, known, times) for row in rows])
    if not matching.is_full:
        short = draw(rows, known, seed)
        return Pair(short, short, frozenset(short.questions))
    first, second = (Drawing(form) for form in _deal(matching))
    return Pair(first, second, frozenset(first.questions) & frozenset(second.questions))


def _shuffled(candidates: Iterable[Candidate], seed: int) -> list[Candidate]:
    return sorted(candidates, key=lambda one: opaque(str(seed), str(one.id)))


class _Use(NamedTuple):
    """The first or the second time that a question is asked."""

    question: int
    time: int


def _uses(row: Row, known: Sequence[Candidate], times: int) -> list[_Use]:
    suitable = [one.id for one in known if row.suits(one)]
    return [_Use(question, time) for time in range(times) for question in suitable]


class _Slot(NamedTuple):
    row: int
    number: int


class _Matching:
    """The largest matching of the slots of rows with questions (Kuhn); it only ever grows."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.slots = [_Slot(row, n) for row, count in enumerate(counts) for n in range(count)]
        self.given: dict[_Slot, _Use] = {}
        self.owner: dict[_Use, _Slot] = {}

    @property
    def is_full(self) -> bool:
        return len(self.given) == len(self.slots)

    def of_row(self, row: int) -> list[_Use]:
        return [self.given[slot] for slot in self.slots if slot.row == row and slot in self.given]

    def fill(self, choices: Sequence[Sequence[_Use]]) -> None:
        """Give every slot that can have one a question out of the choices of its row."""
        for slot in self.slots:
            if slot not in self.given:
                self._place(slot, choices)

    def _place(self, start: _Slot, choices: Sequence[Sequence[_Use]]) -> None:
        came_from: dict[_Use, _Slot] = {}
        waiting, asked = deque([start]), set[int]()
        while waiting:
            slot = waiting.popleft()
            if slot.row in asked:  # the slots of one row have the same choices
                continue
            asked.add(slot.row)
            for use in choices[slot.row]:
                if use in came_from:
                    continue
                came_from[use] = slot
                if use not in self.owner:
                    self._move_up(use, came_from)
                    return
                waiting.append(self.owner[use])

    def _move_up(self, use: _Use, came_from: Mapping[_Use, _Slot]) -> None:
        """Everybody on the way takes what was found and leaves what they had to the one before."""
        free: _Use | None = use
        while free is not None:
            slot = came_from[free]
            left = self.given.get(slot)
            self.given[slot], self.owner[free] = free, slot
            free = left


def _deal(matching: _Matching) -> list[tuple[tuple[int, ...], ...]]:
    """Two forms of a matching that is full twice over.

    The slots of a row go in twos, one to each form, and so do the two uses of a question: along
    these ties the forms alternate, and every closed round of ties has an even length.
    """
    tied: dict[_Slot, list[_Slot]] = {slot: [] for slot in matching.slots}
    for slot in matching.slots:
        other = slot._replace(number=slot.number ^ 1)
        tied[slot].append(other)
    uses = {use: slot for slot, use in matching.given.items()}
    for use, slot in uses.items():
        twin = uses.get(use._replace(time=1 - use.time))
        if twin is not None:
            tied[slot].append(twin)
    form: dict[_Slot, int] = {}
    for start in matching.slots:
        waiting = [(start, form.get(start, 0))]
        while waiting:
            slot, number = waiting.pop()
            if slot not in form:
                form[slot] = number
                waiting.extend((other, 1 - number) for other in tied[slot])
    rows = range(1 + max(slot.row for slot in matching.slots))
    return [
        tuple(
            tuple(
                matching.given[slot].question
                for slot in matching.slots
                if slot.row == row and form[slot] == number
            )
            for row in rows
        )
        for number in (0, 1)
    ]
