"""A course read as a bundle: its draft, or what is live where there is none."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from courses.authoring.bundles import Bundle, BundledFile, Json
from courses.authoring.naming import renamed, renamed_within
from courses.authoring.queries.details import details_of
from courses.authoring.queries.drafts import draft_of, live_of, modules_of
from courses.content.models import Caption, Course, CourseVersion, Lesson, Media
from courses.quizzes.models import Question, QuestionTag, QuestionVersion, Quiz, QuizQuestion
from courses.quizzes.questions import join
from lms import storage
from lms.db import db
from lms.errors import found
from lms.institutions.public import clean_drawing
from lms.reference.queries import skills

SVG = "image/svg+xml"


def bundle_of(course: Course) -> Bundle:
    """The course with everything in it; the number of statements does not grow with it."""
    version = found(draft_of(course) or live_of(course))
    files, names = _files(course)
    rows = _questions(course, version)
    names |= {
        question.public_id: f"Q{number:011d}" for number, (question, _) in enumerate(rows, start=1)
    }
    lessons = _lessons(version)
    return Bundle(
        details=_details(course, version),
        modules=[
            {
                "title": module.title.to_json(),
                "lessons": [_lesson(x, names) for x in lessons if x.module_id == module.id],
            }
            for module in modules_of(version)
        ],
        lessons={lesson.slug: renamed(lesson.body, names) for lesson in lessons},
        quizzes=_quizzes(version, rows, lessons),
        questions=_described(rows, names),
        files=files,
    )


def _details(course: Course, version: CourseVersion) -> Json:
    """Where it came from goes along: itself, unless it says so already."""
    details = details_of(version)
    details["partners"] = []  # who gives it together is decided where it is given
    details["source"] = details["source"] or {
        "code": course.code,
        "title": details["title"],
        "institution": course.institution.name.to_json(),
        "version": version.number,
        "licence": details["licence"],
    }
    return details


def _lessons(version: CourseVersion) -> Sequence[Lesson]:
    return db.session.scalars(
        select(Lesson).where(Lesson.version_id == version.id).order_by(Lesson.position, Lesson.id)
    ).all()


def _lesson(lesson: Lesson, names: Mapping[str, str]) -> Json:
    return {
        "slug": lesson.slug,
        "kind": lesson.kind.value,
        "title": lesson.title.to_json(),
        "minutes": lesson.minutes,
        "required": lesson.required,
        "settings": renamed_within(lesson.settings, names),
    }


def _files(course: Course) -> tuple[list[BundledFile], dict[str, str]]:
    """Every content once, in the order of its digest; equal files share a name."""
    media = db.session.scalars(
        select(Media).where(Media.course_id == course.id).order_by(Media.id)
    ).all()
    captions: dict[int, Json] = {}
    for caption in db.session.scalars(
        select(Caption).join(Media).where(Media.course_id == course.id).order_by(Caption.language)
    ):
        said = {"label": caption.label, "cues": caption.cues}
        captions.setdefault(caption.media_id, {})[caption.language] = said
    first: dict[str, Media] = {}
    digests = {one.id: _digest(one) for one in media}  # a drawing is drawn anew to know its own
    for one in media:
        first.setdefault(digests[one.id], one)
    numbered = {digest: f"F{n:011d}" for n, digest in enumerate(sorted(first), start=1)}
    files = [
        BundledFile(
            numbered[digest], one.name, digest, _about(one, captions.get(one.id, {})), one.digest
        )
        for digest, one in sorted(first.items())
    ]
    return files, {one.public_id: numbered[digests[one.id]] for one in media}


def _digest(media: Media) -> str:
    """Of the bytes that go out."""
    if media.content_type != SVG:
        return media.digest
    return hashlib.sha256(clean_drawing(storage.get(media.digest))[0]).hexdigest()


def _about(media: Media, captions: Json) -> Json:
    about: Json = {
        "alt": media.alt.to_json(),
        "credit": media.credit,
        "licence": media.licence,
    }
    return about | ({"captions": captions} if captions else {})


@contextmanager
def opened(file: BundledFile) -> Iterator[Path]:
    """The bytes of a bundled file as they go out, while the `with` lasts."""
    with storage.as_file(file.kept) as path:
        if file.kept == file.digest:
            yield path
            return
        with tempfile.NamedTemporaryFile() as drawn:
            drawn.write(clean_drawing(path.read_bytes())[0])
            drawn.flush()
            yield Path(drawn.name)


def _questions(course: Course, version: CourseVersion) -> list[tuple[Question, QuestionVersion]]:
    """The course's own bank in its newest words, and whatever else its quizzes ask as they ask it."""
    asked = db.session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .where(Quiz.version_id == version.id)
        .order_by(Question.id)
    ).all()
    own = db.session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(Question.course_id == course.id, Question.retired_at.is_(None))
        .order_by(Question.id, QuestionVersion.number)
    ).all()
    words = {question.id: (question, written) for question, written in own}
    words |= {question.id: (question, written) for question, written in asked}
    mine = [words[key] for key in sorted(words) if words[key][0].course_id == course.id]
    others = [words[key] for key in sorted(words) if words[key][0].course_id != course.id]
    return mine + others


