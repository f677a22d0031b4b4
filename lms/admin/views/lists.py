"""Code lists and their rows."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account
from lms.admin import operations, queries
from lms.admin.forms import EntryForm, NewEntryForm
from lms.admin.views.blueprint import bp, operates
from lms.admin.wording import LISTS
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import today
from lms.reference.models import CodeEntry
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/lists")
@access(operates)
def lists() -> ResponseReturnValue:
    return render_template("admin/lists.html", sizes=queries.list_sizes(), titles=LISTS)


@bp.route("/lists/<name>", methods=["GET", "POST"])
@access(operates)
def code_list(name: str) -> ResponseReturnValue:
    entries = queries.code_list(name)
    form = NewEntryForm.read(position=max((e.position for e in entries), default=-1) + 1)
    if form.accepted:
        try:
            operations.add_entry(name, by=account(), **form.values)
            flash(_("Saved. Every page knows it within half a minute."))
            return redirect(url_for(".code_list", name=name))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "admin/list.html",
        list_name=name,
        title=LISTS.get(name, name),
        entries=entries,
        entry_form=form,
        today=today(),
    )


@bp.route("/lists/rows/<int:entry_id>", methods=["GET", "POST"])
@access(operates, entry=queries.get_entry)
def entry(entry: CodeEntry) -> ResponseReturnValue:
    form = EntryForm.about(entry)
    if form.accepted:
        operations.change_entry(entry, by=account(), **form.values)
        flash(_("Saved. Every page knows it within half a minute."))
        return redirect(url_for(".code_list", name=entry.list_name))
    return render_template(
        "admin/entry.html", entry=entry, entry_form=form, title=LISTS.get(entry.list_name, "")
    )
