"""`flask quizzes`: questions from files into a bank, and out of one."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from courses.content.models import Course
from courses.quizzes import exchange
from courses.quizzes.bank import Scope, Wish, stock
from courses.quizzes.operations.importing import Brought, Refused, import_questions, looked_at
from lms.db import db, one_transaction
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.institutions.public import get_institution

cli = AppGroup("quizzes", help="Questions from files into a bank, and out of one.")


def _bank(course_code: str | None, institution_code: str | None) -> tuple[Scope, Course | None]:
    """The bank that the options name; without them the one that all share."""
    if course_code and institution_code:
        raise click.UsageError(_("Name a course or an institution, not both."))
    if course_code:
        course = found(db.session.scalar(select(Course).filter_by(code=course_code.upper())))
        return Scope(course_id=course.id), course
    if institution_code:
        return Scope(institution_id=get_institution(institution_code).id), None
    return Scope(shared=True), None


def _format_names() -> list[str]:
    return [each.name for each in exchange.formats()]


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course", "course_code", help="Into the bank of this course.")
@click.option("--institution", "institution_code", help="Into the bank of this institution.")
@click.option("--format", "format_name", help="gift or excel; without it the file's ending says.")
@click.option("--tag", "tags", multiple=True, help="A tag for every question; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@click.option("--skip-bad", is_flag=True, help="Bring in the good ones where others have errors.")
@click.option("--keep-duplicates", is_flag=True, help="Also those that stand in the bank already.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_file(
    file: Path,
    course_code: str | None,
    institution_code: str | None,
    format_name: str | None,
    tags: Sequence[str],
    dry_run: bool,
    skip_bad: bool,
    keep_duplicates: bool,
    as_json: bool,
) -> None:
    """Bring the questions of FILE into a bank: without a name, into the one that all share.

    Exits with 0 when they came in (with --dry-run: when they would), 1 when the file is refused,
    2 when the command is wrong.
    """
    if format_name and format_name not in _format_names():
        raise click.UsageError(_("The formats are: %(names)s", names=", ".join(_format_names())))
    parsed, name = _read(file, format_name)
    brought: Brought | None = None
    problems = parsed.problems
    try:
        if parsed.errors and not (skip_bad and parsed.drafts):
            raise Refused(parsed.errors)
        if not dry_run:
            with one_transaction():
                scope, course = _bank(course_code, institution_code)
                brought = import_questions(
                    parsed,
                    scope,
                    by=None,
                    course=course,
                    tags=tags,
                    source=file.name,
                    keep_duplicates=keep_duplicates,
                    skip_bad=skip_bad,
                )
        refusal = ""
    except DomainError as refused:
        refusal = str(refused)
    if as_json:
        _say_json(parsed, name, brought, refusal)
    else:
        _say(parsed, problems, brought, refusal)
    if refusal:
        raise SystemExit(1)


def _read(file: Path, format_name: str | None) -> tuple[exchange.Parsed, str]:
    findings = exchange.Findings()
    try:
        if file.stat().st_size > exchange.MOST_BYTES:
            content = b""
            findings.wrong(1, _("The file is larger than 20 MB. Split it into several."))
            return findings.parsed(), format_name or ""
        content = file.read_bytes()
        named = exchange.named(format_name) if format_name else exchange.detect(file.name, content)
    except OSError as unreadable:
        raise click.UsageError(str(unreadable)) from unreadable
    except DomainError as refusal:
        findings.wrong(1, refusal)
        return findings.parsed(), ""
    return looked_at(exchange.read(named, content)), named.name


def _say(
    parsed: exchange.Parsed,
    problems: Sequence[exchange.Problem],
    brought: Brought | None,
    refusal: str,
) -> None:
    for problem in problems:
        where = f"{problem.place} " if problem.place else ""
        sign = "!" if problem.severity is exchange.Severity.ERROR else "-"
        line = _("line %(line)d", line=problem.line)
        click.echo(f"{sign} {where}{line}: {problem.message}", err=sign == "!")
    if refusal:
        click.echo(refusal, err=True)
    elif brought is None:
        click.echo(
            ngettext(
                "%(count)d question would come in.",
                "%(count)d questions would come in.",
                len(parsed.drafts),
            )
        )
    else:
        click.echo(
            ngettext("%(count)d question came in.", "%(count)d questions came in.", brought.written)
        )
        if brought.skipped:
            click.echo(
                ngettext(
                    "%(count)d question stands in the bank already.",
                    "%(count)d questions stand in the bank already.",
                    len(brought.skipped),
                )
            )


def _say_json(parsed: exchange.Parsed, name: str, brought: Brought | None, refusal: str) -> None:
    answer: dict[str, Any] = {
        "format": name,
        "questions": [
            {"line": d.line, "kind": d.kind.value, "title": d.title, "text": d.question["text"]}
            for d in parsed.drafts
        ],
        "problems": [
            {
                "line": p.line,
                "place": p.place,
                "severity": p.severity.value,
                "message": p.message,
            }
            for p in parsed.problems
        ],
        "imported": brought.written if brought else 0,
        "skipped": len(brought.skipped) if brought else 0,
        "refused": refusal,
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


@cli.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--course", "course_code", help="From the bank of this course.")
@click.option("--institution", "institution_code", help="From the bank of this institution.")
@click.option("--format", "format_name", help="gift or excel; without it the file's ending says.")
@click.option("--tag", default="", help="Only questions with this tag.")
def export_file(
    file: Path,
    course_code: str | None,
    institution_code: str | None,
    format_name: str | None,
    tag: str,
) -> None:
    """Write the questions of a bank into FILE; what its format cannot hold is listed."""
    try:
        named = exchange.named(format_name) if format_name else exchange.for_file(file.name)
        with one_transaction():
            scope, _course = _bank(course_code, institution_code)
            drafts = stock(scope, Wish(tag=tag))
    except exchange.UnknownFormat as unknown:
        raise click.UsageError(str(unknown)) from unknown
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    written = named.write(drafts)
    file.write_bytes(written.content)
    count = len(drafts) - len(written.left_out)
    click.echo(ngettext("%(count)d question written.", "%(count)d questions written.", count))
    for draft in written.left_out:
        title = draft.title or str(draft.question["text"])[:60]
        click.echo(
            _("Left out, this format has no way to say it: %(title)s", title=title), err=True
        )