def _described(
    rows: Sequence[tuple[Question, QuestionVersion]], names: Mapping[str, str]
) -> list[Json]:
    tags: dict[int, list[str]] = {}
    ids = [question.id for question, _ in rows]
    for row in db.session.execute(
        select(QuestionTag.question_id, QuestionTag.tag)
        .where(QuestionTag.question_id.in_(ids))
        .order_by(QuestionTag.tag)
    ):
        tags.setdefault(row.question_id, []).append(row.tag)
    codes = {key: f"{skill.framework_code}:{skill.code}" for key, skill in skills().items()}
    return [
        {
            "name": names[question.public_id],
            "question": renamed_within(join(written.kind, written.body, written.key), names),
            "points": f"{written.points.normalize():f}",
            "title": question.title,
            "tags": tags.get(question.id, []),
            "difficulty": question.difficulty.value,
            "skill": codes.get(question.skill_id or 0, ""),
        }
        for question, written in rows
    ]


def _quizzes(
    version: CourseVersion,
    rows: Sequence[tuple[Question, QuestionVersion]],
    lessons: Sequence[Lesson],
) -> dict[str, Json]:
    numbers = {question.id: number for number, (question, _) in enumerate(rows, start=1)}
    by_version = {written.id: question.id for question, written in rows}
    asked: dict[int, list[int]] = {}
    for row in db.session.execute(
        select(QuizQuestion.quiz_id, QuizQuestion.question_version_id)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .where(Quiz.version_id == version.id)
        .order_by(QuizQuestion.quiz_id, QuizQuestion.position, QuizQuestion.question_version_id)
    ):
        asked.setdefault(row.quiz_id, []).append(numbers[by_version[row.question_version_id]])
    slugs = {lesson.key: lesson.slug for lesson in lessons}
    return {
        slugs[quiz.lesson_key]: _quiz(quiz, asked.get(quiz.id, []), numbers)
        for quiz in db.session.scalars(select(Quiz).where(Quiz.version_id == version.id))
        if quiz.lesson_key in slugs
    }


def _quiz(quiz: Quiz, asked: Sequence[int], numbers: Mapping[int, int]) -> Json:
    blueprint = quiz.blueprint
    if blueprint and "drawn" in blueprint:
        drawn = [numbers[one] for one in blueprint["drawn"] if one in numbers]
        blueprint = blueprint | {"drawn": drawn}
    return {
        "title": quiz.title.to_json(),
        "role": quiz.role.value,
        "pass_percent": quiz.pass_percent,
        "attempts": quiz.attempts,
        "minutes": quiz.minutes,
        "shuffle": quiz.shuffle,
        "review": quiz.review.value,
        "blueprint": blueprint,
        "questions": list(asked),
    }
