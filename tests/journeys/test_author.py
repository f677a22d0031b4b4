"""An instructor builds a course in an afternoon, a colleague approves it, and a learner sees it."""

import re
import secrets
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Open
from tests.journeys.hands import Hands, Keys, Pointer
from tests.journeys.screens import DESKTOP, password
from tests.journeys.study import log_in
from tests.journeys.walk import Walk

pytestmark = pytest.mark.browser
AUTHOR, COLLEAGUE = "instructor@rmuti.example", "admin@rmuti.example"
TITLE = {"th": "ชำระเงินด้วยคิวอาร์ให้ปลอดภัย", "en": "Paying by QR safely"}
KEPT = {
    "th": ("แนะนำรายวิชา", "แบบทดสอบก่อนเรียน", "ทำไมเรื่องนี้", "ความรู้พื้นฐานที่ต้องมี", "แบบทดสอบหลังเรียน", "แบบประเมิน"),
    "en": ("What this course is", "Pre-test", "Why this matters", "The basics", "Post-test", "Satisfaction"),
}  # fmt: skip
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.500\nก่อนโอนเงินให้ดูชื่อบัญชี\n\n00:01.500 --> 00:03.000\nถ้าไม่ตรงกับร้าน อย่ากดโอน\n"
DETAILS = {
    "summary_th": "รู้วิธีจ่ายเงินด้วยคิวอาร์ให้ปลอดภัยในชีวิตประจำวัน",
    "summary_en": "How to pay by QR code safely every day.",
    "outcomes": "ตรวจชื่อบัญชีก่อนโอนเงินได้",
    "outcomes_2": "Check the name of an account before paying",
    "hours": "1.5",
}
MADE = 120_000  # a film of three seconds, on a busy machine


