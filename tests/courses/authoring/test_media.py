"""The library: what is there, where it is used, and what may be done with it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from courses.authoring.queries import files as queries
from courses.content import media as operations
from courses.content.models import (
    Course,
    CourseRole,
    CourseVersion,
    Lesson,
    LessonKind,
    LessonRevision,
    Media,
    MediaFile,
    MediaKind,
)
from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.questions import QuestionKind
from lms import audit, storage
from lms.accounts.models import User
from lms.db import db
from lms.institutions.models import Role
from tests import files, make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.measure import Recorder


@pytest.fixture
def course(database: None) -> Course:
    return make.course(kinds=[LessonKind.ARTICLE, LessonKind.FILE])


@pytest.fixture
def author(course: Course) -> User:
    return studio.owner(course)


@pytest.fixture
def browser(client: Browser, author: User) -> Browser:
    return client.as_(author).speaking("en")


def bring(
    folder: Path, course: Course, content: bytes, name: str = "ภาพ.jpg", by: User | None = None
) -> Media:
    path = folder / "brought"
    path.write_bytes(content)
    media = operations.add(course, operations.receive(path, name), by=by)
    db.session.commit()
    return media


def sent(*many: tuple[bytes, str], **fields: Any) -> dict[str, Any]:
    return {"file": [(io.BytesIO(content), name) for content, name in many]} | fields


def lessons(course: Course) -> list[Lesson]:
    found = sa.select(Lesson).filter_by(version_id=course.version_id).order_by(Lesson.position)
    return list(db.session.scalars(found))


def show(lesson: Lesson, media: Media) -> None:
    lesson.body = f'<p><img src="/media/{media.public_id}/{media.name}" alt="x"></p>'
    db.session.commit()


def test_an_empty_library_offers_the_first_step(browser: Browser, course: Course) -> None:
    page = browser.get(f"/studio/{course.code}/media")
    assert "No files yet" in page.text
    assert "0 KB of 20 GB" in page.text
    assert 'type="file"' in page.text


def test_files_come_by_the_plain_form(browser: Browser, course: Course) -> None:
    page = browser.post(
        f"/studio/{course.code}/media",
        sent((files.picture(), "ช้าง.jpg"), (files.pdf(), "คู่มือ.pdf"), (b"MZ" + bytes(9), "x.jpg")),
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    assert "Uploaded: ช้าง.jpg, คู่มือ.pdf" in page.text
    assert "x.jpg was not taken. This is a program" in page.text
    assert {m.kind for m in db.session.scalars(sa.select(Media))} == {
        MediaKind.IMAGE,
        MediaKind.DOCUMENT,
    }
    assert audit.first_broken() is None


def test_nothing_chosen_is_told(browser: Browser, course: Course) -> None:
    page = browser.post(f"/studio/{course.code}/media", {}, content_type="multipart/form-data")
    assert "Choose a file first." in page.text


def test_a_file_says_what_it_is(
    browser: Browser, course: Course, author: User, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.pdf(7), "คู่มือ.pdf", author)
    page = browser.get(f"/studio/{course.code}/media/{media.public_id}")
    for said in ("คู่มือ.pdf", "Document", "application/pdf", author.display_name.en, "Nowhere yet"):
        assert said in page.text


def test_a_picture_is_shown_in_its_widths(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    page = browser.get(f"/studio/{course.code}/media/{media.public_id}")
    tag = media.digest[:8]
    assert f"/media/{media.public_id}/f/w480-{tag}.webp 480w" in page.text
    assert 'width="1200" height="800"' in page.text
    derived = browser.get(f"/media/{media.public_id}/f/w480-{tag}.webp")
    assert derived.content_type == "image/webp"
    assert "immutable" in derived.headers["Cache-Control"]


def test_the_library_finds_by_word_kind_and_use(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    elephant = bring(tmp_path, course, files.picture(), "ช้างป่า.jpg")
    bring(tmp_path, course, files.pdf(), "100%_คู่มือ.pdf")
    show(lessons(course)[0], elephant)
    for query, there in (
        ("", {"ช้างป่า.jpg", "100%_คู่มือ.pdf"}),
        ("?q=ช้าง", {"ช้างป่า.jpg"}),
        ("?q=%25_", {"100%_คู่มือ.pdf"}),
        ("?q=%25", {"100%_คู่มือ.pdf"}),
        ("?kind=document", {"100%_คู่มือ.pdf"}),
        ("?used=no", {"100%_คู่มือ.pdf"}),
        ("?kind=nonsense&view=list", {"ช้างป่า.jpg", "100%_คู่มือ.pdf"}),
        ("?q=nothing", set()),
    ):
        page = browser.get(f"/studio/{course.code}/media{query}").text
        assert {n for n in ("ช้างป่า.jpg", "100%_คู่มือ.pdf") if f">{n}</a>" in page} == there, query


def test_more_files_cost_no_more_statements(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    bring(tmp_path, course, files.picture())
    with Recorder() as few:
        browser.get(f"/studio/{course.code}/media")
    for number in range(12):
        bring(tmp_path, course, f"file {number}".encode(), f"{number}.txt")
    with Recorder() as many:
        browser.get(f"/studio/{course.code}/media")
    assert len(many.statements) == len(few.statements)
    assert len(many.statements) <= 18


def test_pages_of_many_files_follow_each_other(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [bring(tmp_path, course, f"file {n}".encode(), f"{n}.txt") for n in range(5)]
    seen, before = [], ""
    for _ in range(3):
        shelf = queries.shelf(course, queries.Wish(before=before))
        assert shelf.total == 5
        seen += [m.id for m in shelf.files]
        before = shelf.next
    assert (seen, before) == ([m.id for m in reversed(made)], "")


def test_what_is_said_of_a_file_is_kept(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    path = f"/studio/{course.code}/media/{media.public_id}"
    told = {"name": "ช้าง.exe", "alt_th": "ช้างสองตัว", "alt_en": "Two elephants", "licence": "cc-by-4.0", "credit": "ก. ข."}  # fmt: skip
    assert browser.post(path, told).status_code == 302
    db.session.refresh(media)
    assert media.name == "ช้าง.exe.jpg"
    assert (media.alt.th, media.alt.en) == ("ช้างสองตัว", "Two elephants")
    assert (media.licence, media.credit) == ("cc-by-4.0", "ก. ข.")
    page = browser.post(path, {"name": "", "alt_th": "ยังอยู่", "licence": "stolen"})
    assert "This is needed." in page.text
    assert "ยังอยู่" in page.text


def test_a_form_cannot_set_a_column(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    before = (media.public_id, media.digest, media.course_id, media.state, media.size)
    extra = {c.name: "1" for c in Media.__table__.columns} | {"name": "x", "licence": ""}
    browser.post(f"/studio/{course.code}/media/{media.public_id}", extra)
    db.session.refresh(media)
    assert (media.public_id, media.digest, media.course_id, media.state, media.size) == before


def test_what_is_used_cannot_be_deleted_and_says_where(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.picture())
    show(lessons(course)[0], media)
    path = f"/studio/{course.code}/media/{media.public_id}"
    assert "Lesson 1" in browser.get(path).text
    page = browser.post(f"{path}/delete", follow_redirects=True)
    assert "still used" in page.text
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 1


@pytest.mark.parametrize("where", ["settings", "old version", "details"])
def test_use_is_seen_wherever_it_is(
    browser: Browser, course: Course, tmp_path: Path, where: str
) -> None:
    media = bring(tmp_path, course, files.picture())
    if where == "settings":
        lessons(course)[1].settings = {"media": media.public_id}
    elif where == "old version":
        show(lessons(course)[0], media)
        version = CourseVersion(course_id=course.id, number=2, published_at=course.published_at)
        db.session.add(version)
        db.session.flush()
        course.version_id = version.id
    else:
        draft = studio.draft(course)
        draft.details = {"cover": f"/media/{media.public_id}/x.jpg"}
    db.session.commit()
    browser.post(f"/studio/{course.code}/media/{media.public_id}/delete")
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 1


def test_what_nobody_uses_can_be_deleted(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    browser.post(f"/studio/{course.code}/media/{media.public_id}/delete")
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MediaFile)) == 0
    assert audit.first_broken() is None


def test_a_file_of_the_draft_is_replaced_in_place(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.picture())
    old = media.digest
    path = f"/studio/{course.code}/media/{media.public_id}"
    fresh = files.picture("PNG", (640, 400))
    answer = browser.post(
        f"{path}/replace", sent((fresh, "new.png")), content_type="multipart/form-data"
    )
    assert answer.headers["Location"].endswith(media.public_id)
    db.session.refresh(media)
    assert media.digest != old
    assert (media.width, media.name) == (640, "ภาพ.png")
    assert all(media.digest[:8] in f.path for f in db.session.scalars(sa.select(MediaFile)))


def test_what_learners_see_changes_only_with_a_version(
    browser: Browser, course: Course, author: User, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.picture())
    show(lessons(course)[0], media)
    old, live = media.digest, course.version_id
    studio.draft(course, author)
    db.session.commit()
    browser.post(
        f"/studio/{course.code}/media/{media.public_id}/replace",
        sent((files.picture("PNG", (640, 400)), "new.png")),
        content_type="multipart/form-data",
    )
    db.session.refresh(media)
    assert media.digest == old
    rows = sa.select(Lesson.version_id, Lesson.body).filter_by(slug=lessons(course)[0].slug)
    bodies = {row.version_id: row.body for row in db.session.execute(rows)}
    assert media.public_id in bodies.pop(live)
    (drafted,) = bodies.values()
    assert media.public_id not in drafted
    fresh = db.session.scalars(sa.select(Media).where(Media.id != media.id)).one()
    assert f"/media/{fresh.public_id}/" in drafted
    assert db.session.scalar(sa.select(sa.func.count(LessonRevision.id))) == 2


def test_a_picture_is_not_replaced_by_a_paper(
    browser: Browser, course: Course, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.picture())
    page = browser.post(
        f"/studio/{course.code}/media/{media.public_id}/replace",
        sent((files.pdf(), "x.pdf")),
        content_type="multipart/form-data",
    )
    assert "one of the same kind" in page.text


def test_the_picker_speaks_json_and_html(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    bring(tmp_path, course, files.pdf(), "x.pdf")
    path = f"/studio/{course.code}/media/pick?kind=image"
    found = browser.get(path, headers={"Accept": "application/json"}).json
    assert found["total"] == 1  # type: ignore[index]
    (item,) = found["items"]  # type: ignore[index]
    assert (item["id"], item["width"], item["height"]) == (media.public_id, 1200, 800)
    assert item["address"] == f"/media/{media.public_id}/%E0%B8%A0%E0%B8%B2%E0%B8%9E.jpg"
    page = browser.get(path).text
    assert "data-file=" in page
    assert "<html" not in page


def test_a_file_lesson_gives_a_file(
    browser: Browser, client: Browser, course: Course, author: User, tmp_path: Path
) -> None:
    media = bring(tmp_path, course, files.pdf(), "ใบงาน.pdf")
    studio.draft(course, author)
    db.session.commit()
    slug = lessons(course)[1].slug
    page = browser.get(f"/studio/{course.code}/lessons/{slug}")
    assert "ใบงาน.pdf" in page.text
    form = {"media": media.public_id, "shown": "inline", "about": "อ่านหน้า 1\nและ 2\n\n<b>จบ</b>", "title_th": "ใบงาน", "minutes": "5", "base": ""}  # fmt: skip
    assert browser.post(f"/studio/{course.code}/lessons/{slug}/file", form).status_code == 302
    lesson = db.session.scalars(
        sa.select(Lesson).where(Lesson.slug == slug, Lesson.version_id != course.version_id)
    ).one()
    assert lesson.settings["media"] == media.public_id
    assert lesson.settings["inline"] is True
    assert lesson.body.split("\n") == ["<p>อ่านหน้า 1<br>และ 2</p>", "<p>&lt;b&gt;จบ&lt;/b&gt;</p>"]
    assert "อ่านหน้า 1\nและ 2\n\n&lt;b&gt;จบ" in browser.get(f"/studio/{course.code}/lessons/{slug}").text.replace("\r\n", "\n")  # fmt: skip


def test_a_file_lesson_keeps_what_was_typed_when_it_is_refused(
    browser: Browser, course: Course, author: User
) -> None:
    studio.draft(course, author)
    db.session.commit()
    slug = lessons(course)[1].slug
    page = browser.post(
        f"/studio/{course.code}/lessons/{slug}/file",
        {
            "media": "ZZZZZZZZZZZZ",
            "shown": "download",
            "about": "ยังอยู่",
            "title_th": "ใบงาน",
            "minutes": "x",
        },
    )
    assert page.status_code == 200
    assert "ยังอยู่" in page.text
    assert "Choose one of the list." in page.text


@pytest.mark.parametrize("role", [CourseRole.OBSERVER, CourseRole.REVIEWER])
def test_who_may_only_look_sees_no_controls(
    client: Browser, course: Course, tmp_path: Path, role: CourseRole
) -> None:
    media = bring(tmp_path, course, files.picture())
    reader = client.as_(studio.grant(make.user(), course, role)).speaking("en")
    page = reader.get(f"/studio/{course.code}/media/{media.public_id}")
    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    for act in ("", "/replace", "/delete"):
        path = f"/studio/{course.code}/media/{media.public_id}{act}"
        assert reader.post(path, {"name": "x"}).status_code == 404


def test_a_file_of_another_course_is_not_there(
    browser: Browser, course: Course, author: User, tmp_path: Path
) -> None:
    foreign = bring(tmp_path, make.course(), files.picture())
    second = make.course()
    studio.grant(author, second)
    own = bring(tmp_path, second, files.picture())
    unknown = browser.get(f"/studio/{course.code}/media/ZZZZZZZZZZZZ")
    for path in (
        f"/studio/{course.code}/media/{foreign.public_id}",
        f"/studio/{course.code}/media/{own.public_id}",
        f"/studio/{foreign.course.code}/media/{foreign.public_id}",
    ):
        answer = browser.get(path)
        assert (answer.status_code, answer.data) == (404, unknown.data), path
        for act in ("", "/replace", "/delete"):
            assert browser.post(f"{path}{act}", {"name": "x"}).status_code == 404


def test_the_operator_says_how_much_room_there_is(client: Browser, course: Course) -> None:
    operator = client.as_(make.member(Role.OPERATOR)).speaking("en")
    path = f"/admin/institutions/{course.institution.code}"
    assert "Empty means 20 GB" in operator.get(path).text
    form = {"kind": "university", "province_code": "30", "rank": "1", "is_active": "y", "media_gigabytes": "5"}  # fmt: skip
    assert operator.post(path, form).status_code == 302
    db.session.refresh(course.institution)
    assert course.institution.media_quota == 5 << 30
    assert "From 0 to 100,000" in operator.post(path, form | {"media_gigabytes": "-1"}).text


def test_json_of_a_file_holds_nothing_secret(course: Course, tmp_path: Path, app: Any) -> None:
    media = bring(tmp_path, course, files.picture())
    with app.test_request_context():
        text = json.dumps(queries.about(media))
    assert media.digest not in text
    assert storage.size(media.digest) == media.size


def test_a_picture_of_a_question_is_used(browser: Browser, course: Course, tmp_path: Path) -> None:
    media = bring(tmp_path, course, files.picture())
    question = Question(course_id=course.id, title="แผนที่")
    db.session.add(question)
    db.session.flush()
    image = {"media": media.public_id, "alt": "x", "width": 1200, "height": 800}
    db.session.add(
        QuestionVersion(
            question_id=question.id, number=1, kind=QuestionKind.HOTSPOT, text="ชี้ที่ช้าง",
            body={"image": image}, key={}, points=1,
        )
    )  # fmt: skip
    db.session.commit()
    path = f"/studio/{course.code}/media/{media.public_id}"
    assert "Question: แผนที่" in browser.get(path).text
    browser.post(f"{path}/delete")
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 1
