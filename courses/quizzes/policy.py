"""Who may read what was handed in: its learner, and after submission the markers of the course."""

from typing import Any

from flask_login import current_user

from courses.content.policy import Ability, able
from lms.web.access import Policy


def _may_read(objects: dict[str, Any]) -> bool:
    sitting = objects["sitting"]
    if sitting.learner_id == current_user.id:
        return True
    return not sitting.is_open and able(Ability.MARK, sitting.course)


handed_in = Policy(f"own learner_id, or may course.{Ability.MARK}", _may_read)
