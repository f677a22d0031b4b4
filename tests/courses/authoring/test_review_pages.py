"""The pages of a review, read by the people around it and by nobody else."""

import hashlib
import re

import pytest
import sqlalchemy as sa

from courses.authoring.models import Review, ReviewComment, ReviewStep, Verdict
from courses.authoring.operations import comments, publishing, reviews
from courses.authoring.operations.drafts import open_draft
from courses.content.models import CourseRole, LessonKind
from lms.db import db, metadata
from lms.institutions.models import InstitutionKind, Role
from tests import make
from tests.courses.authoring.reviewing import Team, grant, lessons, quiz, team

PAGES = ("checklist", "review", "history", "changes", "comments", "preview")


@pytest.fixture
def t(client) -> Team:
    made = team()
    db.session.commit()
    return made


def at(t: Team, page: str) -> str:
    return f"/studio/{t.course.code}/{page}"


def asked(t: Team) -> Review:
    review = reviews.ask(t.draft, by=t.owner)
    db.session.commit()
    return review


def approved(t: Team) -> Review:
    review = reviews.decide(
        reviews.ask(t.draft, by=t.owner),
        ReviewStep.COLLEAGUE,
        by=t.colleague,
        verdict=Verdict.APPROVED,
    )
    db.session.commit()
    return review


@pytest.mark.parametrize("page", PAGES)
def test_owner_and_reviewer_see_every_page(client, t, page):
    for person in (t.owner, t.colleague):
        assert client.as_(person).get(at(t, page)).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "preview/x", "comments/x"])
def test_a_stranger_sees_none_of_them(client, t, page):
    stranger = client.as_(make.member(Role.ADMIN))
    unknown = stranger.get("/studio/NOT-THERE/checklist")
    answer = stranger.get(at(t, page))
    assert (answer.status_code, answer.text) == (404, unknown.text)


@pytest.mark.parametrize(
    "act",
    [
        "review/ask", "review/withdraw", "review/decide", "review/publish", "review/plan",
        "review/unplan", "review/endorsement", "review/setting", "comments", "history/1/restore",
    ],
)  # fmt: skip
def test_an_observer_changes_nothing(client, t, act):
    observer = make.user()
    grant(t.course, observer, CourseRole.OBSERVER)
    asked(t)
    assert client.as_(observer).post(at(t, act), {"text": "x", "note": "x"}).status_code == 404


def test_the_owner_asks_and_the_colleague_approves(client, t):
    page = client.as_(t.owner).post(
        at(t, "review/ask"),
        {"reviewer": t.colleague.id, "message": "please"},
        follow_redirects=True,
    )
    assert "The draft is locked" in page.text
    reviewer = client.as_(t.colleague)
    assert "please" in reviewer.get(at(t, "review")).text
    page = reviewer.post(
        at(t, "review/decide"), {"step": "colleague", "verdict": "approved"}, follow_redirects=True
    )
    assert "is approved and may be published" in page.text


def test_returning_without_a_reason_keeps_the_page(client, t):
    asked(t)
    page = client.as_(t.colleague).post(
        at(t, "review/decide"), {"step": "colleague", "verdict": "returned"}
    )
    assert "Say why" in page.text
    assert db.session.query(Review).one().state == "open"


def test_the_owner_publishes_what_is_approved(client, t):
    approved(t)
    client.as_(t.owner).post(at(t, "review/publish"), {"note": "better words"})
    db.session.expire_all()
    assert t.course.version_id == t.draft.id
    assert "better words" in client.as_(t.owner).get(at(t, "history")).text


def test_publishing_what_is_not_approved_is_refused_in_words(client, t):
    asked(t)
    page = client.as_(t.owner).post(at(t, "review/publish"), {}, follow_redirects=True)
    assert "not approved yet" in page.text


def test_the_past_is_no_plan_and_what_was_typed_stays(client, t):
    approved(t)
    page = client.as_(t.owner).post(
        at(t, "review/plan"), {"publish_at": "2020-01-01T08:00", "note": "typed"}
    )
    assert "still to come" in page.text
    assert "typed" in page.text


