"""`flask certificates`: what an operator types about papers."""

from dataclasses import dataclass
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from certificates import inspection, operations, press, queries
from certificates.answer import Answer, of_file
from certificates.statement import read
from courses.public import get_course
from lms import storage
from lms.accounts.public import NameProblem, PersonName, clean_name
from lms.child import ChildFailed
from lms.db import db, one_transaction
from lms.errors import NotFound
from lms.i18n import gettext as _

cli = AppGroup("certificates", help="Certificates: samples, checking files, keys, missing papers.")
GOOD = ("valid", "sample")


@dataclass(frozen=True)
class NamePart(click.ParamType):  # type: ignore[type-arg]
    """One part of a name; what cannot be a name is wrong usage."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return clean_name(value) if value.strip() else ""
        except NameProblem as problem:
            self.fail(str(problem), param, ctx)


@cli.command()
@click.option("--title", type=NamePart(), default="", help="Title before the name, e.g. นางสาว")
@click.option("--first", type=NamePart(), required=True, help="First name, in Thai.")
@click.option("--last", type=NamePart(), default="", help="Last name, in Thai.")
@click.option("--title-en", type=NamePart(), default="", help="Title in English, e.g. Ms.")
@click.option("--first-en", type=NamePart(), default="", help="First name in English.")
@click.option("--last-en", type=NamePart(), default="", help="Last name in English.")
@click.option("--course", "course_code", required=True, help="Code of the course.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The PDF to write.",
)
def sample(
    title: str,
    first: str,
    last: str,
    title_en: str,
    first_en: str,
    last_en: str,
    course_code: str,
    out: Path,
) -> None:
    """Write a sample certificate: drawn and signed like a real one, "ตัวอย่าง" across it, no number."""
    if not out.absolute().parent.is_dir():
        raise click.BadParameter(_("There is no folder for this file."), param_hint="--out")
    name = PersonName(title, first, last, title_en=title_en, first_en=first_en, last_en=last_en)
    if not first:
        raise click.BadParameter(_("Write the name."), param_hint="--first")
    with one_transaction():
        try:
            course = get_course(course_code.strip())
        except NotFound as missing:
            raise click.BadParameter(
                _("There is no published course with the code %(codes)s.", codes=course_code),
                param_hint="--course",
            ) from missing
        certificate = operations.issue_sample(course, name, by=None)
        certificate_id, code, statement = certificate.id, certificate.code, certificate.statement
    try:
        drawn = press.sign_and_keep(read(statement))
    except ChildFailed as failure:
        raise click.ClickException(
            _("The paper could not be drawn: its font lacks a letter of the name or the course.")
        ) from failure
    with one_transaction():
        operations.keep_paper(certificate_id, drawn)
    kept = queries.paper_digest(code)
    out.write_bytes(storage.get(kept or drawn))
    click.echo(_("Written: %(file)s (code %(code)s)", file=out, code=code))


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Say of each FILE whether it is a certificate of this copy, as it was issued.

    Exits 0 only when every file is good (an untouched sample is), 1 when one is not, 2 for wrong usage.
    """
    all_good = True
    for file in files:
        good, line = _checked(file)
        all_good &= good
        click.echo(f"{file}: {line}")
    ctx.exit(0 if all_good else 1)


def _checked(file: Path) -> tuple[bool, str]:
    try:
        with file.open("rb") as source:
            content = source.read(inspection.LIMIT + 1)
        verdict = inspection.examine(content)
        known = queries.standing(verdict.code) if verdict.code else None
    except OSError as failure:
        raise click.BadParameter(f"{file}: {failure.strerror}") from failure
    except inspection.Unreadable as refusal:
        return False, str(refusal)
    except (OperationalError, ProgrammingError) as failure:
        raise click.ClickException(
            _("There is no register here yet. Run: flask thaksa install")
        ) from failure
    answer = of_file(verdict, known)
    return answer.state in GOOD, _line(answer, verdict.code)


def _line(answer: Answer, code: str | None) -> str:
    said = f"{answer.words.th} · {answer.words.en}"
    if answer.printed is None:
        return f"{said} — {answer.note}"
    facts = (answer.printed.holder, answer.printed.course, answer.printed.register_number, code)
    test = " · ลายมือชื่อสำหรับทดสอบ (test signature)" if inspection.is_test() else ""
    return f"{said} — {' · '.join(str(fact) for fact in facts if fact)}{test}"


@cli.command()
def keys() -> None:
    """Show the key that signs here; the development key is made where there is no other."""
    known = press.keys()
    click.echo(known.owner)
    if known.development:
        click.echo(
            _("A test signature (ลายมือชื่อสำหรับทดสอบ): made by this copy, trusted by nobody else.")
        )
        click.echo(_("Set THAKSA_SIGNING_P12 to the institution's own key before real use."))


@cli.command()
def recover() -> None:
    """Order every paper that is missing and that nothing is at work on."""
    with one_transaction():
        count = operations.order_missing_papers()
    click.echo(_("%(count)d papers were ordered.", count=count))


@cli.command()
def previews() -> None:
    """Order the pictures of papers for the course pages; unchanged ones are kept."""
    with one_transaction():
        count = operations.order_previews()
    db.session.remove()
    click.echo(_("%(count)d pictures were ordered.", count=count))
