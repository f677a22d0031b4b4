"""Deleting from a draft so that it can be undone: the same lesson, under the same key."""

from typing import Any

from sqlalchemy import delete, select

from courses.authoring.models import Discarded
from courses.authoring.operations.drafts import KEPT_OF_A_LESSON, lessons_of, touch
from courses.authoring.operations.outline import lay_out, order_of, put_module
from courses.authoring.queries.drafts import modules_of
from courses.content.copies import copy_what_hangs_on
from courses.content.models import CourseVersion, Lesson, LessonKind, Module
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l


class RestoredAlready(DomainError):
    message = _l("It is back already.")


def discard_lesson(version: CourseVersion, lesson: Lesson, *, by: User) -> Discarded:
    """Take the lesson out of the draft; its quiz, assignment and revisions wait where they are."""
    touch(version, by)
    module = db.session.get_one(Module, lesson.module_id)
    content = {"module": _module(module), "lessons": [_lesson(lesson)], "whole": False}
    db.session.execute(delete(Lesson).where(Lesson.id == lesson.id))
    db.session.expunge(lesson)
    lay_out(version, order_of(version))
    return _keep(version, content, by)


def discard_module(version: CourseVersion, module: Module, *, by: User) -> Discarded:
    """Take the module out of the draft with all its lessons."""
    touch(version, by)
    inside = [lesson for lesson in lessons_of(version) if lesson.module_id == module.id]
    inside.sort(key=lambda lesson: lesson.position)
    content = {"module": _module(module), "lessons": [_lesson(it) for it in inside], "whole": True}
    db.session.execute(delete(Lesson).where(Lesson.module_id == module.id))
    db.session.execute(delete(Module).where(Module.id == module.id))
    for gone in (*inside, module):
        db.session.expunge(gone)
    lay_out(version, order_of(version))
    return _keep(version, content, by)


def _module(module: Module) -> dict[str, Any]:
    title = module.title.to_json()
    return {"id": module.id, "position": module.position, "title": title}


def _lesson(lesson: Lesson) -> dict[str, Any]:
    kept = {name: getattr(lesson, name) for name in KEPT_OF_A_LESSON}
    kept |= {"title": lesson.title.to_json(), "kind": lesson.kind.value}
    return kept | {"key": lesson.key, "revision": lesson.revision}


def _keep(version: CourseVersion, content: dict[str, Any], by: User) -> Discarded:
    discarded = Discarded(
        course_id=version.course_id, version_id=version.id, content=content, by_id=by.id
    )
    db.session.add(discarded)
    db.session.flush()  # the way back is shown at once
    keys = [lesson["key"] for lesson in content["lessons"]]
    audit.record("course.discarded", discarded, by=by, course=version.course_id, keys=keys)
    return discarded


def restore(version: CourseVersion, discarded: Discarded, *, by: User) -> None:
    """Put it back where it was, as near as today's outline allows."""
    touch(version, by)
    lock_row(discarded)
    if discarded.restored_at is not None:
        raise RestoredAlready
    content = discarded.content
    keys = [lesson["key"] for lesson in content["lessons"]]
    here = select(Lesson.key).where(Lesson.version_id == version.id, Lesson.key.in_(keys))
    if db.session.scalars(here).first() is not None:
        raise RestoredAlready
    discarded.restored_at = now()
    module, is_new = _place(version, content)
    same = discarded.version_id == version.id
    made = [_put(version, module, lesson, same) for lesson in content["lessons"]]
    order = order_of(version)
    if is_new:
        at = min(content["module"]["position"], len(order)) - 1
        order.insert(at, order.pop(next(i for i, (m, _) in enumerate(order) if m == module.id)))
    inside = next(ids for module_id, ids in order if module_id == module.id)
    for lesson, kept in zip(made, content["lessons"], strict=True):
        inside.remove(lesson.id)
        inside.insert(kept["position"] - 1, lesson.id)
    lay_out(version, order)
    if not same:
        source = db.session.get_one(CourseVersion, discarded.version_id)
        copy_what_hangs_on(source, version, {key: key for key in keys})
    audit.record("course.restored", discarded, by=by, course=version.course_id, keys=keys)


def _place(version: CourseVersion, content: dict[str, Any]) -> tuple[Module, bool]:
    """The module it stood in; where that is gone, one of the same name, or a new one."""
    kept, modules = content["module"], list(modules_of(version))
    title = Localised.of(kept["title"])
    if not content["whole"]:
        same = [m for m in modules if m.id == kept["id"]] or [
            m for m in modules if m.title == title
        ]
        if same:
            return same[0], False
    return put_module(version, title), True


def _put(version: CourseVersion, module: Module, kept: dict[str, Any], same: bool) -> Lesson:
    values = kept | {
        "title": Localised.of(kept["title"]),
        "kind": LessonKind(kept["kind"]),
        "revision": kept["revision"] if same else 0,  # revisions stay with their version
        "position": 100_000 + kept["position"],
    }
    lesson = Lesson(version_id=version.id, module_id=module.id, **values)
    db.session.add(lesson)
    db.session.flush()  # its place is decided next
    return lesson
