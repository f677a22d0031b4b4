"""The twelve demo courses: read from their folders, written by the same operations as everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from courses.public import (
    Course,
    LessonDraft,
    LessonKind,
    Level,
    Mode,
    ModuleDraft,
    Pace,
    add_media,
    create_course,
    draft_version,
    outline,
    publish,
    write_quiz,
)
from lms.accounts.public import User
from lms.demo import figures, paper, video
from lms.i18n import Localised
from lms.institutions.public import Institution

FOLDER = Path(__file__).parent / "courses"
CODES = sorted(path.parent.name for path in FOLDER.glob("*/course.yaml"))
_not_yet = (
    "<aside class='callout'><p><strong>บทเรียนนี้เรียนกับผู้สอนในวันอบรม</strong></p>"
    "<p>เนื้อหาฉบับเต็มจะเปิดให้อ่านที่นี่ก่อนวันเริ่มรุ่น ระหว่างนี้ดูหัวข้อและเวลาที่ใช้ได้จากโครงร่างเนื้อหา</p></aside>"
)


@dataclass
class Drawn:
    """What takes long to make, made before the transaction."""

    videos: dict[str, video.Video]
    handouts: dict[str, bytes]
    figures: dict[str, bytes]


def describe(code: str) -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / code / "course.yaml").read_text(encoding="utf-8")))


def draw(code: str) -> Drawn:
    """Figures with their letters, videos and handouts of one course."""
    folder, videos, handouts = FOLDER / code, {}, {}
    for module in describe(code)["modules"]:
        for lesson in module["lessons"]:
            source = lesson.get("source")
            if lesson["kind"] == "video" and source:
                videos[lesson["key"]] = video.make(_yaml(folder / source), folder)
            elif lesson["kind"] == "file" and source:
                html = (folder / source).read_text(encoding="utf-8")
                handouts[lesson["key"]] = paper.handout(html, lesson["title"]["th"], folder)
    drawn = {
        path.name: figures.with_letters(path.read_text(encoding="utf-8")).encode()
        for path in sorted((folder / "figures").glob("*.svg"))
    }
    return Drawn(videos, handouts, drawn)


def write(code: str, drawn: Drawn, institutions: Mapping[str, Institution], by: User) -> Course:
    """Create and publish one course."""
    about = describe(code)
    course = create_course(
        institutions[about["owner"]],
        code=code,
        title=Localised.of(about["title"]),
        summary=Localised.of(about["summary"]),
        level=Level(about["level"]),
        hours=Decimal(str(about["hours"])),
        mode=Mode(about["mode"]),
        pace=Pace(about["pace"]),
        document=about["document"],
        cover=about["cover"],
        language=about["language"],
        outcomes=[Localised.of(o) for o in about["outcomes"]],
        partners=[institutions[p] for p in about.get("partners", ())],
        dimensions=about["dimensions"],
        target_groups=about["target_groups"],
        smart_city_domains=about.get("smart_city_domains", ()),
        skills=about["skills"],
        by=by,
    )
    pictures = {
        name: _address(
            add_media(course, name=name, content=svg, content_type="image/svg+xml", by=by)
        )
        for name, svg in drawn.figures.items()
    }
    modules = [
        ModuleDraft(
            Localised.of(module["title"]),
            [_lesson(course, code, lesson, drawn, pictures, by) for lesson in module["lessons"]],
        )
        for module in about["modules"]
    ]
    version = draft_version(course, modules, by=by)
    keys = {lesson.slug: lesson.key for lesson in outline(version.id).lessons}
    for module in about["modules"]:
        for lesson in module["lessons"]:
            if lesson["kind"] == "quiz":
                quiz = _yaml(FOLDER / code / lesson["source"])
                write_quiz(
                    version,
                    keys[lesson["key"]],
                    title=Localised.of(lesson["title"]),
                    role=quiz["role"],
                    pass_percent=quiz.get("pass_percent"),
                    attempts=quiz.get("attempts"),
                    minutes=quiz.get("minutes"),
                    shuffle=quiz.get("shuffle", True),
                    review=quiz.get("review", "submitted"),
                    questions=quiz["questions"],
                )
    return publish(version, by=by)


def _lesson(
    course: Course,
    code: str,
    lesson: dict[str, Any],
    drawn: Drawn,
    pictures: dict[str, str],
    by: User,
) -> LessonDraft:
    kind, key, body = LessonKind(lesson["kind"]), lesson["key"], ""
    settings: dict[str, Any] = {}
    if kind is LessonKind.ARTICLE:
        body = _article(code, lesson.get("source"), pictures)
    elif kind is LessonKind.VIDEO:
        settings, body = _film(course, key, drawn.videos[key], by)
    elif kind is LessonKind.FILE:
        name = f"{lesson['title']['th']}.pdf"
        settings["file"] = _address(
            add_media(
                course,
                name=name,
                content=drawn.handouts[key],
                content_type="application/pdf",
                by=by,
            )
        )
        settings |= {"name": name, "size": len(drawn.handouts[key])}
    elif kind is LessonKind.QUIZ:
        settings["role"] = _yaml(FOLDER / code / lesson["source"])["role"]
    elif kind is LessonKind.SURVEY:
        settings["survey"] = lesson["source"]
    return LessonDraft(
        slug=key,
        kind=kind,
        title=Localised.of(lesson["title"]),
        minutes=int(lesson["minutes"]),
        body=body,
        settings=settings,
    )


def _article(code: str, source: str | None, pictures: dict[str, str]) -> str:
    if source is None:
        return _not_yet
    html = (FOLDER / code / source).read_text(encoding="utf-8")
    for name, address in pictures.items():
        html = html.replace(f'src="figures/{name}"', f'src="{address}"')
    return html


def _film(course: Course, key: str, film: video.Video, by: User) -> tuple[dict[str, Any], str]:
    """Settings of a video lesson (addresses, seconds, captions) and its transcript as the body."""
    parts = {
        "source": (f"{key}.mp4", film.movie, "video/mp4"),
        "poster": (f"{key}.jpg", film.poster, "image/jpeg"),
        "captions": (f"{key}.th.vtt", film.captions.encode(), "text/vtt"),
    }
    settings: dict[str, Any] = {
        part: _address(add_media(course, name=name, content=content, content_type=kind, by=by))
        for part, (name, content, kind) in parts.items()
    }
    return settings | {"seconds": film.seconds, "captions_language": "th"}, film.transcript


def _address(media: Any) -> str:
    ascii_name = media.name if media.name.isascii() else f"file.{media.name.rpartition('.')[2]}"
    return f"/media/{media.public_id}/{ascii_name}"


def _yaml(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
