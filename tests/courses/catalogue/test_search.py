"""The index and what it answers."""

import pytest
import sqlalchemy as sa

from courses.catalogue import operations, queries
from courses.catalogue.search import Hits, known_synonyms, search
from courses.content.models import Course, CourseState, LessonKind
from courses.content.operations import LessonDraft, ModuleDraft, draft_version, publish
from lms import caching
from lms.db import db
from lms.i18n import Localised
from lms.reference.models import CodeEntry
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def course(th: str, en: str = "", **given: object) -> Course:
    made = make.course(lessons=0, title=Localised(th, en), **given)
    operations.index(made)
    return made


def ask(q: str) -> Hits:
    caching.clear_all()
    return search(q, queries.shelf().letters)


def found(q: str) -> list[int]:
    distance = ask(q).distance
    return sorted(distance, key=lambda key: (distance[key], key))


def test_a_word_inside_a_compound_is_found_and_one_inside_a_word_is_not() -> None:
    safety, able = course("ความปลอดภัยในโรงงาน"), course("พัฒนาความสามารถของทีม")
    assert found("ปลอดภัย") == [safety.id]
    assert able.id not in found("รถ")


def test_a_synonym_is_found_in_either_language() -> None:
    made = course("ใช้เอกเซลให้เป็น")
    assert found("excel") == found("Excel") == found("เอ็กเซล") == [made.id]


def test_a_typo_is_forgiven_and_told() -> None:
    made = course("บล็อกเชนเบื้องต้น")
    assert list(ask("บล้อกเชน").distance) == [made.id]
    assert ask("บล้อกเชน").only_near
    assert not ask("บล็อกเชน").only_near


def test_one_or_two_letters_find_words_that_begin_so() -> None:
    made, _other = course("โดรนเพื่อเกษตร"), course("กาแฟโบราณ")
    assert found("โด") == [made.id]


def test_a_word_in_the_title_comes_before_one_in_a_lesson() -> None:
    other = make.course(title=Localised("พื้นฐานคอมพิวเตอร์"))
    drafts = [
        ModuleDraft(
            Localised("หน่วย"), [LessonDraft("a", LessonKind.ARTICLE, Localised("บทเรื่องโดรน"))]
        )
    ]
    publish(draft_version(other, drafts, by=None), by=None)
    titled = course("โดรนสำรวจ")
    assert found("โดรน") == [titled.id, other.id]


def test_publishing_again_replaces_what_was_indexed() -> None:
    made = course("โดรนสำรวจ")
    made.title = Localised("หุ่นยนต์สำรวจ")
    operations.index(made)
    assert found("โดรน") == []
    assert found("หุ่นยนต์") == [made.id]


def test_a_course_is_found_by_its_code_and_by_its_institution() -> None:
    place = make.institution(
        code="KRT",
        short_name=Localised("มทก.", "KRT"),
        name=Localised("มหาวิทยาลัยทดสอบโคราช", "Korat Test University"),
    )
    made = course("สถิติ", code="KRT-STA-01", institution=place)
    assert found("KRT-STA-01") == found("มทก") == found("korat test university") == [made.id]


def test_a_hidden_course_is_never_found() -> None:
    made = course("โดรนสำรวจ")
    made.state = CourseState.ARCHIVED
    db.session.flush()
    assert found("โดรน") == found("โดรม") == []


def test_reindex_makes_the_same_index_anew() -> None:
    made = course("โดรนสำรวจ")
    operations._remove(made.id)
    assert found("โดรน") == []
    assert operations.reindex() == 1
    assert found("โดรน") == [made.id]


def test_the_operator_extends_the_synonyms() -> None:
    made = course("ทำนาด้วยข้อมูล")
    db.session.add(
        CodeEntry(
            list_name="synonym", code="rice", title=Localised("rice, ทำนา, ปลูกข้าว"), position=999
        )
    )
    db.session.flush()
    assert found("ปลูกข้าว") == [made.id]


def test_synonyms_are_loaded_once() -> None:
    count = sa.select(sa.func.count()).select_from(CodeEntry).filter_by(list_name="synonym")
    before = db.session.scalar(count)
    operations.load_synonyms()
    assert (db.session.scalar(count), before) == (before, db.session.scalar(count))
    assert len(known_synonyms().by_term) > 300


@pytest.mark.parametrize(
    "q",
    [
        "'",
        '"',
        "a OR b",
        "title:x",
        "*",
        "NEAR(a b)",
        ":*A",
        "\\",
        "a'b",
        "!",
        "ก" * 500,
        "%",
        "_",
        "a_b ( ",
        "😀",
        "\u0e31\u0e48",
    ],
)
def test_no_query_is_an_error(q: str) -> None:
    course("โดรนสำรวจ")
    assert isinstance(ask(q), Hits)
