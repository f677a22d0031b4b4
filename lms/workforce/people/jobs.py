"""What the worker does: make a file of people, and delete it after a day."""

import logging
from collections.abc import Callable
from functools import partial

from lms.db import db
from lms.i18n import speaking
from lms.jobs.queue import every, job, keep_lease
from lms.workforce.people import operations, queries
from lms.workforce.people.files import file_of
from lms.workforce.people.models import ExportState, PersonExport
from lms.workforce.people.queries import Filters

log = logging.getLogger(__name__)


@job(operations.MAKE)
def make(export_id: int, locale: str) -> Callable[[], None] | None:
    """Read those who agree now, write the file, note who is in it."""
    export = db.session.get(PersonExport, export_id)
    if export is None or export.state is not ExportState.ORDERED:
        return None
    people = queries.people(Filters(**export.filters))
    keep_lease()
    with speaking(locale):
        content = file_of(people, export.public_id, export.ending)
    who = [person.id for person in people]
    digest = operations.keep(export_id, content)
    return partial(operations.note_ready, export_id, digest, who)


@every(600)
def tidy() -> Callable[[], None] | None:
    """Files whose day is over are deleted before their record says so."""
    ended = queries.ended()
    for export in ended:
        operations.delete_file(export.digest)
    return partial(operations.end, [export.id for export in ended]) if ended else None
