"""Writing an article: what the editor of the page sends and asks while somebody types."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring import redline
from courses.authoring.editors import Editor
from courses.authoring.forms.outline import LessonForm
from courses.authoring.markup import text_of
from courses.authoring.operations import gate, lessons
from courses.authoring.queries import revisions
from courses.authoring.queries.drafts import draft_of, lesson_of
from courses.authoring.queries.embeds import names
from courses.authoring.views.blueprint import bp
from courses.authoring.views.index import staff
from courses.content.formulas import BadFormula, mathml
from courses.content.models import Course, CourseVersion, Lesson
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.learning.blocks import Where, shown_body
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError, found
from lms.i18n import Localised, current_locale, dates
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template
from lms.web.transaction import refuse

MOST_FORMULAS = 60


def article(course: Course, version: CourseVersion, lesson: Lesson) -> Editor:
    """The editor of an article; who may not write sees the text as learners do."""
    return Editor(
        "studio/editors/article.html",
        {
            "form": LessonForm.read(
                title_th=lesson.title.th,
                title_en=lesson.title.en,
                minutes=lesson.minutes,
                required=lesson.required,
            ),
            "newest": revisions.newest(version, lesson),
            "names": names(course, lesson.body),
            "shown": shown_body(lesson.body, Where(course.id, lesson.key, preview=True)),
        },
        scripts=("editor.js",),
    )


@bp.post("/<code>/lessons/<slug>/save")
@access(may_course(Ability.EDIT), course=get_course)
def save_lesson(course: Course, slug: str) -> ResponseReturnValue:
    try:
        saved = lessons.save_lesson(
            course, slug, _writing(request.get_json(silent=True)), by=account()
        )
    except lessons.Overlap as overlap:
        return jsonify(error=str(overlap), clash=_clash(overlap.clash)), 409
    except (gate.DraftLocked, gate.DraftPublished) as closed:
        refuse()
        return jsonify(error=str(closed), closed=True), 409
    except lessons.REFUSALS as refusal:
        refuse()
        return jsonify(error=str(refusal), field=refusal.field), 422
    return jsonify(_state(saved.lesson) | {"merged": saved.merged})


@bp.post("/<code>/lessons/<slug>/settings")
@access(may_course(Ability.EDIT), course=get_course)
def change_lesson(course: Course, slug: str) -> ResponseReturnValue:
    """Title, minutes and whether it is required: the form that works without a script."""
    form = LessonForm.read()
    if form.accepted:
        values = {"title": form.title, "minutes": form.minutes.data, "required": form.required.data}
        lessons.change_settings(course, slug, **values, by=account())
        flash(_("Saved."))
    else:
        flash(" ".join(str(error) for field in form for error in field.errors), "warn")
    return redirect(url_for(".lesson", code=course.code, slug=slug))


@bp.get("/<code>/lessons/<slug>/state")
@access(may_course(Ability.EDIT), course=get_course)
def lesson_state(course: Course, slug: str) -> ResponseReturnValue:
    """Whether somebody else wrote since the revision the page has, and who is at it."""
    version = found(draft_of(course))
    lesson = lesson_of(version, slug)
    others = revisions.at_work(version, lesson, but=current_user.id)
    state = (
        _state(lesson)
        if request.args.get("since") != str(lesson.revision)
        else {"number": lesson.revision}
    )
    return jsonify(state | {"others": [str(name) for name in others], "version": version.id})


@bp.post("/formula")
@access(staff)
def formula() -> ResponseReturnValue:
    """Formulas as browsers draw them, or what is wrong with each."""
    asked = request.get_json(silent=True)
    items = asked.get("items") if isinstance(asked, dict) else None
    if not isinstance(items, list) or len(items) > MOST_FORMULAS:
        return jsonify(error=_("This cannot be read.")), 422
    return jsonify(items=[_formula(item) for item in items])


def _formula(item: Any) -> dict[str, str]:
    given = item if isinstance(item, dict) else {}
    latex = given.get("latex")
    try:
        drawn = mathml(
            latex if isinstance(latex, str) else "", display=given.get("display") is True
        )
    except BadFormula as refusal:
        return {"error": str(refusal)}
    return {"html": drawn}


def _writing(sent: Any) -> lessons.Writing:
    """What the editor sends; anything else is refused as a whole."""
    given = sent if isinstance(sent, dict) else {}
    base, body, title = given.get("base"), given.get("body"), given.get("title")
    if type(base) is not int or not isinstance(body, str) or not isinstance(title, dict):
        raise DomainError(_("This cannot be read."))
    minutes, required, ancestor = (given.get(k) for k in ("minutes", "required", "ancestor"))
    version = given.get("version")
    return lessons.Writing(
        base=base,
        title=Localised(_text(title.get("th")), _text(title.get("en"))),
        body=body,
        minutes=minutes if type(minutes) is int else None,
        required=required if isinstance(required, bool) else None,
        ancestor=ancestor if isinstance(ancestor, str) else None,
        version=version if type(version) is int else None,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _state(lesson: Lesson) -> dict[str, Any]:
    return {
        "number": lesson.revision,
        "body": lesson.body,
        "title": lesson.title.to_json(),
        "minutes": lesson.minutes,
        "required": lesson.required,
        "saved_at": dates.clock(now(), current_locale()),
    }


def _clash(clash: lessons.Clash) -> dict[str, Any]:
    """The pieces for the script to put together, and the screen on which somebody chooses."""
    parts = [
        part if isinstance(part, str) else {"mine": part.mine, "theirs": part.theirs}
        for part in clash.merged.parts
    ]
    seen = [
        (
            redline.lines(text_of(c.base), text_of(c.mine), around=0),
            redline.lines(text_of(c.base), text_of(c.theirs), around=0),
            c,
        )
        for c in clash.merged.choices
    ]
    return {
        "number": clash.number,
        "parts": parts,
        "title": clash.title.to_json(),
        "titles": {
            language: {"mine": c.mine, "theirs": c.theirs} for language, c in clash.titles.items()
        },
        "screen": render_template("studio/_clash.html", clash=clash, choices=seen),
    }
