"""The middle of a quiz's page: its terms, what it asks, its blueprint."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from courses.authoring.editors import Editor
from courses.authoring.forms.quizzes import BlueprintForm, TermsForm
from courses.authoring.forms.rows import listed
from courses.authoring.queries.drafts import lessons_of_kind
from courses.authoring.question_wording import LEVELS, WORDS
from courses.content.models import Course, CourseVersion, Lesson, LessonKind
from courses.quizzes import bank_policy, blueprints, drafting
from courses.quizzes.bank import Level, Scope, candidates, tags_in
from courses.quizzes.drafting import Sheet
from lms.i18n import Localised
from lms.i18n import gettext as _


def quiz(course: Course, version: CourseVersion, lesson: Lesson, **given: Any) -> Editor:
    """`given` are forms that were refused, shown again with what was typed."""
    sheet = drafting.sheet(version.id, lesson.key)
    terms = given.get("terms_form") or TermsForm(formdata=None, **_terms(sheet, lesson))
    offer_outcomes(terms, course, version)
    blueprint = given.get("blueprint_form") or BlueprintForm(formdata=None, **_blueprint(sheet))
    offer_partners(blueprint, version, lesson)
    return Editor(
        "studio/editors/quiz.html",
        {
            "sheet": sheet,
            "terms_form": terms,
            "blueprint_form": blueprint,
            "available": available(course, blueprint),
            "tags": tags_in(bank_policy.scope_around(course)),
            "shortages": given.get("shortages", ()),
            "say": WORDS,
        },
    )


def _terms(sheet: Sheet | None, lesson: Lesson) -> dict[str, Any]:
    outcomes = {"outcomes": lesson.settings.get("outcomes", [])}
    if sheet is None:
        role = str(lesson.settings.get("role") or "practice")
        return {"role": role, "review": "submitted", "shuffle": True} | outcomes
    names = ("role", "review", "pass_percent", "attempts", "minutes", "shuffle")
    return {name: getattr(sheet.quiz, name) for name in names} | outcomes


def _blueprint(sheet: Sheet | None) -> dict[str, Any]:
    kept = (sheet.quiz.blueprint if sheet else None) or {}
    return {
        "wanted": kept.get("rows") or [{}, {}],
        "levels": kept.get("levels") or ["course"],
        "partner": str(kept.get("partner") or ""),
    }


def offer_outcomes(form: TermsForm, course: Course, version: CourseVersion) -> None:
    outcomes = (version.details or {}).get("outcomes") or course.outcomes or []
    form.outcomes.choices = [
        SelectChoice(n, str(Localised.of(text))) for n, text in enumerate(outcomes)
    ]


def offer_partners(form: BlueprintForm, version: CourseVersion, lesson: Lesson) -> None:
    others = [one for one in lessons_of_kind(version, LessonKind.QUIZ) if one.key != lesson.key]
    named = [(str(one.key), one.title) for one in others]
    form.partner.choices = listed([("", _("None: draw this quiz alone")), *named])


def scope_of(course: Course, levels: list[str]) -> Scope:
    """The banks that were ticked, of those the reader may take from."""
    around = bank_policy.scope_around(course)
    return Scope(
        course_id=around.course_id if Level.COURSE in levels else None,
        institution_id=around.institution_id if Level.INSTITUTION in levels else None,
        shared=around.shared and Level.SHARED in levels,
    )


def available(course: Course, form: BlueprintForm) -> dict[int, int]:
    """How many questions suit each row that says something, by its place in the form."""
    rows = {
        n: blueprints.Row(
            1, (entry.form.tag.data or "").casefold(), entry.form.difficulty.data or ""
        )
        for n, entry in enumerate(form.wanted)
        if entry.form.count.data
    }
    if not rows:
        return {}
    levels = [level for level in form.levels.data or () if level in LEVELS]
    counts = blueprints.available(list(rows.values()), candidates(scope_of(course, levels)))
    return dict(zip(rows, counts, strict=True))
