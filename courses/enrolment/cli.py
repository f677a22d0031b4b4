"""`flask courses`: what an operator types about runs."""

from datetime import datetime

import click
from flask.cli import AppGroup

from courses.content.queries import get_course
from courses.enrolment import operations
from courses.enrolment.models import EnrolmentWay
from lms.clock import now
from lms.db import one_transaction
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n.dates import from_bangkok

cli = AppGroup("courses", help="Runs of courses, and who has completed them.")


@cli.command("open-run")
@click.argument("course_code")
@click.option("--seats", type=click.IntRange(1, 5000), help="How many learners; none: no limit.")
@click.option("--opens", type=click.DateTime(), help="When enrolment opens, in Bangkok; none: now.")
@click.option("--closes", type=click.DateTime(), help="When enrolment closes; none: never.")
@click.option("--way", type=click.Choice(list(EnrolmentWay)), default=EnrolmentWay.SELF)
@click.option("--code", help="The enrolment code, with --way code.")
def open_run(
    course_code: str,
    seats: int | None,
    opens: datetime | None,
    closes: datetime | None,
    way: str,
    code: str | None,
) -> None:
    """Open the next run of COURSE_CODE and print its address."""
    try:
        with one_transaction():
            run = operations.open_run(
                get_course(course_code),
                opens_at=from_bangkok(opens) if opens else now(),
                closes_at=from_bangkok(closes) if closes else None,
                seats=seats,
                way=EnrolmentWay(way),
                code=code,
            )
            number, address = run.number, f"/runs/{run.public_id}"
    except NotFound as missing:
        raise click.ClickException(
            _("There is no published course with the code %(codes)s.", codes=course_code)
        ) from missing
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(_("Run %(number)d is open: %(address)s", number=number, address=address))
