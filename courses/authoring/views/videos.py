"""The middle of a video lesson's page in the studio, and what is done to its film."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.editors import Editor
from courses.authoring.forms.file_lesson import as_html, as_text, is_plain
from courses.authoring.forms.videos import FilmUploadForm, PosterForm, VideoForm
from courses.authoring.operations import videos as operations
from courses.authoring.queries import drafts
from courses.authoring.queries.captions import captions_of
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.authoring.views.lesson import lesson_page
from courses.authoring.views.media import PLAIN_FORM, on_disk
from courses.content import filming, films, posters, quota
from courses.content import media as files
from courses.content.models import Course, CourseVersion, Lesson, Media, MediaKind
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course, get_media
from courses.learning.operations import COVERAGE
from lms.accounts.public import account
from lms.db import let_go
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse


def editor(course: Course, version: CourseVersion, lesson: Lesson) -> Editor:
    """The provider for lessons of kind video."""
    return _editor(course, lesson, _form_of(lesson), FilmUploadForm.read())


def _form_of(lesson: Lesson) -> VideoForm:
    return VideoForm.read(
        title_th=lesson.title.th,
        title_en=lesson.title.en,
        media=lesson.settings.get("media", ""),
        coverage=lesson.settings.get("coverage", COVERAGE),
        minutes=lesson.minutes,
        required=lesson.required,
        description=as_text(lesson.body),
        base=lesson.revision,
    )


def _editor(course: Course, lesson: Lesson, form: VideoForm, uploading: FilmUploadForm) -> Editor:
    settings = lesson.settings
    known = films.films_of(course.id)
    chosen = settings.get("media") or ""
    media = next((film for film in known if film.public_id == chosen), None)
    old = settings.get("source", "")
    form.offer(known, empty=_("The video of before") if old else _("No video yet"))
    picture = PosterForm.read()
    picture.offer(films.films_of(course.id, (MediaKind.IMAGE,)))
    return Editor(
        "studio/editors/video.html",
        {
            "video_form": form,
            "upload_form": uploading,
            "poster_form": picture,
            "media": media,
            "film": films.video_of(media) if media else None,
            "old_source": old,
            "old_poster": settings.get("poster"),
            "languages": captions_of(media) if media else [],
            "films": films,
            "size_words": quota.size_words,
            "plain_description": is_plain(lesson.body) and not old,
            "most": PLAIN_FORM,
        },
    )


@bp.post("/<code>/lessons/<slug>/video")
@access(may_course(Ability.EDIT), course=get_course)
def save_video(course: Course, slug: str) -> ResponseReturnValue:
    form = VideoForm.read()
    lesson = _lesson(course, slug)
    if form.accepted:
        plain = is_plain(lesson.body) and not lesson.settings.get("source")
        video = operations.VideoLesson(
            base=form.base.data or 0,
            title=form.title,
            minutes=form.minutes.data or 0,
            required=bool(form.required.data),
            media=form.media.data or "",
            coverage=form.coverage.data or COVERAGE,
            body=as_html(form.description.data or "") if plain else lesson.body,
        )
        try:
            operations.save_video(course, slug, video, by=account())
        except NotFound:
            raise
        except DomainError as refusal:
            form.refuse(refusal.field if refusal.field in form else None, str(refusal))
        else:
            flash(_("Saved."))
            return redirect(url_for(".lesson", code=course.code, slug=slug))
    lesson = _lesson(course, slug)
    return lesson_page(course, slug, _editor(course, lesson, form, FilmUploadForm.read()))


@bp.post("/<code>/lessons/<slug>/video/upload")
@access(may_course(Ability.EDIT), course=get_course)
@takes(PLAIN_FORM + 1)
def upload_video(course: Course, slug: str) -> ResponseReturnValue:
    """The plain form: the whole file in one request, and the lesson shows it."""
    code, form = course.code, FilmUploadForm.read()
    _lesson(course, slug)
    if not form.accepted:
        return _refused_upload(course, slug, form)
    let_go()  # nobody waits for the database while the file is read
    try:
        with on_disk(form.file.data) as path:
            received = files.receive(path, form.file.data.filename or "")
        course = get_course(code)
        film = files.add(course, received, by=account())
        operations.show_film(course, slug, film, by=account())
    except DomainError as refusal:
        form.refuse("file", str(refusal))
        return _refused_upload(get_course(code), slug, form)
    flash(_("The video is here. It is being prepared for phones and slow lines."))
    return redirect(url_for(".lesson", code=code, slug=slug))


def _refused_upload(course: Course, slug: str, form: FilmUploadForm) -> ResponseReturnValue:
    lesson = _lesson(course, slug)
    empty = _form_of(lesson)
    return lesson_page(course, slug, _editor(course, lesson, empty, form))


@bp.post("/<code>/lessons/<slug>/video/show")
@access(may_course(Ability.EDIT), course=get_course)
def show_film(course: Course, slug: str) -> ResponseReturnValue:
    """A film that has just been uploaded in pieces: the lesson shows it."""
    film = get_media(request.form.get("media", ""))
    operations.show_film(course, slug, film, by=account())
    if is_fetch():
        return jsonify(address=url_for(".lesson", code=course.code, slug=slug))
    return redirect(url_for(".lesson", code=course.code, slug=slug))


@bp.get("/<code>/media/<public:media_id>/film")
@access(may_course(Ability.VIEW), media=get_media)
def film_state(media: Media, code: str) -> ResponseReturnValue:
    """How far the film is; asked again and again by its page."""
    of(media, code)
    return render_template("studio/_film_state.html", media=media, films=films)


@bp.post("/<code>/media/<public:media_id>/film/stop")
@access(may_course(Ability.EDIT), media=get_media)
def stop_film(media: Media, code: str) -> ResponseReturnValue:
    try:
        filming.stop(of(media, code), by=account())
    except filming.NothingToStop as refusal:
        refuse()
        flash(str(refusal))
    return _back(media)


@bp.post("/<code>/media/<public:media_id>/film/again")
@access(may_course(Ability.EDIT), media=get_media)
def make_film_again(media: Media, code: str) -> ResponseReturnValue:
    filming.again(of(media, code), by=account())
    flash(_("The video is being prepared."))
    return _back(media)


@bp.post("/<code>/media/<public:media_id>/film/poster")
@access(may_course(Ability.EDIT), media=get_media)
def choose_poster(media: Media, code: str) -> ResponseReturnValue:
    form = PosterForm.read()
    of(media, code)
    if not form.accepted:
        flash(
            "; ".join(str(error) for field in form.wrong_fields() for error in field.errors), "warn"
        )
        return _back(media)
    try:
        if form.image.data:
            posters.take_image(media, get_media(form.image.data), by=account())
            flash(_("The picture is changed."))
        else:
            posters.choose(media, second=form.moment or 0.0, by=account())
            flash(_("The picture changes in a moment."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return _back(media)


def of(media: Media, code: str) -> Media:
    """A film of the course in the address and of no other."""
    if media.course.code != code.upper() or media.kind not in films.KINDS:
        raise NotFound
    return media


def _back(media: Media) -> ResponseReturnValue:
    """To the lesson one came from, else to the file."""
    slug = request.form.get("lesson", "")
    if slug:
        return redirect(url_for(".lesson", code=media.course.code, slug=slug))
    return redirect(url_for(".file", code=media.course.code, media_id=media.public_id))


def _lesson(course: Course, slug: str) -> Lesson:
    here = frame(course)
    version = here.draft or drafts.live_of(course)
    if version is None:
        raise NotFound
    return drafts.lesson_of(version, slug)
