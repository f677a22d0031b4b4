"""Puts the slice into the application."""

from collections.abc import Iterator, Sequence

from flask import Flask, url_for

from certificates import cli, jobs, look_ups, operations, pictures, queries, views
from certificates.phrases import phrases
from certificates.statement import DocumentType
from certificates.wording import DOCUMENTS
from courses.public import (
    Paper,
    course_completed,
    course_published,
    register_paper_preview,
    register_papers,
)
from lms import storage
from lms.accounts.public import Part, erase_parts, export_parts, keeps
from lms.errors import NotFound
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

__all__ = ["init_app", "jobs"]


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(phrases())
    app.cli.add_command(cli.cli)
    course_completed.connect(operations.issue_for)
    course_published.connect(operations.order_preview)
    register_papers(_papers)
    register_paper_preview(pictures.of_course)
    export_parts(_export)
    erase_parts(operations.forget_learner)
    keeps(
        _l(
            "The register of certificates: the name as printed, course, number and date, "
            "so that papers you were given can still be checked. The law and the institutions' "
            "rules ask for it."
        )
    )
    look_ups.gatherer.automatic = not app.testing


def _papers(enrolment_ids: Sequence[int]) -> dict[int, Paper]:
    """For my learning and the room: the certificate, or its making."""
    return {
        enrolment_id: Paper(
            title=_received(said.document),
            href=url_for("certificates.mine", _anchor=certificate.code),
            poll=None
            if certificate.paper
            else url_for("certificates.fragment", code=certificate.code),
        )
        for enrolment_id, (certificate, said) in queries.of_enrolments(enrolment_ids).items()
    }


def _received(document: DocumentType) -> Localised:
    return Localised(f"ได้{DOCUMENTS[document].th}แล้ว", "You have your certificate")


def _export(user_id: int) -> Iterator[Part]:
    rows, files = [], []
    for certificate, said in queries.mine(user_id):
        rows.append(
            {
                "code": certificate.code,
                "register_number": said.register_number,
                "document": said.document.value,
                "name": said.holder,
                "course_code": said.course_code,
                "course": said.course,
                "hours": said.hours,
                "issued_on": said.issued_on,
                "state": certificate.verdict,
            }
        )
        files += _file(certificate)
    yield Part("certificates", rows, files)


def _file(certificate: queries.Standing) -> list[tuple[str, bytes]]:
    """The signed PDF, where it is there."""
    if certificate.paper is None:
        return []
    try:
        return [(f"{certificate.code}.pdf", storage.get(certificate.paper))]
    except NotFound:
        return []
