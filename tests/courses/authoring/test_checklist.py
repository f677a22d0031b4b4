"""Every rule has a draft that breaks it and the same draft put right."""

from dataclasses import replace
from typing import Any

import pytest

from courses.authoring.checklist import blocking, check
from courses.authoring.findings import Rule, Severity
from courses.authoring.snapshot import (
    AssignmentFacts,
    LessonFacts,
    MediaFacts,
    ModuleFacts,
    QuestionFacts,
    QuizFacts,
    Snapshot,
)
from courses.content.models import LessonKind
from lms.i18n import Localised, speaking

BOTH = Localised("ชื่อ", "Name")
FILE = "0123456789AB"
ADDRESS = f"/media/{FILE}/x.webp"
QUESTION = QuestionFacts(1, 1, "single", "ข้อหนึ่ง")
IMAGE = MediaFacts(FILE, "แผนผัง.webp", "image", licence="own")
VIDEO = MediaFacts(FILE, "คลิป.mp4", "video", licence="own", captions=("th",))


def article(body: str = "<p>เนื้อหา</p>", **given: Any) -> LessonFacts:
    return LessonFacts(1, "a", LessonKind.ARTICLE, BOTH, 30, body=body, **given)


def post_test(**given: Any) -> LessonFacts:
    facts = {"role": "post_test", "pass_percent": 60, "questions": (QUESTION,)} | given
    settings = {"outcomes": [0]}
    return LessonFacts(
        2, "q", LessonKind.QUIZ, BOTH, 30, settings=settings, quiz=QuizFacts(**facts)
    )


def draft(*lessons: LessonFacts, media: tuple[MediaFacts, ...] = (), **given: Any) -> Snapshot:
    details = {
        "title": BOTH.to_json(),
        "summary": BOTH.to_json(),
        "outcomes": [BOTH.to_json()],
        "dimensions": ["safety"],
        "hours": "1",
    }
    return Snapshot(
        details=details | given.pop("details", {}),
        modules=(ModuleFacts(BOTH, lessons or (article(), post_test())),),
        media={one.public_id: one for one in media},
        **given,
    )


def survey(key: int = 3) -> LessonFacts:
    return LessonFacts(key, "s", LessonKind.SURVEY, BOTH, 1)


def video(**settings: Any) -> LessonFacts:
    return LessonFacts(1, "v", LessonKind.VIDEO, BOTH, 30, settings=settings)


def work(criteria: int) -> LessonFacts:
    facts = AssignmentFacts(criteria)
    return LessonFacts(4, "w", LessonKind.ASSIGNMENT, BOTH, 1, body="<p>ทำ</p>", assignment=facts)


def with_image(alt: str) -> LessonFacts:
    return article(f'<p>ดู</p><img src="{ADDRESS}" {alt}>')


def link(text: str) -> LessonFacts:
    return article(f'<p><a href="https://example.org">{text}</a></p>')


def linked(*outcomes: int) -> LessonFacts:
    return replace(post_test(), settings={"outcomes": list(outcomes)})


