"""What a paper says, read cheaply from its frozen statement for pages that show it."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certificates.statement import DocumentType, Statement, canonical
from lms.i18n import Localised


@dataclass(frozen=True)
class Printed:
    """The facts of a statement without its pictures."""

    code: str
    register_number: str | None
    sample: bool
    document: DocumentType
    holder: Localised
    course_code: str
    course: Localised
    hours: Decimal
    run: str | None
    issued_on: date
    issuers: tuple[tuple[str, Localised], ...]
    skills: tuple[str, ...]

    @classmethod
    def read(cls, statement: bytes) -> "Printed":
        """From the register's own bytes, which were checked when they were written."""
        said = json.loads(statement)
        return cls(
            code=said["code"],
            register_number=said["register_number"],
            sample=said["sample"],
            document=DocumentType(said["document"]),
            holder=Localised.of(said["holder"]),
            course_code=said["course"]["code"],
            course=Localised.of(said["course"]["title"]),
            hours=Decimal(said["hours"]),
            run=said["run"],
            issued_on=date.fromisoformat(said["issued_on"]),
            issuers=tuple((each["code"], Localised.of(each["name"])) for each in said["issuers"]),
            skills=tuple(said["skills"]),
        )

    @classmethod
    def of(cls, statement: Statement) -> "Printed":
        return cls.read(canonical(statement))

    def to_json(self) -> dict[str, object]:
        """For programs that check certificates."""
        return {
            "register_number": self.register_number,
            "document": self.document.value,
            "holder": self.holder.to_json(),
            "course": {"code": self.course_code, "title": self.course.to_json()},
            "hours": float(self.hours),
            "run": self.run,
            "issued_on": self.issued_on.isoformat(),
            "issuers": [{"code": code, "name": name.to_json()} for code, name in self.issuers],
            "skills": list(self.skills),
        }
