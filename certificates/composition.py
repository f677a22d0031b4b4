"""From rows to a statement: whose names, logos and signatures stand on the paper.

What people typed may be longer or stranger than a paper can hold; it is cut here, so that nobody's
completion ever fails on it.
"""

import unicodedata
from datetime import date

from flask import current_app

from certificates.models import Certificate
from certificates.statement import CourseTitle, DocumentType, Issuer, Signatory, Statement, Words
from certificates.typesetting import drawable
from courses.public import Course, CourseRun, Mode, partners_of, skills_of
from lms.accounts.public import PersonName
from lms.caching import Cache
from lms.i18n import Localised, thai
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution, emblem_source, signatories_on
from lms.reference.queries import district_name, skills

MOST_ISSUERS = 4
MOST_SIGNATORIES = 3
MOST_SKILLS = 40
LONGEST_HOLDER = 120
LONGEST_TEXT = 300
OUR_POST = Words("ผู้อำนวยการศูนย์ฝึกอบรมดิจิทัล", "Director, Digital Training Centre")
_emblems: Cache[str, str | None] = Cache(64)


def compose(
    certificate: Certificate, course: Course, run: CourseRun | None, name: PersonName
) -> Statement:
    """Everything the paper will say, as it is today; a later change of a name changes nothing."""
    issued_on = to_bangkok(certificate.issued_at).date()
    issuers = [course.institution, *partners_of(course)][:MOST_ISSUERS]
    scheduled = run is not None and run.starts_on is not None
    return Statement(
        code=certificate.code,
        register_number=certificate.register_number,
        document=document_of(course),
        design=certificate.design,
        issued_on=issued_on,
        holder=holder(name),
        course=_title(course),
        hours=course.hours,
        run=str(run.number) if run is not None and scheduled else None,
        starts_on=run.starts_on if run else None,
        ends_on=run.ends_on if run is not None and scheduled else None,
        place=_place(run),
        online=(run.mode if run else course.mode) is Mode.ONLINE,
        issuers=tuple(_issuer(i) for i in issuers),
        signatories=_signatories(issuers, issued_on),
        skills=_skills(course),
        verify_base=current_app.extensions["thaksa_config"].base_url.lower(),
        sample=certificate.is_sample,
        revision=certificate.revision,
    )


def specimen(course: Course) -> Statement:
    """What the paper of a course looks like: the same statement as long as its looks are the same."""
    nobody = Certificate(
        code="S" * 12,
        design=design_of(course),
        revision=1,
        is_sample=True,
        issued_at=course.published_at or course.created_at,
    )
    return compose(nobody, course, None, PersonName(first_th="ชื่อและนามสกุลของคุณ"))


def document_of(course: Course) -> DocumentType:
    """Which of the three documents the course gives; วุฒิบัตร where it does not say."""
    known = {document.value: document for document in DocumentType}
    return known.get(course.document, DocumentType.WUTHIBAT)


def design_of(course: Course) -> str:
    """A ประกาศนียบัตร has the looks of a วุฒิบัตร until it has its own."""
    return "kiattibat" if document_of(course) is DocumentType.KIATTIBAT else "wuthibat"


def holder(name: PersonName) -> Words:
    """The name in both languages, as far as the paper's font has its letters."""
    spelled = [_line(text, LONGEST_HOLDER) for text in (name.printed_th(), name.printed_en())]
    thai_name, english = (text if drawable(text) else "" for text in spelled)
    if not thai_name and not english:
        return Words(spelled[0] or "—", "")
    return Words(thai_name, "" if english == thai_name else english)


def _line(text: str, longest: int = LONGEST_TEXT) -> str:
    """One line of visible letters, cut with a sign where it is too long."""
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    line = " ".join(seen.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _words(text: Localised) -> Words:
    return Words(_line(text.th), _line(text.en))


def _title(course: Course) -> CourseTitle:
    title = _words(course.title)
    pieces = tuple(filter(None, course.title_words))
    if "".join(pieces) != title.th:
        pieces = tuple(thai.pieces(title.th)) if title.th else ()
    if "".join(pieces) != title.th:
        pieces = (title.th,)
    return CourseTitle(course.code, title, pieces)


def _place(run: CourseRun | None) -> Words | None:
    if run is None or not run.place:
        return None
    return Words(_line(f"{run.place} {district_name(run.district_code).th}"), "")


def _issuer(institution: Institution) -> Issuer:
    return Issuer(
        code=institution.code,
        name=_words(institution.name),
        colour=institution.colour.lower(),
        emblem=_emblem(institution),
    )


def _emblem(institution: Institution) -> str | None:
    """Read from the files once a process: nothing is fetched while a transaction is open."""
    if institution.emblem is None:
        return None
    return _emblems.get(institution.emblem, lambda: emblem_source(institution))


def _signatories(issuers: list[Institution], on: date) -> tuple[Signatory, ...]:
    """At most one post of each institution, the owner's first; of three the owner is in the middle."""
    found = []
    for institution in issuers:
        for post in signatories_on(institution, on)[:1]:
            found.append(
                Signatory(
                    post=_words(post.post),
                    institution=_words(institution.name),
                    name=_line(post.name, 100) or None,
                    signature=post.signature,
                )
            )
    found = found[:MOST_SIGNATORIES]
    if not found:
        found = [Signatory(post=OUR_POST, institution=_words(issuers[0].name))]
    if len(found) == MOST_SIGNATORIES:
        found = [found[1], found[0], found[2]]
    return tuple(found)


def _skills(course: Course) -> tuple[str, ...]:
    """framework:code:level of each skill, as the frameworks call them."""
    known = skills()
    rows = [row for row in skills_of(course) if row.skill_id in known][:MOST_SKILLS]
    return tuple(
        f"{known[row.skill_id].framework_code}:{known[row.skill_id].code}:{row.level}"[:80]
        for row in rows
    )
