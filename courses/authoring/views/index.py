"""The studio's home: my courses, what waits for me, a new one."""

from flask.typing import ResponseReturnValue

from courses.authoring.views.blueprint import bp
from courses.content.policy import in_studio
from lms.web.access import Policy, access
from lms.web.templating import render_template

staff = Policy("in the studio", lambda objects: in_studio())


@bp.get("")
@access(staff)
def index() -> ResponseReturnValue:
    return render_template("studio/index.html")
