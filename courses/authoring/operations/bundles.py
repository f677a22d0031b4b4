"""A course made from a bundle that may come from anywhere: checked, cleaned, then built whole."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from courses.assignments.brief import SETTING, BadBrief, Brief
from courses.authoring.bundles import BadBundle, Bundle, Json, skills_of
from courses.authoring.naming import renamed, renamed_within
from courses.authoring.operations import people
from courses.authoring.operations.courses import check_code
from courses.authoring.operations.drafts import open_draft
from courses.content import media as files
from courses.content.html import clean
from courses.content.media import Received
from courses.content.models import (
    Caption,
    Course,
    CourseRole,
    CourseVersion,
    Lesson,
    LessonKey,
    LessonKind,
    Level,
    Media,
    Mode,
    Module,
    Pace,
)
from courses.content.operations import create_course
from courses.learning import survey
from courses.quizzes.kinds import BadQuestion
from courses.quizzes.models import Question, Quiz
from courses.quizzes.operations import ask, set_terms, write_question
from lms import audit
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.institutions.public import Institution
from lms.reference.queries import skill_ids_in_use

WRONG = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)
PLAIN_SETTINGS: dict[str, type] = {
    "role": str,
    "outcomes": list,
    "coverage": int,
    "seconds": int,
    "media": str,
    "inline": bool,
    "name": str,
    "size": int,
    "captions_language": str,
    "survey": object,
}
ADDRESSES = ("source", "poster", "captions", "file")


def exported(course: Course, *, by: User) -> None:
    """Write down that the whole course left."""
    audit.record("course.exported", course, by=by)


def receive_files(bundle: Bundle, places: Mapping[str, Path]) -> dict[str, Received]:
    """Look at every file and keep it; slow, and before the transaction."""
    received = {}
    for file in bundle.files:
        try:
            received[file.name] = files.receive(places[file.name], file.file_name)
        except DomainError as refusal:
            raise BadBundle(f"{file.file_name}: {refusal}") from refusal
    return received


def skills_left_out(bundle: Bundle) -> list[str]:
    """What a course made from it goes without: of no framework that is in force here."""
    return sorted(skills_of(bundle) - skill_ids_in_use().keys())


def build_course(
    institution: Institution,
    bundle: Bundle,
    received: Mapping[str, Received],
    *,
    code: str,
    by: User | None,
) -> Course:
    """A draft with everything that the bundle holds; raises `BadBundle` where it makes no sense."""
    written = check_code(code)
    try:
        return _build(institution, bundle, received, written, by)
    except (BadQuestion, BadBrief, survey.BadSurvey) as refusal:
        raise BadBundle(str(refusal)) from refusal
    except WRONG as wrong:
        raise BadBundle(_("Something in this file is not as it should be: %(what)s",
                          what=type(wrong).__name__)) from wrong  # fmt: skip


def _build(
    institution: Institution,
    bundle: Bundle,
    received: Mapping[str, Received],
    code: str,
    by: User | None,
) -> Course:
    course = create_course(institution, code=code, by=by, **_typed(bundle.details))
    course.licence = str(bundle.details["licence"])[:40]
    course.source = _source(bundle.details["source"])
    if by is not None:
        people.give(course, by, CourseRole.OWNER, by=by)
    version = open_draft(course, by)
    names = _add_files(course, bundle, received, by)
    questions = _write_questions(course, bundle, names, by)
    names |= {
        str(told["name"]): question.public_id
        for told, question in zip(bundle.questions, questions, strict=True)
    }
    keys = _write_lessons(version, bundle, names)
    for slug, told in bundle.quizzes.items():
        _write_quiz(version, keys[slug], told, questions, by)
    audit.record("course.brought_in", course, by=by)
    return course


def _typed(details: Json) -> dict[str, Any]:
    """What `create_course` takes; names of this copy that it does not know are left out."""
    return {
        "title": Localised.of(details["title"]),
        "summary": Localised.of(details["summary"]),
        "outcomes": [Localised.of(outcome) for outcome in details["outcomes"]],
        "level": Level(details["level"]),
        "hours": _hours(details["hours"]),
        "mode": Mode(details["mode"]),
        "pace": Pace(details["pace"]),
        "document": str(details["document"])[:20],
        "cover": str(details["cover"])[:20],
        "language": "en" if details["language"] == "en" else "th",
        "dimensions": _texts(details["dimensions"]),
        "target_groups": _texts(details["target_groups"]),
        "smart_city_domains": _texts(details["smart_city_domains"]),
        "skills": list(filter(_is_in_force, _texts(details["skills"]))),
    }


def _hours(told: Any) -> Decimal:
    hours = Decimal(str(told))
    if not 0 < hours < 10_000:
        raise ValueError
    return hours


def _texts(values: Sequence[Any]) -> list[str]:
    return [str(value)[:80] for value in values]


def _is_in_force(told: str) -> bool:
    """Whether `framework:code:level` can be chosen here."""
    skill, _colon, level = told.rpartition(":")
    return skill in skill_ids_in_use() and level in tuple(Level)


def _source(told: Json) -> Json:
    """Where the course came from, in the words that the course page shows."""
    return {
        "code": str(told["code"])[:30],
        "title": Localised.of(told["title"]).to_json(),
        "institution": Localised.of(told["institution"]).to_json(),
        "version": int(told["version"]),
        "licence": str(told["licence"])[:40],
        **({"before": _source(told["before"])} if told.get("before") else {}),
    }


def _add_files(
    course: Course, bundle: Bundle, received: Mapping[str, Received], by: User | None
) -> dict[str, str]:
    names = {}
    for file in bundle.files:
        media = files.add(course, received[file.name], by=by)
        media.alt = Localised.of(file.about["alt"])
        media.credit = str(file.about["credit"])[:300]
        media.licence = str(file.about["licence"])[:40]
        for language, said in dict(file.about.get("captions", {})).items():
            _caption(media, str(language), said)
        names[file.name] = media.public_id
    return names


def _caption(media: Media, language: str, said: Json) -> None:
    cues = [[float(start), float(end), str(text)] for start, end, text in said["cues"]]
    label = str(said["label"])[:80]
    db.session.add(Caption(media_id=media.id, language=language[:10], label=label, cues=cues))


def _write_questions(
    course: Course, bundle: Bundle, names: Mapping[str, str], by: User | None
) -> list[Question]:
    written = []
    skills = skill_ids_in_use()
    for told in bundle.questions:
        written.append(
            write_question(
                renamed_within(dict(told["question"]), names),
                by=by,
                course=course,
                title=str(told["title"]),
                tags=_texts(told["tags"]),
                skill_id=skills.get(str(told["skill"])),
                difficulty=str(told["difficulty"]),
                points=str(told["points"]),
            )
        )
    return written


def _write_lessons(
    version: CourseVersion, bundle: Bundle, names: Mapping[str, str]
) -> dict[str, int]:
    keys: dict[str, int] = {}
    for number, told in enumerate(bundle.modules, start=1):
        module = Module(version_id=version.id, position=number, title=Localised.of(told["title"]))
        db.session.add(module)
        db.session.flush()  # lessons refer to it
        for position, lesson in enumerate(told["lessons"], start=1):
            slug = str(lesson["slug"])[:60]
            key = LessonKey(course_id=version.course_id, slug=slug)
            db.session.add(key)
            db.session.flush()  # the key is the database's
            keys[slug] = key.key
            kind = LessonKind(lesson["kind"])
            db.session.add(
                Lesson(
                    version_id=version.id,
                    module_id=module.id,
                    key=key.key,
                    slug=slug,
                    position=position,
                    kind=kind,
                    title=Localised.of(lesson["title"]),
                    minutes=max(0, int(lesson["minutes"])),
                    required=bool(lesson["required"]),
                    body=clean(renamed(bundle.lessons[slug], names)),
                    settings=_settings(kind, renamed_within(dict(lesson["settings"]), names)),
                )
            )
    db.session.flush()  # quizzes refer to the lessons
    return keys


def _settings(kind: LessonKind, told: Json) -> Json:
    """Only settings that lessons have, each of its type; addresses only of files here."""
    kept: Json = {
        name: told[name]
        for name, type_ in PLAIN_SETTINGS.items()
        if name in told and isinstance(told[name], type_)
    }
    for name in ADDRESSES:
        value = told.get(name)
        if isinstance(value, str) and value.startswith("/media/") and "//" not in value:
            kept[name] = value
    if isinstance(told.get("survey"), dict):
        survey.parse(told["survey"])  # refuses what is no survey
    if kind is LessonKind.ASSIGNMENT:
        kept[SETTING] = brief = Brief.of(told).to_json()
        for criterion in brief["rubric"]:
            criterion["skill"] = criterion["skill"] if _is_in_force(criterion["skill"]) else ""
    return kept


def _write_quiz(
    version: CourseVersion, key: int, told: Json, questions: Sequence[Question], by: User | None
) -> Quiz:
    quiz = set_terms(
        version,
        key,
        title=Localised.of(told["title"]),
        role=told["role"],
        pass_percent=told["pass_percent"],
        attempts=told["attempts"],
        minutes=told["minutes"],
        shuffle=bool(told["shuffle"]),
        review=told["review"],
        by=by,
    )
    ask(quiz, [questions[int(number) - 1] for number in told["questions"]])
    blueprint = told["blueprint"]
    if blueprint:
        drawn = [questions[int(number) - 1].id for number in blueprint.get("drawn", ())]
        quiz.blueprint = dict(blueprint) | ({"drawn": drawn} if "drawn" in blueprint else {})
    return quiz
