"""What somebody looks for in a bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from courses.quizzes.bank.scope import Level
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import Difficulty
from lms.i18n.thai import normalise, words

LONGEST = 200
Named = TypeVar("Named", QuestionKind, Difficulty, Level)


@dataclass(frozen=True)
class Wish:
    """Every part narrows the list; what cannot be read is left out."""

    q: str = ""
    kind: QuestionKind | None = None
    tag: str = ""
    skill_id: int | None = None
    difficulty: Difficulty | None = None
    level: Level | None = None
    used: bool | None = None
    troubled: bool = False
    retired: bool = False
    proposed: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wish":
        skill = asked.get("skill", "")
        used = asked.get("used", "")
        state = asked.get("state", "")
        return cls(
            q=normalise(asked.get("q", ""))[:LONGEST],
            kind=_one_of(QuestionKind, asked.get("kind", "")),
            tag=normalise(asked.get("tag", ""))[:60],
            skill_id=int(skill)
            if skill.isascii() and skill.isdigit() and len(skill) < 10
            else None,
            difficulty=_one_of(Difficulty, asked.get("difficulty", "")),
            level=_one_of(Level, asked.get("level", "")),
            used={"yes": True, "no": False}.get(used),
            troubled=state == "troubled",
            retired=state == "retired",
            proposed=state == "proposed",
        )

    @property
    def values(self) -> dict[str, str]:
        """As they stand in an address; `read` makes the same of them."""
        state = [name for name in ("troubled", "retired", "proposed") if getattr(self, name)]
        found = {
            "q": self.q,
            "kind": self.kind or "",
            "tag": self.tag,
            "skill": "" if self.skill_id is None else str(self.skill_id),
            "difficulty": self.difficulty or "",
            "level": self.level or "",
            "used": "" if self.used is None else "yes" if self.used else "no",
            "state": state[0] if state else "",
        }
        return {name: str(value) for name, value in found.items() if value}

    @property
    def terms(self) -> tuple[str, ...]:
        """Words that must all occur; Thai has no spaces, so a phrase is taken apart."""
        return tuple(dict.fromkeys(words(self.q) or self.q.split()))[:12]

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words and the choice of banks narrows the list."""
        return bool(self.values.keys() - {"q", "level"})


def _one_of(kind: type[Named], value: str) -> Named | None:
    try:
        return kind(value)
    except ValueError:
        return None