def gift() -> str:
    """Ten questions in two tags."""
    blocks = []
    for number in range(1, 11):
        tag = "บัญชี" if number <= 6 else "คิวอาร์"
        blocks.append(
            f"// [tag:{tag}]\n::ข้อ {number}::ก่อนโอนเงินครั้งที่ {number} ควรทำสิ่งใดก่อน "
            f"{{=ดูชื่อบัญชีปลายทาง #ถูกต้อง ~รีบโอนให้เสร็จ #ยังไม่ใช่ ~ส่งรหัส OTP ให้ร้าน ####ชื่อบัญชีต้องตรงกับร้าน}}"
        )
    return "\n\n".join(blocks)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the instructor has on their disk."""
    folder = tmp_path_factory.mktemp("material")
    Image.new("RGB", (1200, 800), "teal").save(folder / "shop.jpg")
    (folder / "captions.vtt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "questions.gift").write_text(gift(), encoding="utf-8")
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=12:d=3",
         "-f", "lavfi", "-i", "sine=d=3", "-pix_fmt", "yuv420p", "-shortest", folder / "film.mp4"],
        check=True,
    )  # fmt: skip
    return folder


class Desk:
    """The author before their course."""

    def __init__(self, walk: Walk, hands: Hands, material: Path) -> None:
        self.walk, self.page, self.hands, self.material = walk, walk.page, hands, material
        self.code = f"RMUTI-T{secrets.randbelow(10**6):06d}"
        self.base = f"/studio/{self.code}"

    def press(self, message: str) -> None:
        self.hands.press(self.walk.button(message).first)

    def begin(self) -> None:
        self.walk.go("/studio")
        self.press("New course")
        self.hands.check(self.page.locator("input[name=start][value=self-paced-3]"))
        for locale in ("th", "en"):
            self.hands.fill(self.page.locator(f"[name=title_{locale}]"), TITLE[locale])
        self.hands.fill(self.page.locator("[name=code]"), self.code)
        self.press("Begin the course")
        expect(self.page.locator("[data-tree]")).to_be_visible()
        assert self.page.url.endswith(self.base)

    def trim(self) -> None:
        """Delete what is not kept, undo one deletion and do it again."""
        rows = self.page.locator(".tree__lesson")
        undone = False
        while gone := [row for row in rows.all() if not self._is_kept(row)]:
            before = rows.count()
            self._delete(gone[0], "Delete the lesson")
            expect(rows).to_have_count(before - 1)
            if not undone:
                undone = True
                self.press("Undo")
                expect(rows).to_have_count(before)
        empty = self.page.locator(".tree__module:not(:has(.tree__lesson))")
        while before := empty.count():
            self._delete(empty.first.locator(".tree__head"), "Delete the module")
            expect(empty).to_have_count(before - 1)

    def _is_kept(self, row: Locator) -> bool:
        return row.locator("[data-title]").inner_text().startswith(KEPT[self.walk.locale])

    def _delete(self, row: Locator, message: str) -> None:
        self.hands.press(row.locator("a[data-open]"))
        expect(self.page.locator("[data-panel]")).to_be_visible()
        self.press(message)

    def lesson(self, starts: str) -> str:
        """The address of the lesson whose title begins so."""
        self.walk.go(self.base)
        title = self.page.locator(".tree__lesson [data-title]", has_text=re.compile("^" + starts))
        href = title.first.get_attribute("href")
        assert href
        return href

    def write(self, at: str) -> None:
        """Text, a heading and a picture."""
        self.walk.go(at)
        text = self.editor()
        self.hands.enter(text)
        self.page.keyboard.type("ก่อนโอนเงินให้ดูชื่อบัญชีทุกครั้ง แล้วค่อยกดยืนยัน")
        self.page.keyboard.press("Enter")
        self.hands.act(self.walk.say("Heading (Ctrl+Alt+2)"))
        self.page.keyboard.type("ดูชื่อบัญชี")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type("ชื่อต้องตรงกับร้าน")
        self.hands.act(self.walk.say("Picture"))
        picker = self.page.locator("dialog[open] input[type=file]")
        self.hands.attach(picker, self.material / "shop.jpg")
        self.hands.fill(self.page.locator("#editor-alt"), "ป้ายคิวอาร์หน้าร้านค้าในตลาด")
        self.press("Save the description")
        expect(text.locator("img")).to_have_attribute("alt", "ป้ายคิวอาร์หน้าร้านค้าในตลาด")
        self.saved()

    def tabulate(self, at: str) -> None:
        self.walk.go(at)
        self.hands.enter(self.editor())
        self.page.keyboard.type("เปรียบเทียบก่อนตัดสินใจ")
        self.hands.act(self.walk.say("Table"))
        self.hands.fill(self.page.locator("#editor-rows"), "2")
        self.hands.fill(self.page.locator("#editor-columns"), "2")
        self.hands.fill(self.page.locator("#editor-table-caption"), "ทำและไม่ทำ")
        self.press("Insert the table")
        for cell in ("ทำ", "ไม่ทำ", "ดูชื่อบัญชี"):
            self.page.keyboard.type(cell)
            self.page.keyboard.press("Tab")
        self.page.keyboard.type("ส่งรหัส OTP")
        expect(self.page.locator(".editor__text td").last).to_have_text("ส่งรหัส OTP")
        self.saved()

    def film(self, at: str) -> None:
        """Upload, wait until it is made, and bring its captions."""
        self.walk.go(at)
        self.hands.attach(self.page.locator("#upload input[type=file]"), self.material / "film.mp4")
        self.hands.press(self.page.locator("#upload button[type=submit]"))
        made = self.page.locator(".film-state[data-done]")
        expect(made.or_(self.page.locator(".video-editor video"))).to_be_visible(timeout=MADE)
        self.walk.go(at)
        expect(self.page.locator(".video-editor video")).to_be_visible()
        self.press("Add captions")
        self.hands.choose(self.page.locator("#from-file select"), "th")
        captions = self.page.locator("#from-file input[type=file]")
        self.hands.attach(captions, self.material / "captions.vtt")
        self.press("Take the captions over")
        self.walk.go(at)
        expect(self.page.locator(".caption-list li")).to_have_count(1)

    def bring_questions(self) -> None:
        self.walk.go(f"{self.base}/questions")
        self.press("Bring in from a file")
        file = self.page.locator("main input[type=file]")
        self.hands.attach(file, self.material / "questions.gift")
        self.press("Look at the file")
        expect(self.page.locator(".brought")).to_have_count(10)
        self.hands.press(self.page.locator("main form button.button--main"))
        expect(self.page.locator("main tbody tr")).to_have_count(10)

    def draw(self, pre: str, post: str) -> None:
        """Three of one tag and two of the other, for both tests at once."""
        self.walk.go(post)
        self.hands.fill(self.page.locator("[name=pass_percent]"), "60")
        self.hands.check(self.page.locator("#terms [name=outcomes]").first)
        self.press("Save the terms")
        self.hands.fill(self.page.locator("[name=wanted-0-tag]"), "บัญชี")
        self.page.keyboard.press("Escape")  # the list of tags
        self.hands.fill(self.page.locator("[name=wanted-0-count]"), "3")
        if not self.page.locator("[name=wanted-1-tag]").count():
            self.press("Add a row")
        self.hands.fill(self.page.locator("[name=wanted-1-tag]"), "คิวอาร์")
        self.page.keyboard.press("Escape")
        self.hands.fill(self.page.locator("[name=wanted-1-count]"), "2")
        partner = self.page.locator("[name=partner]")
        other = partner.locator("option").nth(1).get_attribute("value")
        self.hands.choose(partner, other or "")
        self.press("Draw the questions")
        expect(self.page.locator(".asked__one")).to_have_count(5)
        self.walk.go(pre)
        expect(self.page.locator(".asked__one")).to_have_count(5)

    def describe(self) -> None:
        self.walk.go(f"{self.base}/details")
        for name, text in DETAILS.items():
            self.hands.fill(self.page.locator(f"[name={name}]").first, text)
        self.hands.check(self.page.locator("[name=dimensions]").first)
        self.press("Save the details")

    def check(self) -> None:
        self.walk.go(f"{self.base}/checklist")
        found = self.page.locator(".finding--block").all_inner_texts()
        assert found == [], found

    def ask(self) -> None:
        self.walk.go(f"{self.base}/review")
        self.press("Ask for the review")
        expect(self.walk.button("Ask for the review")).to_have_count(0)

    def publish(self) -> None:
        self.walk.go(f"{self.base}/review")
        self.press("Publish now")
        expect(self.walk.button("Publish now")).to_have_count(0)

    def editor(self) -> Locator:
        expect(self.page.locator(".editor[data-ready]")).to_be_visible()
        return self.page.locator(".editor__text")

    def saved(self) -> None:
        expect(self.page.locator(".editor [data-saved]")).to_contain_text(
            re.compile("Saved|บันทึกแล้ว"), timeout=10_000
        )


def at_desk(open_context: Open, who: str, locale: str) -> Walk:
    walk = Walk(open_context(locale, size=DESKTOP).new_page(), locale)
    log_in(walk, who, password(who))
    return walk


def approve(open_context: Open, base: str, locale: str, hands: type[Pointer | Keys]) -> None:
    """A colleague who wrote nothing of it; for the institution too."""
    colleague = at_desk(open_context, COLLEAGUE, locale)
    colleague.go(f"{base}/review")
    while colleague.button("Approve").count():
        hands(colleague.page).press(colleague.button("Approve").first)
        colleague.page.wait_for_load_state()


def learner_sees(open_context: Open, code: str, locale: str) -> None:
    visitor = Walk(open_context(locale).new_page(), locale)
    visitor.go(f"/courses?q={TITLE[locale]}")
    visitor.page.locator(f'a[href$="/courses/{code}"]').first.click()
    expect(visitor.page.locator("h1")).to_contain_text(TITLE[locale][-5:])
    expect(visitor.page.locator("main")).to_contain_text(KEPT[locale][3])


@pytest.mark.parametrize(("hands", "locale"), [(Pointer, "th"), (Keys, "en")])
def test_an_instructor_builds_a_course_and_a_learner_sees_it(
    open_context: Open, material: Path, hands: type[Pointer | Keys], locale: str
) -> None:
    author = at_desk(open_context, AUTHOR, locale)
    desk = Desk(author, hands(author.page), material)
    desk.begin()
    desk.trim()
    intro, pre, film, basics, post, _survey = (desk.lesson(title) for title in KEPT[locale])
    desk.write(intro)
    desk.film(film)
    desk.tabulate(basics)
    desk.bring_questions()
    desk.describe()
    desk.draw(pre, post)
    desk.check()
    desk.ask()
    approve(open_context, desk.base, locale, hands)
    desk.publish()
    learner_sees(open_context, desk.code, locale)
