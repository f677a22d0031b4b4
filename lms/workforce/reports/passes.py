"""The signed address by which a recipient stops a report without logging in."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.errors import NotFound
from lms.workforce.reports import queries
from lms.workforce.reports.models import ReportRecipient


def pass_for(schedule_id: str, user_id: str) -> str:
    return str(_signer().dumps([schedule_id, user_id]))


def seat_by_pass(token: str) -> ReportRecipient:
    """Whom the address was written for."""
    try:
        schedule_id, user_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError) as wrong:
        raise NotFound from wrong
    return queries.seat(schedule_id, user_id)


def _signer() -> URLSafeSerializer:
    secret = current_app.extensions["thaksa_config"].secret_key
    return URLSafeSerializer(secret, salt="report-leave")
