"""What the public page answers: one verdict, its words in both languages, and why."""

from dataclasses import dataclass

from certificates.printed import Printed
from certificates.queries import Standing
from certificates.statement import Words
from certificates.verdict import FileVerdict, Outcome
from lms.i18n import current_locale, dates
from lms.i18n import gettext as _

WORDS = {
    "valid": Words("ถูกต้อง", "Valid certificate"),
    "expired": Words("หมดอายุ", "Expired"),
    "superseded": Words("ถูกแทนที่", "Replaced by a newer one"),
    "revoked": Words("ถูกเพิกถอน", "Revoked"),
    "altered": Words("ถูกแก้ไข", "This file was altered"),
    "not_found": Words("ไม่พบ", "Not found"),
    "sample": Words("ตัวอย่าง", "Sample"),
    "not_ours": Words("ไม่ใช่ใบรับรองจากระบบนี้", "Not issued here"),
    "not_a_certificate": Words("ไม่ใช่ใบรับรอง", "Not a certificate"),
}


@dataclass(frozen=True)
class Answer:
    """`state` is a word of WORDS; `proofs` are what a file was checked for, and whether it holds."""

    state: str
    note: str
    printed: Printed | None = None
    proofs: tuple[tuple[str, bool], ...] = ()
    look_up: str | None = None

    @property
    def words(self) -> Words:
        return WORDS[self.state]

    @property
    def looks(self) -> str:
        """The colour and mark of the verdict."""
        return self.state if not self.state.startswith("not_") else "not_found"


def of_register(known: Standing | None, printed: Printed | None) -> Answer:
    """How a code stands in the register."""
    if known is None:
        return Answer("not_found", _not_found())
    return Answer(known.verdict, _note(known), printed)


def of_file(verdict: FileVerdict, known: Standing | None) -> Answer:
    """What a file is; `known` is what the register has under the code that it names."""
    outcome = verdict.outcome
    if outcome in (Outcome.GOOD, Outcome.SAMPLE) and known and verdict.statement:
        proofs = (
            (_("The digital signature holds."), True),
            (_("The file is exactly as it was issued."), True),
            (_("It is in our register."), True),
        )
        return Answer(known.verdict, _note(known), Printed.of(verdict.statement), proofs)
    if outcome is Outcome.ALTERED:
        return Answer("altered", _altered(), look_up=known.code if known else None)
    if outcome is Outcome.NOT_OURS:
        return Answer("not_ours", _("This PDF was signed by somebody else, or not at all."))
    if outcome is Outcome.NOT_A_CERTIFICATE:
        return Answer(
            "not_a_certificate",
            _("Choose the PDF as it was downloaded; a picture or a scan cannot be checked."),
        )
    return Answer(
        "not_found", _("The file carries our signature, but the register has no such certificate.")
    )


def _note(known: Standing) -> str:
    if known.verdict == "expired" and known.expires_on:
        return _(
            "It was valid until %(day)s.", day=dates.long_day(known.expires_on, current_locale())
        )
    return {
        "valid": _("It matches our register. Compare the name with the paper in your hand."),
        "superseded": _("A newer certificate replaces it. Ask its holder for that one."),
        "revoked": _("The institution has withdrawn it; it no longer counts."),
        "sample": _("This paper only shows what a certificate looks like; it certifies nothing."),
    }[known.verdict]


def _not_found() -> str:
    return _(
        "No certificate has this code. Compare it with the paper: 12 letters and digits, "
        "and never the digits 0 and 1 or the letters I and O."
    )


def _altered() -> str:
    return _("This file is not as it was issued. Do not rely on what it says.")
