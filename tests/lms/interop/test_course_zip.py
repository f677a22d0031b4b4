"""A course as a file: the same bytes again, nothing of this copy in it, hostile ones refused."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.authoring import bundles
from courses.authoring.operations.bundles import build_course, receive_files
from courses.authoring.queries.bundles import bundle_of, opened
from courses.content.models import Course, CourseState, LessonKind
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.institutions.models import Role
from lms.interop import course_zip
from tests import make
from tests.conftest import Browser

QUESTIONS = [
    {"key": "q1", "kind": "single", "text": "สองบวกสอง", "points": 1, "options": [
        {"key": "a", "text": "สี่", "correct": True, "feedback": "ใช่"}, {"key": "b", "text": "ห้า"}]},
    {"key": "q2", "kind": "short", "text": "สายด่วน", "points": 2, "accept": ["1441"]},
]  # fmt: skip


def full_course() -> Course:
    """A live course with a quiz."""
    course = make.course(
        kinds=[LessonKind.ARTICLE, LessonKind.QUIZ], title=Localised("ทดสอบ", "Test")
    )
    make.quiz(course, questions=QUESTIONS)
    return course


def packed(course: Course, path: Path) -> Path:
    course_zip.pack(bundle_of(course), opened, path)
    return path


def brought_in(path: Path, folder: Path, code: str) -> Course:
    folder.mkdir()
    bundle, places = course_zip.unpack(path, folder)
    return build_course(
        make.institution(), bundle, receive_files(bundle, places), code=code, by=None
    )


def test_out_in_and_out_again_are_the_same_bytes(database: None, tmp_path: Path) -> None:
    with one_transaction():
        course = full_course()
        first = packed(course, tmp_path / "1.zip")
        again = brought_in(first, tmp_path / "in", "AGAIN-01")
        second = packed(again, tmp_path / "2.zip")
    assert first.read_bytes() == second.read_bytes()
    assert again.state is CourseState.DRAFT
    assert again.source is not None
    assert again.source["code"] == course.code


def test_nothing_of_this_copy_is_in_it(database: None, tmp_path: Path) -> None:
    with one_transaction():
        author = make.user(email="author@canary.example", first_th="นกขมิ้น")
        course = full_course()
        path = packed(course, tmp_path / "1.zip")
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert author.email not in everything
    assert "นกขมิ้น" not in everything
    assert "1441" in everything


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None], *, honest: bool) -> Path:
    """The archive with other members; an honest one lists their digests."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if honest:
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _set(name: str, *keys: Any, value: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        told = json.loads(members[name])
        inside = told
        for key in keys[:-1]:
            inside = inside[key]
        inside[keys[-1]] = value
        members[name] = json.dumps(told).encode()

    return change


def _drop(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.pop(name) and None


@pytest.mark.parametrize(
    "change",
    [
        _set("course.json", "hours", value="many"),
        _set("course.json", "hours", value=-1),
        _set("course.json", "level", value="expert"),
        _set("course.json", "title", value=[1]),
        _set("outline.json", 0, "lessons", 0, "kind", value="plugin"),
        _set("outline.json", 0, "lessons", 0, "minutes", value="x"),
        _set("outline.json", 0, "lessons", value=None),
        _set("questions.json", 0, "question", "kind", value="sql"),
        _set("questions.json", 0, "points", value="1e9"),
        _drop("files.json"),
        _drop("course.json"),
        _drop("manifest.json"),
        lambda members: members.update({"more.txt": b"x"}),
        lambda members: members.update({"course.json": b"[" * 100_000}),
        lambda members: members.update({"course.json": b"\xff\xfe"}),
    ],
)
def test_what_makes_no_sense_is_refused_whole(
    database: None, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    with one_transaction():
        path = packed(full_course(), tmp_path / "1.zip")
    try:
        rewritten(path, change, honest=True)
    except KeyError:  # it has no manifest any more
        rewritten(path, change, honest=False)
    with pytest.raises(bundles.BadBundle), one_transaction():
        brought_in(path, tmp_path / "in", "NEW-01")
    assert db.session.query(Course).filter_by(code="NEW-01").count() == 0


def test_a_member_changed_afterwards_is_found(database: None, tmp_path: Path) -> None:
    with one_transaction():
        path = packed(full_course(), tmp_path / "1.zip")
    rewritten(path, _set("course.json", "hours", value="9"), honest=False)
    with pytest.raises(bundles.BadBundle, match=r"course\.json"), one_transaction():
        brought_in(path, tmp_path / "in", "NEW-01")


def test_script_in_a_lesson_does_not_come_in(database: None, tmp_path: Path) -> None:
    def poison(members: dict[str, bytes]) -> None:
        for name in members:
            if name.startswith("lessons/"):
                members[name] = b'<p onclick="x()">ok</p><script>alert(1)</script><svg onload=x>'

    with one_transaction():
        path = rewritten(packed(full_course(), tmp_path / "1.zip"), poison, honest=True)
        course = brought_in(path, tmp_path / "in", "NEW-01")
        bodies = bundle_of(course).lessons.values()
    assert set(bodies) == {"<p>ok</p>"}


def test_only_its_authors_take_a_course_out(client: Browser) -> None:
    course = full_course()
    db.session.commit()
    foreign = make.member(Role.INSTRUCTOR)
    colleague = make.member(Role.INSTRUCTOR, course.institution)
    assert client.as_(foreign).post(f"/studio/{course.code}/export.zip").status_code == 404
    assert client.as_(colleague).post(f"/studio/{course.code}/export.zip").status_code == 404
