"""Captions of a film: the languages there are, files in and out, and the page where they are cut."""

from collections.abc import Sequence

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.forms.videos import (
    CaptionFileForm,
    CueTextForm,
    LanguageForm,
    ShiftForm,
)
from courses.authoring.operations import captions as operations
from courses.authoring.queries.captions import captions_of, get_caption
from courses.authoring.views.blueprint import bp
from courses.authoring.views.videos import of
from courses.content import captions as cues
from courses.content import films, readability
from courses.content.models import Caption, Media
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_media
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse

Notes = Sequence[cues.Problem]


@bp.get("/<code>/media/<public:media_id>/captions")
@access(may_course(Ability.VIEW), media=get_media)
def captions(media: Media, code: str) -> ResponseReturnValue:
    return _languages(of(media, code), CaptionFileForm.read(), LanguageForm.read())


@bp.post("/<code>/media/<public:media_id>/captions")
@access(may_course(Ability.EDIT), media=get_media)
def upload_captions(media: Media, code: str) -> ResponseReturnValue:
    form = CaptionFileForm.read()
    of(media, code)
    problems: Notes = ()
    if form.accepted:
        try:
            reading = cues.read(cues.decode(form.content))
            operations.begin_captions(
                media,
                form.language.data,
                reading.cues,
                replace=bool(form.replace.data),
                by=account(),
            )
        except cues.NotCaptions as refusal:
            form.refuse("file", str(refusal))
            problems = refusal.problems
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
        else:
            flash(_("%(count)s captions taken over.", count=len(reading.cues)))
            for note in reading.notes[:5]:
                flash(str(note), "info")
            return _to_cues(media, form.language.data)
    return _languages(media, form, LanguageForm.read(formdata=None), problems)


@bp.post("/<code>/media/<public:media_id>/captions/new")
@access(may_course(Ability.EDIT), media=get_media)
def begin_captions(media: Media, code: str) -> ResponseReturnValue:
    """An empty list, to be written beside the video."""
    form = LanguageForm.read()
    of(media, code)
    try:
        operations.begin_captions(media, form.language.data or "", by=account())
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _languages(media, CaptionFileForm.read(formdata=None), form)
    return _to_cues(media, form.language.data)


@bp.get("/<code>/media/<public:media_id>/captions/<language>")
@access(may_course(Ability.VIEW), media=get_media)
def cue_list(media: Media, code: str, language: str) -> ResponseReturnValue:
    caption = get_caption(of(media, code), language)
    return _cue_page(caption, _text_form(caption))


@bp.post("/<code>/media/<public:media_id>/captions/<language>")
@access(may_course(Ability.EDIT), media=get_media)
def save_cues(media: Media, code: str, language: str) -> ResponseReturnValue:
    """From the script as JSON, again and again; from the plain form as one text."""
    caption = get_caption(of(media, code), language)
    return _save_json(caption) if is_fetch() else _save_text(caption)


def _save_json(caption: Caption) -> ResponseReturnValue:
    sent = request.get_json(silent=True)
    sent = sent if isinstance(sent, dict) else {}
    try:
        kept = cues.from_json(sent.get("cues"))
        base = sent.get("base")
        operations.save_captions(
            caption, kept, base=base if isinstance(base, int) else -1, by=account()
        )
    except operations.CaptionsMoved as refusal:
        refuse()
        return jsonify(error=str(refusal), edit=caption.edit, cues=caption.cues), 409
    except cues.NotCaptions as refusal:
        refuse()
        return jsonify(error=str(refusal)), 422
    return jsonify(edit=caption.edit, saved_at=dates.clock(now(), current_locale()))


def _save_text(caption: Caption) -> ResponseReturnValue:
    form = CueTextForm.read()
    problems: Notes = ()
    if form.accepted:
        try:
            reading = cues.read(form.text.data or "")
            operations.save_captions(caption, reading.cues, base=form.base.data or 0, by=account())
        except cues.NotCaptions as refusal:
            form.refuse("text", str(refusal))
            problems = refusal.problems
        except operations.CaptionsMoved:
            form.base.raw_data, form.base.data = None, caption.edit
            form.refuse(
                "text",
                _(
                    "Somebody else changed these captions meanwhile. Your text is kept here; save "
                    "it again to put it in the place of theirs."
                ),
            )
        else:
            flash(_("Saved."))
            return _to_cues(caption.media, caption.language)
    return _cue_page(caption, form, problems)


@bp.post("/<code>/media/<public:media_id>/captions/<language>/shift")
@access(may_course(Ability.EDIT), media=get_media)
def shift_cues(media: Media, code: str, language: str) -> ResponseReturnValue:
    caption = get_caption(of(media, code), language)
    form = ShiftForm.read()
    if form.accepted and form.amount is not None:
        operations.shift_captions(caption, form.amount, by=account())
        flash(_("All captions are moved."))
    else:
        refuse()
        flash(_("Write the seconds like 1.5 or -0.8."), "warn")
    return _to_cues(media, language)


@bp.post("/<code>/media/<public:media_id>/captions/<language>/delete")
@access(may_course(Ability.EDIT), media=get_media)
def remove_captions(media: Media, code: str, language: str) -> ResponseReturnValue:
    caption = get_caption(of(media, code), language)
    operations.remove_captions(caption, by=account())
    flash(_("The captions are deleted."))
    return redirect(url_for(".captions", code=code, media_id=media.public_id))


def _languages(
    media: Media, form: CaptionFileForm, empty: LanguageForm, problems: Notes = ()
) -> str:
    form.offer()
    empty.offer()
    empty.language.id = "new-language"  # two forms on one page
    return render_template(
        "studio/captions.html",
        course=media.course,
        media=media,
        film=films.video_of(media),
        languages=captions_of(media),
        caption_form=form,
        language_form=empty,
        problems=problems,
        may_edit=able(Ability.EDIT, media.course),
        shown_name=films.label_of,
    )


def _cue_page(caption: Caption, form: CueTextForm, problems: Notes = ()) -> str:
    media = caption.media
    said = [cues.Cue(*cue) for cue in caption.cues]
    return render_template(
        "studio/cues.html",
        course=media.course,
        media=media,
        caption=caption,
        label=films.label_of(caption.language, caption.label),
        film=films.video_of(media),
        text_form=form,
        shift_form=ShiftForm.read(formdata=None),
        problems=problems,
        cues=said,
        doubts=readability.advice(said, caption.language, float(media.duration or 0)),
        may_edit=able(Ability.EDIT, media.course),
    )


def _text_form(caption: Caption) -> CueTextForm:
    said = [cues.Cue(*cue) for cue in caption.cues]
    text = cues.to_vtt(said).removeprefix("WEBVTT\n\n")
    return CueTextForm.read(text=text, base=caption.edit)


def _to_cues(media: Media, language: str) -> ResponseReturnValue:
    return redirect(
        url_for(".cue_list", code=media.course.code, media_id=media.public_id, language=language)
    )
