"""How a change of a draft is answered: in place for a script, by a new page for everybody else."""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.operations import drafts, gate
from courses.authoring.queries.drafts import draft_of, outline_of
from courses.authoring.queries.outline import last_edit, sum_of
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion
from lms.accounts.public import User, account
from lms.clock import now
from lms.db import db
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.web.templating import render_template
from lms.web.transaction import refuse

Change = Callable[[CourseVersion, User], Any]
CONFLICTS = (drafts.OutlineMoved, drafts.Archived, gate.DraftLocked, gate.DraftPublished)


def wants_json() -> bool:
    """A script that changes one thing in place asks for JSON; one that swaps the page does not."""
    return request.accept_mimetypes.best == "application/json"


def act(
    course: Course, change: Change, *, anchor: str = "", said: str = "", **where: Any
) -> ResponseReturnValue:
    """Change the draft; a refusal is said on the outline as it stands now."""
    by = account()
    try:
        version = drafts.open_draft(course, by)
        made = change(version, by)
    except NotFound:
        raise
    except DomainError as refusal:
        return refused(course, refusal, anchor)
    if wants_json():
        return jsonify(_told(course, version))
    if said:
        flash(said)
    anchor = anchor or _anchor(made)
    return redirect(url_for(".course", code=course.code, _anchor=anchor or None, **where))


def _told(course: Course, version: CourseVersion) -> dict[str, Any]:
    """What a script shows after a change in place: the edit it looks at now and the sums."""
    db.session.flush()  # the sums are read from the database
    outline = outline_of(version)
    total = sum_of(course, version, outline)
    return {
        "edit": version.edit,
        "saved_at": dates.clock(now(), current_locale()),
        "sums": {m.id: dates.duration(m.minutes, current_locale()) for m in outline},
        "hours": render_template(
            "studio/_hours.html", course=course, total=total, here=frame(course)
        ),
    }


def _anchor(made: Any) -> str:
    """The new thing's own place on the page."""
    slug = getattr(made, "slug", None)
    return str(slug) if slug else f"module-{made.id}" if hasattr(made, "position") else ""


def refused(course: Course, refusal: DomainError, anchor: str = "") -> ResponseReturnValue:
    refuse()
    message = conflict(course) if isinstance(refusal, drafts.OutlineMoved) else str(refusal)
    if wants_json():
        return jsonify({"error": message}), 409 if isinstance(refusal, CONFLICTS) else 400
    flash(message, "warn")
    return redirect(url_for(".course", code=course.code, _anchor=anchor or None))


def conflict(course: Course) -> str:
    """Somebody came first: who, when, and what happens now."""
    draft = draft_of(course)
    last = last_edit(draft, current_user.id) if draft else None
    if last is None:
        return _(
            "You changed the outline in another window. This is how it stands now; your last move "
            "was not kept."
        )
    return _(
        "%(name)s changed the outline (%(when)s). This is how it stands now; your last move was "
        "not kept.",
        name=last.name,
        when=dates.relative(last.at, now(), current_locale()),
    )
