"""The signed address by which somebody answers without logging in; it opens nothing else."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from lms.clock import now
from lms.errors import DomainError, NotFound
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok
from lms.workforce.outcomes import queries
from lms.workforce.outcomes.models import OutcomeInvitation


class LinkIsOver(DomainError):
    message = _l("This link is too old, or was not copied whole.")


def pass_for(invited: OutcomeInvitation) -> str:
    return str(_signer().dumps(invited.public_id))


def invitation_of(token: str) -> OutcomeInvitation:
    """Whom the address was written for, within sixty days, as long as they have an account."""
    try:
        public_id = _signer().loads(token, max_age=int(queries.LASTS.total_seconds()))
        invited = queries.invitation(str(public_id))
    except (BadSignature, NotFound) as wrong:
        raise LinkIsOver from wrong
    if invited.learner_id is None or to_bangkok(now()).date() > invited.sent_on + queries.LASTS:
        raise LinkIsOver
    return invited


def _signer() -> URLSafeTimedSerializer:
    secret = current_app.extensions["thaksa_config"].secret_key
    return URLSafeTimedSerializer(secret, salt="outcome")
