"""M01–M05: distinct people."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import EVERY, Unit, measure
from lms.workforce.rollups.models import Kind


@measure("M01", _l("Applicants"), Unit.PEOPLE, source=_l("Enrolments"), dimensions=EVERY)
def applied(ask: Ask) -> Figures:
    """
    People who asked for a place in a run, each counted once however many runs and institutions
    they asked. The day of the request decides the period. Every request counts, also one that
    waits, was refused or was given up later.
    """
    return ask.people(Kind.APPLIED)


@measure("M02", _l("Participants"), Unit.PEOPLE, source=_l("Learning activity"), dimensions=EVERY)
def learned(ask: Ask) -> Figures:
    """
    People who learned at least once in the period: opened or finished a lesson, took a test,
    handed in work or attended. Each is counted once in a period, and again in every other period
    in which they learned. Who has a place and never began is left out.
    """
    return ask.people(Kind.ACTIVE)


@measure("M02b", _l("People past halfway"), Unit.PEOPLE, source=_l("Learning activity"),
         dimensions=EVERY)  # fmt: skip
def halfway(ask: Ask) -> Figures:
    """
    People who did half of what a run asks of them, each counted once. The day on which they had
    done half decides the period; who completed a run is past its half.
    """
    return ask.people(Kind.HALFWAY)


@measure("M03", _l("Completers"), Unit.PEOPLE, source=_l("Enrolments"), dimensions=EVERY)
def completed(ask: Ask) -> Figures:
    """
    People who met all completion rules of a run, each counted once. The day on which the last
    rule was met decides the period.
    """
    return ask.people(Kind.COMPLETED)


@measure("M04", _l("People who passed"), Unit.PEOPLE, source=_l("Test results and attendance"),
         dimensions=EVERY)  # fmt: skip
def passed(ask: Ask) -> Figures:
    """
    People who met the rules of a run about tests and attendance, whether or not they finished
    everything else, each counted once. The day on which the last of these rules was met decides
    the period; who completed a run has passed it.
    """
    return ask.people(Kind.PASSED)


@measure("M05", _l("People certified"), Unit.PEOPLE, source=_l("Register of certificates"),
         dimensions=EVERY)  # fmt: skip
def certified(ask: Ask) -> Figures:
    """
    People who hold a certificate, each counted once however many they hold. The day of issue
    decides the period. Certificates that were revoked and samples are left out. Who erased their
    account stays counted, as one person for each certificate, with nothing stated about them.
    """
    return ask.people(Kind.CERTIFIED)
