"""Remarks beside the text they are about, for whoever writes, reviews or endorses."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.forms.reviews import CommentForm, ReplyForm
from courses.authoring.models import ReviewComment
from courses.authoring.operations import comments as operations
from courses.authoring.queries import comments as queries
from courses.authoring.queries.drafts import lesson_of, live_of, outline_of
from courses.authoring.queries.endorsing import endorses
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion, Lesson
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course
from courses.learning.blocks import Where, shown_body
from lms.accounts.public import account
from lms.db import db
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.web.access import Policy, access
from lms.web.templating import render_template


def may_remark(course: Course) -> bool:
    """Authors, reviewers, and the agencies that are asked to endorse."""
    by_role = able(Ability.EDIT, course) or able(Ability.REVIEW, course)
    return by_role or endorses(current_user._get_current_object(), course)


remarks = Policy(
    "may comment on the course",
    lambda objects: may_remark(
        getattr(next(iter(objects.values())), "course", next(iter(objects.values())))
    ),
)


@bp.get("/<code>/comments")
@access(may_course(Ability.VIEW), course=get_course)
def comments(course: Course) -> ResponseReturnValue:
    return _page(course, None)


@bp.get("/<code>/comments/<slug>")
@access(may_course(Ability.VIEW), course=get_course)
def lesson_comments(course: Course, slug: str) -> ResponseReturnValue:
    return _page(course, lesson_of(_version(course), slug))


@bp.post("/<code>/comments")
@access(remarks, course=get_course)
def write_comment(course: Course) -> ResponseReturnValue:
    return _write(course, None)


@bp.post("/<code>/comments/<slug>")
@access(remarks, course=get_course)
def comment_lesson(course: Course, slug: str) -> ResponseReturnValue:
    return _write(course, lesson_of(_version(course), slug))


@bp.post("/comments/<public:comment_id>/reply")
@access(remarks, comment=queries.get_comment)
def reply_comment(comment: ReviewComment) -> ResponseReturnValue:
    form = ReplyForm.read()
    if form.accepted:
        operations.reply(comment, form.text.data or "", by=account())
        return _back(comment)
    flash(str(operations.NothingSaid()), "warn")
    return _back(comment)


@bp.post("/comments/<public:comment_id>/resolve")
@access(remarks, comment=queries.get_comment)
def resolve_comment(comment: ReviewComment) -> ResponseReturnValue:
    resolved = request.form.get("resolved") != "no"
    operations.resolve(comment, by=account(), resolved=resolved)
    flash(_("The comment is resolved.") if resolved else _("The comment is open again."))
    return _back(comment)


def _version(course: Course) -> CourseVersion:
    return found(frame(course).draft or live_of(course))


def _write(course: Course, lesson: Lesson | None) -> ResponseReturnValue:
    form = CommentForm.read()
    if not form.accepted:
        return _page(course, lesson, comment_form=form)
    try:
        made = operations.comment(
            _version(course),
            form.text.data or "",
            by=account(),
            lesson=lesson,
            quote=form.quote.data or "",
            prefix=form.prefix.data or "",
            suffix=form.suffix.data or "",
        )
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _page(course, lesson, comment_form=form)
    return _back(made)


def _back(comment: ReviewComment) -> ResponseReturnValue:
    """To the thread, where its lesson still is."""
    head = (
        comment
        if comment.parent_id is None
        else found(db.session.get(ReviewComment, comment.parent_id))
    )
    code, anchor = comment.course.code, f"comment-{head.public_id}"
    version = frame(comment.course).draft or live_of(comment.course)
    lessons = outline_of(version).lessons if version else ()
    slug = next((x.slug for x in lessons if x.key == comment.lesson_key), None)
    if slug is None:
        return redirect(url_for("studio.comments", code=code, _anchor=anchor))
    return redirect(url_for("studio.lesson_comments", code=code, slug=slug, _anchor=anchor))


def _page(course: Course, lesson: Lesson | None, **more: Any) -> str:
    version = _version(course)
    shown, outline = queries.threads(course, lesson), outline_of(version)
    keys = [one.key for one in outline.lessons]
    text = ""
    if lesson is not None and lesson.body:
        where = Where(course.id, lesson.key, preview=True)
        text = shown_body(queries.marked(lesson, shown), where)
    values = {
        "course": course,
        "version": version,
        "lesson": lesson,
        "outline": outline,
        "threads": shown,
        "orphans": [] if lesson else queries.threads_elsewhere(course, keys),
        "counts": queries.open_counts(course),
        "text": text,
        "may_remark": may_remark(course),
        "comment_form": CommentForm.read(),
    }
    return render_template("studio/comments.html", **values | more)
