"""From rows to a statement: whose names, logos and signatures stand on the paper."""

from typing import Any

from certificates.models import Certificate
from certificates.statement import CourseTitle, DocumentType, Issuer, Signatory, Statement, Words
from courses.public import Course, CourseRun, Mode, partners_of
from flask import current_app
from lms.accounts.public import PersonName
from lms.i18n import Localised, thai
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution, emblem_source, signatories_on
from lms.reference.queries import district_name

MOST_ISSUERS = 4
MOST_SIGNATORIES = 3


def compose(
    certificate: Certificate, course: Course, run: CourseRun | None, name: PersonName
) -> Statement:
    """Everything the paper will say, as it is today; a later change of a name changes nothing."""
    issued_on = to_bangkok(certificate.issued_at).date()
    issuers = [course.institution, *partners_of(course)][:MOST_ISSUERS]
    return Statement(
        code=certificate.code,
        register_number=certificate.register_number,
        document=DocumentType(certificate.design),
        design=certificate.design,
        issued_on=issued_on,
        holder=Words(name.printed_th(), name.printed_en()),
        course=CourseTitle(course.code, _words(course.title), tuple(thai.pieces(course.title.th))),
        hours=course.hours,
        run=str(run.number) if run is not None and run.starts_on is not None else None,
        starts_on=run.starts_on if run else None,
        ends_on=run.ends_on if run else None,
        place=_place(run),
        online=(run.mode if run else course.mode) is Mode.ONLINE,
        issuers=tuple(_issuer(i) for i in issuers),
        signatories=_signatories(issuers, issued_on),
        skills=(),
        blessing=None,
        thai_digits=True,
        verify_base=current_app.extensions["thaksa_config"].base_url.lower(),
        sample=certificate.is_sample,
        revision=certificate.revision,
    )


def _words(text: Localised) -> Words:
    return Words(text.th, text.en)


def _place(run: CourseRun | None) -> Words | None:
    if run is None or not run.place:
        return None
    district = district_name(run.district_code)
    return Words(f"{run.place} {district.th}".strip(), "")


def _issuer(institution: Institution) -> Issuer:
    return Issuer(
        code=institution.code,
        name=_words(institution.name),
        colour=institution.colour.lower(),
        emblem=emblem_source(institution),
    )


def _signatories(issuers: list[Institution], on: Any) -> tuple[Signatory, ...]:
    """At most one post of each institution, the owner's first; the most senior stands in the middle."""
    found = []
    for institution in issuers:
        for post in signatories_on(institution, on)[:1]:
            found.append(
                Signatory(
                    post=_words(post.post),
                    institution=_words(institution.name),
                    name=post.name or None,
                    signature=post.signature,
                )
            )
    found = found[:MOST_SIGNATORIES]
    if not found:
        owner = issuers[0]
        post = Words("ผู้อำนวยการศูนย์ฝึกอบรมดิจิทัล", "Director, Digital Training Centre")
        found = [Signatory(post=post, institution=_words(owner.name), name=None, signature=None)]
    if len(found) == MOST_SIGNATORIES:
        found = [found[1], found[0], found[2]]
    return tuple(found)
