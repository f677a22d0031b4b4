"""Every kind of page, and browsers of the people who see them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from tests.journeys.study import enter, learn, log_in, register
from tests.journeys.walk import Walk

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
PEOPLE = Path(__file__).resolve().parents[2] / "lms" / "demo" / "data" / "people.yaml"
FINISHED, UNDERWAY = "NRRU-CYB-01", "RMUTI-PPL-02"
LEARNER, STAFF = "learner@thaksa.example", "admin@sut.example"
REGISTRAR, ANALYST = "registrar@rmuti.example", "analyst@depa.example"
AUTHOR, COLLEAGUE = "instructor@rmuti.example", "admin@nrru.example"
WRITTEN, BEGUN = "/studio/RMUTI-PPL-02", "/studio/RMUTI-DTA-05"
REVIEWED = "/studio/NRRU-CYB-01"
OPERATOR, NEWCOMER = "operator@rmuti.example", "newcomer"
CONFIRM = "details.confirm summary"


@dataclass(frozen=True)
class Screen:
    """A page by its address, by the first link there that matches (and what lies below), or by a button pressed there;
    `opens` is what unfolds a part of it, where the window is small enough to fold it."""

    name: str
    path: str
    who: str = ""
    follow: str = ""
    below: str = ""
    press: str = ""
    opens: str = ""
    status: int = 200


VISITOR = [
    Screen("home", "/"),
    Screen("menu", "/v", opens="summary.menu__opener"),
    Screen("catalogue", "/courses"),
    Screen("search", "/courses?q=ดิจิทัล"),
    Screen("no-results", "/courses?q=qqqxzzqx"),
    Screen("course", f"/courses/{FINISHED}"),
    Screen("institution", "/institutions/RMUTI"),
    Screen("run", f"/courses/{UNDERWAY}", follow=r"^/runs/\w+$"),
    Screen("log-in", "/log-in"),
    Screen("log-in-errors", "/log-in", press="main button[value=password]"),
    Screen("forgot-password", "/forgot-password"),
    Screen("sign-up", "/sign-up"),
    Screen("sign-up-errors", "/sign-up", press="main form button.button--main"),
    Screen("check-mail", "/check-mail", NEWCOMER),
    Screen("terms", "/texts/terms"),
    Screen("verify", "/v"),
    Screen("verdict-valid", "/v/{code}"),
    Screen("verdict-not-found", "/v/ABCDEFGHJKLM", status=404),
    Screen("styleguide", "/styleguide"),
    Screen("mailbox", "/mailbox"),
    Screen("mailbox-message", "/mailbox", follow=r"^/mailbox/\d+$"),
    Screen("not-found", "/nothing-is-here", status=404),
]
LEARNING = [
    Screen("my-learning", "/my", LEARNER),
    Screen("lesson-article", "{run}/laws-rules", LEARNER),
    Screen("lesson-outline", "{run}/laws-rules", LEARNER, opens=".drawer__open"),
    Screen("lesson-transcript", "{run}/intro-video", LEARNER, opens=".transcript summary"),
    Screen("account-menu", "/my", LEARNER, opens="summary.menu__opener"),
    Screen("lesson-video", "{run}/intro-video", LEARNER),
    Screen("lesson-file", "{run}/handout", LEARNER),
    Screen("lesson-quiz", "{run}/post-test", LEARNER),
    Screen("lesson-survey", "{run}/survey", LEARNER),
    Screen("lesson-done", "{done}/call-center", LEARNER),
    Screen("course-enrolled", f"/courses/{UNDERWAY}", LEARNER),
    Screen("quiz-attempt", "{attempt}", LEARNER),
    Screen("quiz-check", "{attempt}/check", LEARNER),
    Screen("quiz-review", "{done}/post-test", LEARNER, follow=r"^/attempts/\w+/review$"),
    Screen("my-certificates", "/my/certificates", LEARNER),
    Screen("profile", "/account/profile", LEARNER),
    Screen("my-data", "/account/data", LEARNER),
    Screen("erase", "/account/data/erase", LEARNER),
    Screen("sessions", "/account/sessions", LEARNER),
    Screen("password", "/account/password", LEARNER),
    Screen("email", "/account/email", LEARNER),
]
DESK = [
    Screen("desk", "/desk", STAFF),
    Screen("desk-institution", "/desk/SUT", STAFF),
    Screen("desk-members", "/desk/SUT/members", STAFF),
    Screen("desk-member", "/desk/SUT/members", STAFF, follow=r"^/desk/SUT/members/[A-Z0-9]{12}$"),
    Screen("desk-give-role", "/desk/SUT/members/new", STAFF),
    Screen("desk-rights", "/desk/SUT/rights", STAFF),
    Screen("desk-invitations", "/desk/SUT/invitations", STAFF),
    Screen("desk-audit", "/desk/SUT/audit", STAFF),
    Screen("desk-settings", "/desk/SUT/settings", STAFF),
    Screen("desk-signatories", "/desk/SUT/signatories", STAFF),
    Screen("desk-signatory", "/desk/SUT/signatories", STAFF, follow=r"^/desk/signatories/\w+$"),
    Screen("desk-terms", "/desk/SUT/terms", STAFF),
    Screen("desk-people", "/desk/SUT/people", STAFF),
    Screen("desk-register", "/desk/SUT/people/new", STAFF),
    Screen("run-new", "/runs/of/SUT-AGR-01/new", STAFF),
    Screen("run-edit", "/desk/SUT", STAFF, follow=r"^/runs/\w+/edit$"),
    Screen("roll", "/courses/SUT-AGR-01", STAFF, follow=r"^/runs/\w+$", below="/roll"),
    Screen("remove-confirm", "/courses/SUT-AGR-01", STAFF, r"^/runs/\w+$", "/roll", opens=CONFIRM),
    Screen("numbers", "/numbers", ANALYST),
    Screen("numbers-filters", "/numbers?sex=female", ANALYST, opens=".filters summary"),
    Screen("numbers-map", "/numbers/map?period=all&show=M02", ANALYST),
    Screen("numbers-courses", "/numbers/courses", ANALYST),
    Screen("numbers-filter", "/numbers/filter/education", ANALYST),
    Screen("numbers-print", "/numbers/print", ANALYST),
    Screen("numbers-definitions", "/numbers/definitions", ANALYST),
    Screen("numbers-tokens", "/numbers/tokens", ANALYST),
    Screen("numbers-maps", "/numbers/maps", ANALYST),
    Screen("numbers-map-of", "/numbers/maps/30", ANALYST),
    Screen("numbers-population", "/numbers/population", ANALYST),
    Screen("numbers-institution", "/numbers", COLLEAGUE),
]
ADMIN = [
    Screen("admin", "/admin", OPERATOR),
    Screen("admin-audit", "/admin/audit", OPERATOR),
    Screen("admin-frameworks", "/admin/frameworks", OPERATOR),
    Screen("admin-framework", "/admin/frameworks", OPERATOR, follow=r"^/admin/frameworks/\w+$"),
    Screen("admin-framework-edit", "/admin/frameworks/digcomp22/edit", OPERATOR),
    Screen("admin-institutions", "/admin/institutions", OPERATOR),
    Screen("admin-institution", "/admin/institutions/SUT", OPERATOR),
    Screen("admin-institution-new", "/admin/institutions/new", OPERATOR),
    Screen("admin-jobs", "/admin/jobs", OPERATOR),
    Screen("admin-lists", "/admin/lists", OPERATOR),
    Screen("admin-list", "/admin/lists", OPERATOR, follow=r"^/admin/lists/\w+$"),
    Screen("admin-mail", "/admin/mail", OPERATOR),
    Screen("admin-provinces", "/admin/provinces", OPERATOR),
    Screen("admin-province", "/admin/provinces", OPERATOR, follow=r"^/admin/provinces/(?!new)\w+$"),
    Screen("admin-province-new", "/admin/provinces/new", OPERATOR),
    Screen("admin-second-factor", "/admin/second-factor", OPERATOR),
]
STUDIO = [
    Screen("studio", "/studio", AUTHOR),
    Screen("studio-new", "/studio/new", AUTHOR),
    Screen("studio-from-file", "/studio/new/from-file", AUTHOR),
    Screen("studio-outline", BEGUN, AUTHOR),
    Screen("studio-outline-full", WRITTEN, AUTHOR),
    Screen("studio-article", f"{WRITTEN}/lessons/laws-rules", AUTHOR),
    Screen("studio-video", f"{WRITTEN}/lessons/intro-video", AUTHOR),
    Screen("studio-file", f"{WRITTEN}/lessons/handout", AUTHOR),
    Screen("studio-quiz", f"{WRITTEN}/lessons/post-test", AUTHOR),
    Screen("studio-survey", f"{WRITTEN}/lessons/survey", AUTHOR),
    Screen("studio-revisions", f"{REVIEWED}/lessons/passwords/revisions", COLLEAGUE),
    Screen("studio-details", f"{WRITTEN}/details", AUTHOR),
    Screen("studio-people", f"{WRITTEN}/people", AUTHOR),
    Screen("studio-media", f"{WRITTEN}/media", AUTHOR),
    Screen("studio-questions", f"{WRITTEN}/questions", AUTHOR),
    Screen("studio-question", f"{WRITTEN}/questions", AUTHOR, follow=r"^/studio/questions/\w{12}$"),
    Screen("studio-question-new", f"{WRITTEN}/questions/new/single", AUTHOR),
    Screen("studio-question-cloze", f"{WRITTEN}/questions/new/cloze", AUTHOR),
    Screen("studio-import", f"{WRITTEN}/questions/import", AUTHOR),
    Screen("studio-bank", "/studio/bank/RMUTI", AUTHOR),
    Screen("studio-statistics", f"{WRITTEN}/statistics", AUTHOR),
    Screen("studio-preview", f"{WRITTEN}/preview", AUTHOR),
    Screen("studio-checklist", f"{BEGUN}/checklist", AUTHOR),
    Screen("studio-review", f"{REVIEWED}/review", COLLEAGUE),
    Screen("studio-comments", f"{REVIEWED}/comments", COLLEAGUE),
    Screen("studio-history", f"{WRITTEN}/history", AUTHOR),
    Screen("studio-marking", f"{WRITTEN}/marking", AUTHOR),
]
NUMBERS = [
    *(Screen(f"numbers-{name}", f"/numbers/{name}", ANALYST)
      for name in ("funnel", "compare", "trend", "skills", "cohorts", "gain", "satisfaction")),
    Screen("targets", "/numbers/targets", ANALYST),
    Screen("target", "/numbers/targets", ANALYST, follow=r"^/numbers/targets/[A-Z0-9]{12}$"),
    Screen("target-new", "/numbers/targets/new", ANALYST),
    Screen("target-plan", "/numbers/targets/plan", ANALYST),
    Screen("target-packs", "/numbers/targets/packs", ANALYST),
    Screen("reports", "/numbers/reports", ANALYST),
    Screen("report-build", "/numbers/reports/new?measure=M01&by=sex", ANALYST),
    Screen("organisations", "/numbers/organisations", ANALYST),
    Screen("organisation", "/numbers/organisations", ANALYST,
           follow=r"^/numbers/organisations/[A-Z0-9]{12}$"),
    Screen("organisation-new", "/numbers/organisations/new", ANALYST),
    Screen("vacancies", "/numbers/demand", ANALYST),
    Screen("vacancies-import", "/numbers/demand/import", ANALYST),
    Screen("gap", "/numbers/gap", ANALYST),
    Screen("outcomes", "/numbers/outcomes", ANALYST),
    Screen("people-files", "/numbers/people", ANALYST),
    Screen("data", "/data"),
    Screen("data-set", "/data", follow=r"^/data/[\w-]+$"),
]  # fmt: skip
SCREENS = [*VISITOR, *LEARNING, *DESK, *ADMIN, *STUDIO, *NUMBERS]


@dataclass
class Readers:
    """One browser for each person, logged in when first asked for."""

    browser: Browser
    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def show(
        self, screen: Screen, locale: str = "th", scheme: str = "light", width: int = 1280
    ) -> Page:
        """Open `screen` as its reader sees it."""
        page = self.page(screen.who)
        page.context.add_cookies([{"name": "locale", "value": locale, "url": self.url}])
        self.turn(page, scheme, width)
        path = self.path(screen)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == screen.status, f"{path}: {answer.status}"
        if screen.follow:
            links = page.eval_on_selector_all(
                "a[href]", "all => all.map(a => a.getAttribute('href'))"
            )
            page.goto(next(a for a in links if re.search(screen.follow, a)) + screen.below)
        if screen.press:
            with page.expect_navigation():
                page.locator(screen.press).first.click()
        if screen.opens and page.locator(screen.opens).first.is_visible():
            page.locator(screen.opens).first.click()
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    def path(self, screen: Screen) -> str:
        return screen.path.format_map(self._known(screen.path))

    def turn(self, page: Page, scheme: str, width: int) -> None:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size(PHONE if width < 768 else DESKTOP)  # type: ignore[arg-type]

    def page(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.open().new_page()
            if who == NEWCOMER:
                register(Walk(self.pages[who], "th"), "newcomer@screens.example")
            elif who:
                log_in(Walk(self.pages[who], "th"), who, password(who))
        return self.pages[who]

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()

    def open(self, *, javascript: bool = True, size: dict[str, int] = DESKTOP) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.url,
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
        )
        context.add_cookies([{"name": "locale", "value": "th", "url": self.url}])
        context.set_default_timeout(15_000)
        return context

    def _known(self, path: str) -> dict[str, str]:
        if "{" in path and not self.facts:
            self.facts |= self._study()
        return self.facts

    def _study(self) -> dict[str, str]:
        """The learner finishes one course and is in the middle of another one's quiz."""
        context = self.open(javascript=False)
        context.route("**/*", _skip_pictures)
        walk = Walk(context.new_page(), "th")
        log_in(walk, LEARNER, password(LEARNER))
        done = enter(walk, FINISHED)
        walk.go("/my/certificates")
        if "/v/" not in walk.page.content():
            walk.go(f"{done}/pre-test")
            learn(walk, FINISHED)
            walk.go("/my/certificates")
        code = re.search(r"/v/(\w{12})", walk.page.content())
        assert code is not None
        run = enter(walk, UNDERWAY)
        walk.go(f"{run}/pre-test")
        underway = walk.page.locator("main a[href^='/attempts/']")
        if underway.count():
            underway.last.click()
        else:
            walk.press("Start the quiz")
        attempt = re.search(r"/attempts/\w+", walk.page.url)
        assert attempt is not None
        context.close()
        return {"done": done, "run": run, "code": code.group(1), "attempt": attempt.group()}


def _skip_pictures(route: Route, request: Request) -> None:
    if request.resource_type == "document":
        route.continue_()
    else:
        route.abort()


def password(who: str) -> str:
    people = yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))
    return next(str(p["password"]) for p in people if p["email"] == who)
