"""Shaping the outline of a draft: adding, renaming, ordering, duplicating."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from courses.authoring.kinds import Kind
from courses.authoring.operations.drafts import OutlineMoved, lessons_of, touch
from courses.authoring.operations.lessons import change_settings
from courses.authoring.queries.drafts import modules_of
from courses.content.copies import copy_what_hangs_on
from courses.content.models import CourseVersion, Lesson, LessonKey, LessonKind, Module
from courses.quizzes.operations import write_quiz
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

LETTERS = "bcdfghjkmnpqrstvwxyz"
MOST_LESSONS = 500
Order = list[tuple[int, list[int]]]


class Nameless(DomainError):
    message = _l("Give it a name.")
    field = "title"


class TooManyLessons(DomainError):
    message = _l("A course holds at most 500 lessons. Make another course of some of them.")


class NowhereToGo(DomainError):
    message = _l("It cannot be moved there.")


def order_of(version: CourseVersion) -> Order:
    """The tree as it stands: ids of modules with the ids of their lessons."""
    order: dict[int, list[int]] = {module.id: [] for module in modules_of(version)}
    for lesson in sorted(lessons_of(version), key=lambda lesson: lesson.position):
        order[lesson.module_id].append(lesson.id)
    return list(order.items())


def lay_out(version: CourseVersion, order: Order) -> None:
    """Put everything where `order` says; what moves steps aside first, so no two stand on one."""
    modules = {module.id: module for module in modules_of(version)}
    lessons = {lesson.id: lesson for lesson in lessons_of(version)}
    moved_modules = [
        (module_id, place)
        for place, (module_id, _) in enumerate(order, start=1)
        if modules[module_id].position != place
    ]
    moved_lessons = [
        (lesson_id, module_id, place)
        for module_id, ids in order
        for place, lesson_id in enumerate(ids, start=1)
        if (lessons[lesson_id].module_id, lessons[lesson_id].position) != (module_id, place)
    ]
    _step_aside(Module, [module_id for module_id, _ in moved_modules])
    _step_aside(Lesson, [lesson_id for lesson_id, _, _ in moved_lessons])
    for module_id, place in moved_modules:
        _stand(modules[module_id], place)
    for lesson_id, module_id, place in moved_lessons:
        lessons[lesson_id].module_id = module_id
        _stand(lessons[lesson_id], place)
    db.session.flush()  # whoever asked reads the order


def _step_aside(model: type[Module] | type[Lesson], ids: list[int]) -> None:
    if ids:
        aside = update(model).where(model.id.in_(ids)).values(position=-model.id)
        db.session.execute(aside, execution_options={"synchronize_session": False})


def _stand(thing: Module | Lesson, place: int) -> None:
    """The same place in another module is written too: it stepped aside in the database."""
    thing.position = place
    flag_modified(thing, "position")


def arrange(
    version: CourseVersion, tree: Sequence[tuple[int, Sequence[str]]], *, edit: int, by: User
) -> int:
    """The whole tree in a new order, as seen at `edit`: modules by id, lessons by slug."""
    number = touch(version, by, edit=edit)
    ids = {lesson.slug: lesson.id for lesson in lessons_of(version)}
    present = order_of(version)
    slugs = [slug for _, inside in tree for slug in inside]
    if sorted(slugs) != sorted(ids) or sorted(m for m, _ in tree) != sorted(m for m, _ in present):
        raise OutlineMoved
    lay_out(version, [(module_id, [ids[slug] for slug in inside]) for module_id, inside in tree])
    return number


def add_module(version: CourseVersion, title: Localised, *, by: User) -> Module:
    """A new module at the end."""
    touch(version, by)
    _named(title)
    return put_module(version, title)


def put_module(version: CourseVersion, title: Localised) -> Module:
    last = max((module.position for module in modules_of(version)), default=0)
    module = Module(version_id=version.id, position=last + 1, title=title)
    db.session.add(module)
    db.session.flush()  # lessons refer to it
    return module


def rename_module(version: CourseVersion, module: Module, title: Localised, *, by: User) -> None:
    touch(version, by)
    _named(title)
    module.title = title


def add_lesson(
    version: CourseVersion, module: Module, kind: Kind, title: Localised, *, by: User
) -> Lesson:
    """A new lesson at the end of a module, with what its kind begins with."""
    touch(version, by)
    _named(title)
    if len(lessons_of(version)) >= MOST_LESSONS:
        raise TooManyLessons
    return put_lesson(version, module, kind, title, minutes=kind.minutes)


def put_lesson(
    version: CourseVersion,
    module: Module,
    kind: Kind,
    title: Localised,
    *,
    minutes: int,
    **more: Any,
) -> Lesson:
    """The lesson itself; the version is held already."""
    key = new_key(version)
    lesson = Lesson(
        version_id=version.id,
        module_id=module.id,
        key=key.key,
        slug=key.slug,
        position=_next_place(module),
        kind=kind.kind,
        title=title,
        minutes=minutes,
        settings={"role": kind.role} if kind.role else {},
        **more,
    )
    db.session.add(lesson)
    db.session.flush()  # whoever asked links to it
    if kind.kind is LessonKind.QUIZ:
        write_quiz(version, lesson.key, title=title, role=kind.role, questions=(), **kind.quiz)
    return lesson


def new_key(version: CourseVersion) -> LessonKey:
    """A new identity; nobody types or reads its slug."""
    slug = "lesson-" + "".join(secrets.choice(LETTERS) for _ in range(8))
    key = LessonKey(course_id=version.course_id, slug=slug)
    db.session.add(key)
    db.session.flush()  # the key is the database's
    return key


def _next_place(module: Module) -> int:
    places = db.session.scalars(select(Lesson.position).where(Lesson.module_id == module.id)).all()
    return max(places, default=0) + 1


def change_lesson(version: CourseVersion, lesson: Lesson, *, by: User, **values: Any) -> None:
    """Its title, minutes or whether it is required, as a revision; what is not named stays."""
    touch(version, by)
    kept = {name: getattr(lesson, name) for name in ("title", "minutes", "required")}
    change_settings(version.course, lesson.slug, by=by, **kept | values)


def _named(title: Localised) -> None:
    if not title:
        raise Nameless


def move_module(version: CourseVersion, module: Module, step: int, *, edit: int, by: User) -> None:
    """One place up (-1) or down (1)."""
    touch(version, by, edit=edit)
    order = order_of(version)
    at = next(i for i, (module_id, _) in enumerate(order) if module_id == module.id)
    if not 0 <= at + step < len(order):
        raise NowhereToGo
    order.insert(at + step, order.pop(at))
    lay_out(version, order)


def step_lesson(version: CourseVersion, lesson: Lesson, step: int, *, edit: int, by: User) -> None:
    """One place up (-1) or down (1); over the edge of its module into the next one."""
    touch(version, by, edit=edit)
    order = order_of(version)
    at = next(i for i, (module_id, _) in enumerate(order) if module_id == lesson.module_id)
    inside = order[at][1]
    place = inside.index(lesson.id) + step
    if 0 <= place < len(inside):
        inside.remove(lesson.id)
        inside.insert(place, lesson.id)
    elif 0 <= at + step < len(order):
        inside.remove(lesson.id)
        beside = order[at + step][1]
        beside.insert(len(beside) if step < 0 else 0, lesson.id)
    else:
        raise NowhereToGo
    lay_out(version, order)


def send_lesson(version: CourseVersion, lesson: Lesson, module: Module, *, by: User) -> None:
    """To the end of another module."""
    touch(version, by)
    order = order_of(version)
    for module_id, inside in order:
        if lesson.id in inside:
            inside.remove(lesson.id)
        if module_id == module.id:
            inside.append(lesson.id)
    lay_out(version, order)


def duplicate_lesson(version: CourseVersion, lesson: Lesson, *, by: User) -> Lesson:
    """The same once more right below it, with a quiz or assignment of its own."""
    touch(version, by)
    if len(lessons_of(version)) >= MOST_LESSONS:
        raise TooManyLessons
    copy = _copy(version, lesson, db.session.get_one(Module, lesson.module_id), again(lesson.title))
    order = order_of(version)
    inside = next(ids for module_id, ids in order if module_id == lesson.module_id)
    inside.remove(copy.id)
    inside.insert(inside.index(lesson.id) + 1, copy.id)
    lay_out(version, order)
    copy_what_hangs_on(version, version, {lesson.key: copy.key})
    return copy


def duplicate_module(version: CourseVersion, module: Module, *, by: User) -> Module:
    """The module with all its lessons once more right below it."""
    touch(version, by)
    every = sorted(lessons_of(version), key=lambda lesson: lesson.position)
    inside = [lesson for lesson in every if lesson.module_id == module.id]
    if len(every) + len(inside) > MOST_LESSONS:
        raise TooManyLessons
    copy = put_module(version, again(module.title))
    copies = [_copy(version, lesson, copy, lesson.title) for lesson in inside]
    order = order_of(version)
    at = next(i for i, (module_id, _) in enumerate(order) if module_id == module.id)
    order.insert(at + 1, order.pop())
    lay_out(version, order)
    keys = {old.key: new.key for old, new in zip(inside, copies, strict=True)}
    copy_what_hangs_on(version, version, keys)
    return copy


def _copy(version: CourseVersion, lesson: Lesson, module: Module, title: Localised) -> Lesson:
    key = new_key(version)
    copy = Lesson(
        version_id=version.id,
        module_id=module.id,
        key=key.key,
        slug=key.slug,
        position=_next_place(module),
        kind=lesson.kind,
        title=title,
        minutes=lesson.minutes,
        required=lesson.required,
        body=lesson.body,
        settings=dict(lesson.settings),
    )
    db.session.add(copy)
    db.session.flush()  # what hangs on it refers to its key
    return copy


def again(title: Localised) -> Localised:
    """What a copy is called, in each language that the title has."""
    return Localised(
        f"{title.th} (สำเนา)" if title.th else "", f"{title.en} (copy)" if title.en else ""
    )
