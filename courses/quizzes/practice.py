"""Questions inside the text of a lesson: answered as often as one likes, and nothing is kept.

Without a script the form is sent and the page comes back at the question; with one only the
question is replaced. A preview sends the form to itself.
"""

import zlib
from dataclasses import replace

from flask import request, url_for

from courses.learning.blocks import Where
from courses.quizzes import queries, trial
from courses.quizzes.questions import BY_HAND
from lms.errors import NotFound
from lms.web.templating import render_template

NUMBERS = 9000


def block(public_id: str, where: Where) -> str:
    """The question as HTML, with what came of an answer where this request brings one."""
    try:
        asked = queries.practice(public_id, where.course_id, is_draft=where.preview)
    except NotFound:
        return ""
    if asked.kind in BY_HAND:
        return ""
    definition = trial.ask_split([(asked.kind, asked.body, asked.points)], language=asked.language)
    named = replace(definition.questions[0], number=1000 + zlib.crc32(public_id.encode()) % NUMBERS)
    definition = replace(definition, questions=(named,))
    sent = request.args if where.preview else request.form
    form = sent.to_dict(flat=False) if sent.get("question") == public_id else None
    sheet = trial.sheet(definition, 0, form)
    outcomes = None
    if form is not None and not sheet.page.wrong and sheet.questions[0].given:
        keys = {named.id: queries.practice_key(asked.version_id)}
        outcomes = trial.mark(definition, keys, form)
    return render_template(
        "quizzes/_practice.html",
        public_id=public_id,
        sheet=sheet,
        q=sheet.questions[0],
        came=outcomes.questions[0] if outcomes else None,
        empty=form is not None and outcomes is None and not sheet.page.wrong,
        action=_action(public_id, where),
        preview=where.preview,
    )


def _action(public_id: str, where: Where) -> str:
    """Back to the place of the question."""
    if where.preview:
        return f"{request.path}#question-{public_id}"
    slug = (request.view_args or {}).get("slug", "")
    return url_for(
        "quizzes.practise", run_id=where.run_id, slug=slug, _anchor=f"question-{public_id}"
    )
