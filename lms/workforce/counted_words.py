"""What is counted, in the words that are published beside every number."""

from dataclasses import dataclass

from babel.support import LazyProxy

from lms.i18n import lazy_gettext as _l
from lms.workforce.models import Measure


@dataclass(frozen=True)
class Definition:
    title: LazyProxy
    text: LazyProxy


DEFINITIONS = {
    Measure.REGISTERED: Definition(
        _l("People registered"),
        _l(
            "People with an account, by the month in which it was made. An account belongs to no"
            " institution; one that waits for a guardian's consent does not count."
        ),
    ),
    Measure.ENROLLED: Definition(
        _l("People enrolled"),
        _l(
            "People with a seat in a run, by the month in which they asked for it. Who waits for a"
            " seat or gave it up before the end does not count."
        ),
    ),
    Measure.COMPLETED: Definition(
        _l("People who completed"),
        _l("People who met all completion criteria of a run, by the month of the last one."),
    ),
    Measure.CERTIFIED: Definition(
        _l("People certified"),
        _l("People with a certificate that was not revoked, by the month of issue."),
    ),
}
