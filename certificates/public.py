"""What other packages may use of certificates."""

from certificates.models import Certificate, CertificateState, LookUps
from certificates.operations import (
    issue_for,
    keep_paper,
    order_missing_papers,
    order_previews,
    revoke,
)
from certificates.press import sign_and_keep

__all__ = [
    "Certificate",
    "CertificateState",
    "LookUps",
    "issue_for",
    "keep_paper",
    "order_missing_papers",
    "order_previews",
    "revoke",
    "sign_and_keep",
]
