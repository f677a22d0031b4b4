"""M12: who can do what."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.measures.ask import Ask
from lms.workforce.measures.figures import Figures
from lms.workforce.measures.registry import OPEN, Unit, measure
from lms.workforce.rollups.models import Kind


@measure("M12", _l("People holding a skill"), Unit.PEOPLE, dimensions=OPEN,
         source=_l("Register of certificates and the skills of courses"))  # fmt: skip
def holders(ask: Ask) -> Figures:
    """
    People who hold a certificate of a course that teaches the skill, each counted once a skill.
    The skills are those that the course named when the person enrolled. A skill that corresponds
    to one of another framework counts for both, and the person once in all. The day of issue
    decides the period. Revoked certificates are left out.
    """
    return ask.people(Kind.CERTIFIED)
