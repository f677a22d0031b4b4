"""Targets beside what was counted, their evidence, and a whole plan from a file."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import storage
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.institutions.public import Permission, may
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.web.throttle import Throttle
from lms.web.transaction import refuse
from lms.workforce.periods import Period, PeriodKind
from lms.workforce.scope import scope
from lms.workforce.targets import operations, plan, policy, queries
from lms.workforce.targets.counting import standings
from lms.workforce.targets.forms import (
    ChangeForm,
    LinkForm,
    PlanForm,
    TargetForm,
    owner_of,
    shown_periods,
)
from lms.workforce.targets.models import EvidencePack, PackState, Target, TargetEvidence
from lms.workforce.targets.operations import Paper
from lms.workforce.targets.pages import TargetPage
from lms.workforce.targets.papers import ENDINGS
from lms.workforce.targets.standing import STATUS_WORDS

bp = Blueprint("targets", __name__, template_folder="templates", url_prefix="/numbers/targets")
packs_an_hour = Throttle(20, 3600)
bp.context_processor(
    lambda: {
        "status_words": STATUS_WORDS,
        "sets_target": policy.sets,
        "sets_any": policy.sets_any,
        "sees_all": current_user.is_authenticated and scope().everywhere,
        "PackState": PackState,
        "period_title": lambda text: Period.parse(text).title,
    }
)


@bp.get("")
@access(may(Permission.NUMBERS_VIEW))
def index() -> ResponseReturnValue:
    period = _year()
    found = queries.listed(period, scope(), request.args.get("after", "")[:12])
    return render_template(
        "targets/index.html",
        standings=standings(found.targets),
        papers=queries.evidence_counts(found.targets),
        after=found.after,
        period=period,
        periods=shown_periods(queries.periods()),
        undo=request.args.get("withdrawn", "")[:12],
    )


def _year() -> Period:
    """The fiscal year that the address names, else this one; what is no period is refused."""
    text = request.args.get("period", "")
    asked = Period.parse(text) if text else Period.now(now())
    return asked if asked.kind is PeriodKind.ALWAYS else Period.of_year(asked.year)


@bp.route("/new", methods=["GET", "POST"])
@access(policy.may_set_any)
def new() -> ResponseReturnValue:
    form = TargetForm.offering()
    if form.accepted:
        try:
            what = {**form.what, "where": scope().bind(form.where)}
            target = operations.set_target(owner_of(form.owner.data), **what, by=account())
            flash(_("The target is set."))
            return redirect(url_for(".show", target_id=target.public_id))
        except NotFound:
            raise
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("targets/form.html", target_form=form, page=None)


@bp.route("/<public:target_id>/edit", methods=["GET", "POST"])
@access(policy.may_set, target=queries.get_target)
def edit(target: Target) -> ResponseReturnValue:
    form = ChangeForm.of(target)
    if form.accepted:
        try:
            operations.change_target(target, **form.typed, by=account())
            flash(_("The target is changed."))
            return redirect(url_for(".show", target_id=target.public_id))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("targets/form.html", target_form=form, page=TargetPage.of(target))


@bp.get("/<public:target_id>")
@access(policy.may_see, target=queries.get_target)
def show(target: Target) -> ResponseReturnValue:
    return render_template(
        "targets/show.html", page=TargetPage.of(target), link_form=LinkForm.read()
    )


@bp.post("/<public:target_id>/withdraw")
@access(policy.may_set, target=queries.get_target)
def withdraw(target: Target) -> ResponseReturnValue:
    operations.withdraw_target(target, by=account())
    year = Period.parse(target.period).year
    return redirect(url_for(".index", period=year or None, withdrawn=target.public_id))


@bp.post("/<public:target_id>/restore")
@access(policy.may_set, target=queries.get_target)
def restore(target: Target) -> ResponseReturnValue:
    try:
        operations.restore_target(target, by=account())
    except operations.AlreadySet as refusal:
        flash(str(refusal), "bad")
        refuse()
        return redirect(url_for(".index"))
    flash(_("The target is back."))
    return redirect(url_for(".show", target_id=target.public_id))


@bp.post("/<public:target_id>/evidence")
@access(policy.may_set, target=queries.get_target)
@takes(22)
def add_evidence(target: Target) -> ResponseReturnValue:
    form = LinkForm.read()
    if form.accepted:
        try:
            _add(target, form)
            flash(_("The evidence is added."))
            return redirect(url_for(".show", target_id=target.public_id) + "#evidence")
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("targets/show.html", page=TargetPage.of(target), link_form=form)


def _add(target: Target, form: LinkForm) -> None:
    upload, link = form.file.data, form.link.data
    has_file = bool(upload and upload.filename)
    if has_file == bool(link):
        raise operations.NoPaper
    told: dict[str, Any] = {"title": form.title.data, "dated": form.dated.data, "by": account()}
    if link:
        operations.add_link(target, link=link, **told)
        return
    content = upload.stream.read(operations.MOST_BYTES + 1)
    kind = operations.checked_paper(upload.filename, content, told["dated"])
    digest = storage.put(content, area=operations.EVIDENCE)
    paper = Paper(digest, upload.filename[-200:], kind, len(content))
    operations.add_paper(target, paper=paper, **told)


@bp.get("/evidence/<public:evidence_id>")
@access(policy.may_see, evidence=queries.get_evidence)
def paper(evidence: TargetEvidence) -> ResponseReturnValue:
    """The file, to keep; nothing that was handed in is shown inside our pages."""
    if evidence.digest is None:
        raise NotFound
    name = evidence.name or f"evidence.{ENDINGS[evidence.content_type]}"
    return _file(evidence.digest, operations.EVIDENCE, evidence.content_type, name)


@bp.post("/evidence/<public:evidence_id>/remove")
@access(policy.may_set, evidence=queries.get_evidence)
def remove_evidence(evidence: TargetEvidence) -> ResponseReturnValue:
    address = url_for(".show", target_id=evidence.target.public_id)
    operations.remove_evidence(evidence, by=account())
    flash(_("The evidence is removed."))
    return redirect(address + "#evidence")


@bp.route("/plan", methods=["GET", "POST"])
@access(policy.may_set_any)
@takes(2)
def import_plan() -> ResponseReturnValue:
    """First what would become of the file, then the same for good."""
    form = PlanForm.read()
    text, lines = _tried(form)
    is_good = bool(lines) and not any(line.problems for line in lines)
    if is_good and request.form.get("do") == "set":
        flash(_("The plan is set."))
        return redirect(url_for(".index"))
    refuse()
    queries.forget_aims()
    return render_template(
        "targets/plan.html",
        plan_form=form,
        lines=lines,
        text=text if is_good else "",
        columns=plan.COLUMNS,
    )


def _tried(form: PlanForm) -> tuple[str, list[plan.Line]]:
    """The text of the plan, and each of its lines as it was set."""
    text = request.form.get("plan", "")
    if not text and not form.accepted:
        return "", []
    try:
        if not text:
            text = plan.read(form.file.data.stream.read(plan.MOST_BYTES + 1))
        return text, plan.set_all(text, owner_of, bind=scope().bind, by=account())
    except DomainError as refusal:
        form.refuse("file", str(refusal))
    return text, []


@bp.get("/plan.csv")
@access(policy.may_set_any)
def plan_example() -> ResponseReturnValue:
    headers = {"Content-Disposition": disposition("thaksa-plan.csv")}
    return Response(plan.example(), content_type="text/csv; charset=utf-8", headers=headers)


@bp.get("/packs")
@access(policy.may_see_all)
def packs() -> ResponseReturnValue:
    return render_template("targets/packs.html", packs=queries.packs(), period=_year())


@bp.post("/packs")
@access(policy.may_see_all)
def ask_pack() -> ResponseReturnValue:
    who = account()
    if packs_an_hour.wait(who.public_id):
        flash(_("Too many packs at once: wait a while."), "bad")
        refuse()
        return redirect(url_for(".packs"))
    packs_an_hour.spend(who.public_id)
    try:
        period = Period.parse(request.form.get("period", ""))
    except DomainError as refusal:
        flash(str(refusal), "bad")
        refuse()
        return redirect(url_for(".packs"))
    pack = operations.ask_pack(period, by=who)
    return redirect(url_for(".pack", pack_id=pack.public_id))


@bp.get("/packs/<public:pack_id>")
@access(policy.may_see_all, pack=queries.get_pack)
def pack(pack: EvidencePack) -> ResponseReturnValue:
    part = request.args.get("part") == "state"
    return render_template("targets/_pack.html" if part else "targets/pack.html", pack=pack)


@bp.get("/packs/<public:pack_id>.pdf")
@access(policy.may_see_all, pack=queries.get_pack)
def pack_file(pack: EvidencePack) -> ResponseReturnValue:
    if pack.digest is None:
        raise NotFound
    return _pack_file(pack.digest, pack.period)


def _pack_file(digest: str, period: str) -> Response:
    return _file(digest, "packs", "application/pdf", f"thaksa-mou-{period}.pdf")


@bp.get("/pack.pdf")
@access(policy.may_see_all)
def latest_pack() -> ResponseReturnValue:
    """The newest one of a period; where there is none, the page that makes it."""
    period = _year()
    found = queries.last_pack(str(period))
    if found is None or found.digest is None:
        return redirect(url_for(".packs", period=str(period)))
    return _pack_file(found.digest, found.period)


def _file(digest: str, area: str, content_type: str, name: str) -> Response:
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Length": str(storage.size(digest, area=area)),
    }
    pieces = storage.open_range(digest, 0, storage.size(digest, area=area), area=area)
    return Response(pieces, content_type=content_type, headers=headers)
