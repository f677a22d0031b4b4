"""`flask courses export-zip` and `import-zip`: whole courses as files."""

import tempfile
from pathlib import Path

import click
from sqlalchemy import select

from courses.authoring import bundles
from courses.authoring.operations.bundles import build_course, receive_files, skills_left_out
from courses.authoring.queries.bundles import bundle_of, opened
from courses.content.models import Course
from courses.enrolment.cli import cli
from lms import audit
from lms.accounts.public import user_by_email
from lms.db import db, one_transaction
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.institutions.public import get_institution


@cli.command("export-zip")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_zip(code: str, file: Path) -> None:
    """Write the course CODE with everything in it into FILE."""
    try:
        with one_transaction():
            course = found(db.session.scalar(select(Course).filter_by(code=code.upper())))
            bundles.packer("zip").pack(bundle_of(course), opened, file)
            audit.record("course.exported", course, by=None)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(_("Written: %(file)s", file=file.name))


@cli.command("import-zip")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", required=True, help="The code of the new course.")
@click.option("--institution", "institution_code", required=True, help="Whose course it is.")
@click.option("--owner", help="The address of who owns the draft.")
def import_zip(file: Path, code: str, institution_code: str, owner: str | None) -> None:
    """Make a draft from FILE; exits with 1 and a message when the file is refused."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            bundle, places = bundles.packer("zip").unpack(file, Path(folder))
            received = receive_files(bundle, places)
            with one_transaction():
                institution = get_institution(institution_code)
                by = found(user_by_email(owner)) if owner else None
                course = build_course(institution, bundle, received, code=code, by=by)
                made, left_out = course.code, skills_left_out(bundle)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(_("The draft %(code)s is ready.", code=made))
    if left_out:
        click.echo(bundles.left_out_words(left_out))
