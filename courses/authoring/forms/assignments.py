"""What an author says about an assignment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.assignments.brief import Brief, Criterion, DueKind, Second, TextRule
from courses.assignments.due import end_of
from courses.authoring.forms.rows import Row, RowForm, rows_of
from courses.content.handed_in import KINDS
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import parse_day
from lms.reference.queries import skills, skills_in_use
from lms.web.forms import Length, TextField

TEXTS = [
    (TextRule.REQUIRED.value, _l("A text is needed")),
    (TextRule.OPTIONAL.value, _l("A text may be added")),
    (TextRule.NONE.value, _l("No text, only files")),
]
FILES = [
    ("none", _l("No files")),
    ("optional", _l("Files may be added")),
    ("required", _l("At least one file is needed")),
]
DUES = [
    (DueKind.NONE.value, _l("No due date")),
    (DueKind.DAYS.value, _l("So many days after a learner can begin")),
    (DueKind.RUN.value, _l("A date for each run")),
]
SECONDS = [
    (Second.NONE.value, _l("One marker")),
    (Second.AVERAGE.value, _l("Two markers, the average counts")),
    (Second.HIGHER.value, _l("Two markers, the higher mark counts")),
    (Second.AGREE.value, _l("Two markers who must agree; else an owner decides")),
]
DEGREES = {"basic": _l("basic"), "intermediate": _l("intermediate"), "advanced": _l("advanced")}


def _chosen(words: Sequence[tuple[str, Any]]) -> Callable[[], list[SelectChoice]]:
    """In the reader's language, so made when they are shown."""
    return lambda: [SelectChoice(value, str(label)) for value, label in words]


class LevelRow(Row):
    key = HiddenField()
    title = TextField(_l("Level"), [Optional(), Length(80)])
    points = IntegerField(_l("Points"), [Optional()])
    text = TextField(_l("What shows it"), [Optional(), Length(500)])

    @property
    def is_blank(self) -> bool:
        return not self.title.data and self.points.data is None and not self.text.data


class CriterionRow(Row):
    PLAIN = ("key", "levels")

    key = HiddenField()
    title = TextField(_l("Criterion"), [Optional(), Length(120)])
    text = TextField(_l("What is looked at"), [Optional(), Length(500)])
    skill = SelectField(_l("Skill it shows"), [Optional()], validate_choice=False, default="")
    levels = rows_of(LevelRow, _l("Levels"), 2, 8)

    @property
    def is_blank(self) -> bool:
        return super().is_blank and all(entry.form.is_blank for entry in self.levels)