TWO = {"outcomes": [{"th": "หนึ่ง", "en": ""}, {"th": "สอง", "en": ""}]}
NO_TEST = QuizFacts("pre_test", None, questions=(QUESTION,))
EMBEDDED = '<p>ลอง</p><div class="question" data-question="QQQQQQQQQQQQ"></div>'
CASES: list[tuple[Rule, Snapshot, Snapshot]] = [
    (Rule.NO_LESSONS, Snapshot(details=draft().details), draft()),
    (Rule.EMPTY_MODULE, replace(draft(), modules=(*draft().modules, ModuleFacts(BOTH))), draft()),
    (Rule.NO_SUMMARY, draft(details={"summary": {}}), draft()),
    (Rule.NO_DIMENSION, draft(details={"dimensions": []}), draft()),
    (Rule.NO_OUTCOMES, draft(details={"outcomes": []}), draft()),
    (Rule.NOTHING_ASSESSED, draft(article(), replace(post_test(), quiz=NO_TEST)), draft()),
    (Rule.OUTCOME_NOT_ASSESSED, draft(article(), linked(0), details=TWO),
     draft(article(), linked(0, 1), details=TWO)),
    (Rule.OUTCOMES_NOT_LINKED, draft(article(), linked()), draft()),
    (Rule.HOURS_FAR_OFF, draft(details={"hours": "3"}), draft(details={"hours": "1.5"})),
    (Rule.HOURS_OFF, draft(details={"hours": "1.5"}), draft(details={"hours": "1.2"})),
    (Rule.PRETEST_MISSING, draft(rules={"pretest_required": True}),
     draft(article(), post_test(), replace(post_test(), key=5, quiz=NO_TEST), rules={"pretest_required": True})),
    (Rule.POSTTEST_MISSING, draft(article(), rules={"posttest_pass_percent": 60}),
     draft(rules={"posttest_pass_percent": 60})),
    (Rule.SURVEY_MISSING, draft(rules={"survey_required": True}),
     draft(article(), post_test(), survey(), rules={"survey_required": True})),
    (Rule.ASSIGNMENTS_MISSING, draft(rules={"assignments_required": 1}),
     draft(article(), post_test(), work(1), rules={"assignments_required": 1})),
    (Rule.NOT_TRANSLATED, draft(replace(article(), title=Localised("ไทย"))), draft()),
    (Rule.EMPTY_LESSON, draft(article("<p> </p>")), draft()),
    (Rule.EMPTY_LESSON, draft(video()), draft(video(media=FILE), media=(VIDEO,))),
    (Rule.NO_MINUTES, draft(replace(article(), minutes=0)), draft()),
    (Rule.NO_ALT, draft(with_image('alt=""'), media=(IMAGE,)),
     draft(with_image('alt="แผนผัง"'), media=(IMAGE,))),
    (Rule.NO_ALT, draft(with_image(""), media=(IMAGE,)),
     draft(with_image('alt="" data-decorative="true"'), media=(IMAGE,))),
    (Rule.BROKEN_MEDIA, draft(with_image('alt="ก"')), draft(with_image('alt="ก"'), media=(IMAGE,))),
    (Rule.BROKEN_MEDIA, draft(video(media=FILE)), draft(video(media=FILE), media=(VIDEO,))),
    (Rule.BROKEN_QUESTION, draft(article(EMBEDDED)),
     draft(article(EMBEDDED), questions={"QQQQQQQQQQQQ": True})),
    (Rule.VIDEO_NOT_READY, draft(video(media=FILE), media=(replace(VIDEO, state="working"),)),
     draft(video(media=FILE), media=(VIDEO,))),
    (Rule.VIDEO_FAILED, draft(video(media=FILE), media=(replace(VIDEO, state="failed"),)),
     draft(video(media=FILE), media=(VIDEO,))),
    (Rule.NO_CAPTIONS, draft(video(media=FILE), media=(replace(VIDEO, captions=()),)),
     draft(video(media=FILE, captions="/media/x"), media=(replace(VIDEO, captions=()),))),
    (Rule.VAGUE_LINK, draft(link("คลิกที่นี่ »")), draft(link("คู่มือของธนาคาร"))),
    (Rule.VAGUE_LINK, draft(link("Click here")), draft(link("The bank's guide"))),
    (Rule.HEADING_ORDER, draft(article("<h3>ก</h3><h2>ข</h2><p>ค</p>")),
     draft(article("<h2>ข</h2><h3>ก</h3><p>ค</p>"))),
    (Rule.TABLE_WITHOUT_HEADER, draft(article("<table><tr><td>ก</td></tr></table>")),
     draft(article("<table><tr><th>ก</th></tr><tr><td>ข</td></tr></table>"))),
    (Rule.LOW_CONTRAST, draft(with_image('alt="ก"'), media=(replace(IMAGE, contrast=2.1),)),
     draft(with_image('alt="ก"'), media=(replace(IMAGE, contrast=7.0),))),
    (Rule.NO_LICENCE, draft(with_image('alt="ก"'), media=(replace(IMAGE, licence=""),)),
     draft(with_image('alt="ก"'), media=(IMAGE,))),
    (Rule.QUIZ_EMPTY, draft(article(), post_test(questions=())), draft()),
    (Rule.NO_PASS_MARK, draft(article(), post_test(pass_percent=None)), draft()),
    (Rule.RETIRED_QUESTION, draft(article(), post_test(questions=(replace(QUESTION, retired=True),))),
     draft()),
    (Rule.NO_RUBRIC, draft(article(), post_test(), work(0)), draft(article(), post_test(), work(2))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES, ids=[f"{c[0]}" for c in CASES])
def test_a_rule_finds_what_breaks_it_and_lets_the_rest_be(rule, wrong, right):
    assert rule in {finding.rule for finding in check(wrong)}
    assert rule not in {finding.rule for finding in check(right)}


def test_every_rule_has_a_case():
    assert {case[0] for case in CASES} == set(Rule)


def test_a_good_draft_has_no_findings():
    assert check(draft()) == ()


def test_what_blocks_comes_first_and_says_where():
    found = check(draft(replace(article(""), title=Localised("ไทย")), post_test()))
    assert [f.severity for f in found] == sorted(
        (f.severity for f in found), key=list(Severity).index
    )
    assert blocking(found)[0].lesson_key == 1


@pytest.mark.parametrize("locale", ["th", "en"])
def test_every_finding_is_said_in_words(locale):
    with speaking(locale):
        for _rule, wrong, _right in CASES:
            for finding in check(wrong):
                assert finding.text
                assert finding.hint
                assert "%(" not in finding.text + finding.hint