def test_a_plan_is_made_in_bangkok_time_and_taken_back(client, t):
    approved(t)
    owner = client.as_(t.owner)
    page = owner.post(
        at(t, "review/plan"), {"publish_at": "2569-12-24T08:30"}, follow_redirects=True
    )
    assert "24 Dec 2026, 08:30" in page.text
    owner.post(at(t, "review/unplan"))
    assert db.session.query(Review).one().publish_at is None


def test_only_the_administrator_sets_how_the_institution_reviews(client, t):
    admin = make.member(Role.ADMIN, at=t.course.institution)
    assert client.as_(t.owner).post(at(t, "review/setting")).status_code == 404
    assert client.as_(admin).post(at(t, "review/setting")).status_code == 302
    page = client.as_(admin).get(at(t, "review"))
    assert 'name="one_step" value="1">' in page.text


def test_an_agency_sees_the_draft_that_asks_it_and_answers(client, t):
    agency = make.institution(kind=InstitutionKind.AGENCY)
    officer = make.member(Role.REVIEWER, at=agency)
    approved(t)
    assert client.as_(officer).get(at(t, "review")).status_code == 404
    client.as_(t.owner).post(at(t, "review/endorsement"), {"agency": agency.code})
    page = client.as_(officer).get(at(t, "review"))
    found = re.search(r"/studio/endorsements/(\w{12})", page.text)
    assert found
    assert client.as_(t.colleague).post(found.group(), {"verdict": "given"}).status_code == 404
    client.as_(officer).post(found.group(), {"verdict": "given"})
    client.as_(t.owner).post(at(t, "review/publish"), {})
    public = client.get(f"/courses/{t.course.code}")
    assert f"Endorsed by {agency.short_name}" in public.text


def test_what_differs_stands_on_the_page_in_words(client, t):
    page = client.as_(t.colleague).get(at(t, "review")).text
    assert 'class="redline__new"' in page
    assert "added:" in page


def test_the_checklist_leads_to_the_place(client, t):
    lesson = lessons(t.draft)[1]
    lesson.body = ""
    db.session.commit()
    page = client.as_(t.owner).get(at(t, "checklist")).text
    assert "There is nothing in this lesson yet" in page
    assert f"/studio/{t.course.code}/lessons/{lesson.slug}" in page


def test_a_comment_on_a_passage_is_marked_answered_and_resolved(client, t):
    lesson = lessons(t.draft)[0]
    reviewer = client.as_(t.colleague)
    reviewer.post(at(t, f"comments/{lesson.slug}"), {"quote": "ที่ดีกว่า", "text": "ดีกว่าอย่างไร"})
    comment = db.session.query(ReviewComment).one()
    page = client.as_(t.owner).get(at(t, f"comments/{lesson.slug}")).text
    assert f'data-comment="{comment.public_id}">ที่ดีกว่า</mark>' in page
    owner = client.as_(t.owner)
    owner.post(f"/studio/comments/{comment.public_id}/reply", {"text": "สั้นลง"})
    owner.post(f"/studio/comments/{comment.public_id}/resolve")
    page = owner.get(at(t, f"comments/{lesson.slug}")).text
    assert "สั้นลง" in page
    assert "Resolved" in page


def test_words_that_are_not_there_are_refused_and_kept(client, t):
    lesson = lessons(t.draft)[0]
    page = client.as_(t.colleague).post(
        at(t, f"comments/{lesson.slug}"), {"quote": "ไม่มีคำนี้", "text": "ความเห็น"}
    )
    assert "These words are not in the lesson" in page.text
    assert "ความเห็น" in page.text


def test_a_comment_whose_words_went_is_kept_with_its_quote(client, t):
    lesson = lessons(t.draft)[0]
    comments.comment(t.draft, "ทำไม", by=t.colleague, lesson=lesson, quote="ที่ดีกว่าเดิม")
    lesson.body = "<p>เรื่องอื่นทั้งหมดเลย</p>"
    db.session.commit()
    page = client.as_(t.owner).get(at(t, f"comments/{lesson.slug}")).text
    assert "These words do not stand in the lesson any more" in page
    assert "ที่ดีกว่าเดิม" in page