class AssignmentForm(RowForm):
    text = RadioField(_l("Text"), choices=_chosen(TEXTS))
    max_words = IntegerField(_l("At most so many words"), [Optional()])
    files = RadioField(_l("Files"), choices=_chosen(FILES))
    files_most = IntegerField(_l("At most so many files"), [Optional()])
    files_megabytes = IntegerField(_l("Each file at most"), [Optional()])
    types = SelectMultipleField(
        _l("Kinds of files"),
        choices=_chosen(list(KINDS.items())),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    due = RadioField(_l("Due date"), choices=_chosen(DUES))
    days = IntegerField(_l("Days"), [Optional()])
    late = BooleanField(_l("Late work is taken, and marked as late"))
    resubmissions = IntegerField(_l("How often work may be returned for revision"), [Optional()])
    revision_days = IntegerField(_l("Days for a revision"), [Optional()])
    pass_percent = IntegerField(_l("Pass mark"), [Optional()])
    full_marks = IntegerField(_l("Full marks without a rubric"), [Optional()])
    rubric = rows_of(CriterionRow, _l("Rubric"), 0, 12)
    anonymous = BooleanField(_l("Markers do not see who it is until the result is released"))
    second = RadioField(_l("How many mark it"), choices=_chosen(SECONDS))
    tolerance = IntegerField(_l("Two marks agree within"), [Optional()])
    outcomes = SelectMultipleField(
        _l("Outcomes it assesses"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
        validate_choice=False,
    )

    @property
    def described(self) -> dict[str, Any]:
        """The brief as data; the brief itself says what is wrong with it."""
        kept = {
            name: self[name].data
            for name in (
                "text", "max_words", "due", "late", "revision_days", "anonymous", "second",
            )
        }  # fmt: skip
        numbers = ("days", "resubmissions", "pass_percent", "full_marks", "tolerance")
        kept |= {name: self[name].data for name in numbers if self[name].data is not None}
        if self.files.data != "none":
            kept["files"] = {
                "most": self.files_most.data or 1,
                "megabytes": self.files_megabytes.data or 20,
                "types": list(self.types.data or ()),
                "required": self.files.data == "required",
            }
        rows = [entry.form for entry in self.rubric if not entry.form.is_blank]
        return kept | {"rubric": [_described(row, place) for place, row in enumerate(rows)]}


def _described(row: CriterionRow, place: int) -> dict[str, Any]:
    levels = [entry.form for entry in row.levels if not entry.form.is_blank]
    known = {level.key.data for level in levels}
    return {
        "key": row.key.data or f"n{place}",
        "title": row.title.data or "",
        "text": row.text.data or "",
        "skill": row.skill.data or "",
        "levels": [
            {
                "key": level.key.data or _new_key(known),
                "title": level.title.data or "",
                "points": level.points.data,
                "text": level.text.data or "",
            }
            for level in levels
        ],
    }


def _new_key(known: set[str]) -> str:
    """The first of a, b, c … that no level has."""
    key = next(k for k in "abcdefghijklmnop" if k not in known)
    known.add(key)
    return key


def defaults(brief: Brief, outcomes: list[int]) -> dict[str, Any]:
    """A brief as the form shows it."""
    rule = brief.files
    return {
        "text": brief.text.value,
        "max_words": brief.max_words,
        "files": "none" if rule is None else "required" if rule.required else "optional",
        "files_most": rule.most if rule else 1,
        "files_megabytes": rule.megabytes if rule else 20,
        "types": list(rule.types) if rule else ["pdf", "image", "document"],
        "due": brief.due.value,
        "days": brief.days,
        "late": brief.late,
        "resubmissions": brief.resubmissions,
        "revision_days": brief.revision_days,
        "pass_percent": brief.pass_percent,
        "full_marks": brief.full_marks,
        "anonymous": brief.anonymous,
        "second": brief.second.value,
        "tolerance": brief.tolerance,
        "rubric": [_row(criterion) for criterion in brief.rubric],
        "outcomes": outcomes,
    }


def _row(criterion: Criterion) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "title": criterion.title,
        "text": criterion.text,
        "skill": criterion.skill,
        "levels": [
            {"key": x.key, "title": x.title, "points": x.points, "text": x.text}
            for x in criterion.levels
        ],
    }


def offer(form: AssignmentForm, outcomes: Sequence[Localised], brief: Brief) -> None:
    """What can be chosen: the course's outcomes, skills in use, and those that it has already."""
    form.outcomes.choices = [SelectChoice(n, str(o)) for n, o in enumerate(outcomes)]
    held = {criterion.skill for criterion in brief.rubric}
    in_use = skills_in_use()
    known = sorted(skills().values(), key=lambda s: (s.framework_code, s.code))
    choices = [SelectChoice("", _("None"))] + [
        SelectChoice(
            f"{s.framework_code}:{s.code}:{degree}",
            f"{s.framework_code} {s.code} {s.title} ({word})",
        )
        for s in known
        for degree, word in DEGREES.items()
        if s.id in in_use or f"{s.framework_code}:{s.code}:{degree}" in held
    ]
    for entry in form.rubric:
        entry.form.skill.choices = choices


def place_of(form: AssignmentForm, field: str | None) -> str | None:
    """The input that a refused brief is about; rows of the rubric say it themselves."""
    name, *where = (field or "").split("-")
    if name != "rubric" or not where:
        return field
    rows = [entry.form for entry in form.rubric if not entry.form.is_blank]
    if int(where[0]) < len(rows):
        row = rows[int(where[0])]
        levels = [entry.form for entry in row.levels if not entry.form.is_blank]
        at_level = len(where) > 1 and int(where[1]) < len(levels)
        (levels[int(where[1])] if at_level else row).wrong("title", _("Look at this row."))
    return name


def due_fields(
    typed: Mapping[str, str], runs: Sequence[str]
) -> tuple[dict[str, datetime | None], dict[str, str]]:
    """The day typed for each run, 23:59 of it; and what cannot be read."""
    read: dict[str, datetime | None] = {}
    wrong: dict[str, str] = {}
    for run in runs:
        text = typed.get(f"due-{run}", "").strip()
        try:
            read[run] = end_of(parse_day(text)) if text else None
        except ValueError:
            wrong[run] = _("Write the date like 22/11/2569 (day/month/year).")
    return read, wrong
