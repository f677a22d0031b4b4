"""What the worker does: make a pack of evidence, delete the files of what was removed."""

import logging
from collections.abc import Callable
from functools import partial

from lms import storage
from lms.child import ChildFailed
from lms.db import db
from lms.errors import DomainError
from lms.i18n import speaking
from lms.jobs.queue import job
from lms.storage import StorageFails
from lms.workforce.periods import Period
from lms.workforce.targets import operations
from lms.workforce.targets.models import EvidencePack, PackState
from lms.workforce.targets.pack import draw

log = logging.getLogger(__name__)


@job(operations.PACK)
def make_pack(pack_id: int) -> Callable[[], None] | None:
    """Safe to run twice: what is done stays. The pack is in Thai, whoever asked."""
    pack = db.session.get(EvidencePack, pack_id)
    if pack is None or pack.state is not PackState.ASKED:
        return None
    try:
        with speaking("th"):
            pdf, as_of = draw(Period.parse(pack.period))
        digest = storage.put(pdf, area="packs")
    except (ChildFailed, DomainError, StorageFails):
        log.exception("pack was not made", extra={"pack": pack_id})
        return partial(operations.note_pack_failure, pack_id)
    return partial(operations.keep_pack, pack_id, digest, len(pdf), as_of)


@job(operations.DISCARD)
def discard(digest: str) -> Callable[[], None]:
    """Looked at in the transaction that deletes it: the same may have been handed in since."""
    return partial(operations.discard, digest)
