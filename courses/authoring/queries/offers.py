"""Questions that are offered to the banks a person answers for."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import func, select

from courses.authoring.waiting import Waiting
from courses.content.models import Course
from courses.quizzes import bank_policy
from courses.quizzes.models import QuestionProposal
from lms.accounts.public import Principal
from lms.db import db
from lms.i18n import gettext as _
from lms.institutions.public import Institution, Role


def waiting(principal: Principal, _courses: Sequence[Course]) -> list[Waiting]:
    """One line for each bank; nothing is asked of the database for who answers for none."""
    own = {
        claim.institution_id
        for claim in principal.claims
        if Role(claim.role) in bank_policy.ANSWERABLE and claim.institution_id is not None
    }
    if not own and not principal.is_operator:
        return []
    counted = (
        select(QuestionProposal.institution_id, Institution.code, func.count())
        .outerjoin(Institution, Institution.id == QuestionProposal.institution_id)
        .group_by(QuestionProposal.institution_id, Institution.code)
    )
    return [
        Waiting(
            label=_("Questions offered to the bank"),
            href=url_for("studio.bank", institution_code=code)
            if code
            else url_for("studio.shared_bank"),
            count=count,
            icon="list",
        )
        for institution_id, code, count in db.session.execute(counted)
        if bank_policy.may_accept(institution_id)
    ]