def test_a_hostile_comment_is_text(client, t):
    lesson = lessons(t.draft)[0]
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    client.as_(t.colleague).post(at(t, f"comments/{lesson.slug}"), {"text": hostile})
    page = client.as_(t.owner).get(at(t, f"comments/{lesson.slug}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_comments_of_another_course_are_not_there(client, t):
    comment = comments.comment(t.draft, "ลับ", by=t.colleague)
    db.session.commit()
    other = team()
    db.session.commit()
    answer = client.as_(other.owner).post(
        f"/studio/comments/{comment.public_id}/reply", {"text": "x"}
    )
    assert answer.status_code == 404


def test_an_older_version_is_brought_back(client, t):
    review = approved(t)
    publishing.publish(review, by=t.owner)
    db.session.commit()
    page = client.as_(t.owner).post(at(t, "history/1/restore"), follow_redirects=True)
    assert "what version 1 said" in page.text


STAGES = ("new", "halfway", "before_the_end", "completed", "late", "waiting")


def everything() -> str:
    """A checksum over every table."""
    with db.engines["read"].connect() as connection:
        rows = [
            [repr(row) for row in connection.execute(sa.select(table))]
            for table in metadata.sorted_tables
            if table.name not in ("user_session",)
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_a_preview_shows_the_room_and_writes_nothing(client, t):
    owner = client.as_(t.owner)
    owner.refresh_token()
    slugs = [lesson.slug for lesson in lessons(t.draft)]
    before = everything()
    for stage in STAGES:
        for slug in slugs:
            page = owner.get(at(t, f"preview/{slug}?as={stage}&in=th"))
            assert page.status_code == 200
            assert "ไม่บันทึก" in page.text or "nothing is kept" in page.text
            assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    for act in ("progress", "act", "quiz"):
        assert owner.post(at(t, f"preview/{slugs[-1]}/{act}"), {"q1": "b"}).status_code in (
            200,
            302,
        )
    assert everything() == before


def test_every_address_of_a_preview_leads_back_into_it(client, t):
    page = client.as_(t.owner).get(at(t, f"preview/{lessons(t.draft)[0].slug}?as=halfway")).text
    main = page[page.index("<main") :]
    assert "/learn/" not in main
    assert "/attempts/" not in main


def test_a_throw_away_attempt_is_marked_and_its_key_not_sent_before(client, t):
    slug = next(x.slug for x in lessons(t.draft) if x.kind is LessonKind.QUIZ)
    owner = client.as_(t.owner)
    asked_page = owner.get(at(t, f"preview/{slug}/quiz")).text
    assert "ลับหนึ่งถูก" not in asked_page
    done = owner.post(at(t, f"preview/{slug}/quiz"), {"seed": "1", "q1": "b"}).text
    assert "ลับหนึ่งถูก" in done
    assert quiz(t.draft).pass_percent == 60


def test_a_preview_survives_nonsense(client, t):
    owner = client.as_(t.owner)
    slug = lessons(t.draft)[0].slug
    assert owner.get(at(t, f"preview/{slug}?as=nobody&in=xx")).status_code == 200
    assert owner.get(at(t, "preview/not-there")).status_code == 404
    assert owner.get(at(t, f"preview/{slug}/quiz")).status_code == 404
    assert owner.get(at(t, "preview?width=huge&slug=nope")).status_code == 200


def test_what_waits_stands_in_the_studio(client, t):
    asked(t)
    assert "Review this draft" in client.as_(t.colleague).get("/studio").text
    assert "Review this draft" not in client.as_(t.owner).get("/studio").text


def statements(run) -> int:
    count = 0

    def one(*args):
        nonlocal count
        count += 1

    engines = (db.engines["read"], db.engines[None])
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", one)
    try:
        run()
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", one)
    return count


@pytest.mark.parametrize("page", ["checklist", "review", "history", "comments"])
def test_pages_cost_the_same_for_more_lessons(client, t, page):
    owner = client.as_(t.owner)
    few = statements(lambda: owner.get(at(t, page)))
    draft = open_draft(t.course, t.owner)
    module_id = lessons(draft)[0].module_id
    from courses.content.models import Module

    module = db.session.get(Module, module_id)
    for n in range(20):
        make.lesson(t.course, draft, module, position=50 + n)
    db.session.commit()
    assert statements(lambda: owner.get(at(t, page))) <= few
