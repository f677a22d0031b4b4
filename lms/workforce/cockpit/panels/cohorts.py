"""Who still learns, months after they began."""

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Panel, Picture


def draw(look: Look, _args: Address) -> Picture:
    return Picture(str(PANEL.title), refusal=_("There is nothing to show for this choice."))


PANEL = Panel(
    "cohorts",
    _l("Who keeps learning"),
    _l("Of the people who began in a month, the share who learned in the months after."),
    draw,
    is_wide=True,
)
