"""The mailbox of development: what would have been sent, where nothing leaves the machine."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import storage
from lms.config import Config, is_loopback_host
from lms.errors import NotFound
from lms.mail import queries
from lms.mail.models import Message
from lms.mail.operations import AREA
from lms.web.access import Policy, access
from lms.web.download import disposition
from lms.web.templating import render_template

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox", template_folder="templates")
_LINK = re.compile(r"(https?://[^\s<>]+)")


def _is_open(_objects: dict[str, Any]) -> bool:
    """Whoever sits at this machine; elsewhere operators; nobody where mail really leaves.

    The name that the browser used is looked at too: a page elsewhere can let its own name lead here.
    """
    config: Config = current_app.extensions["thaksa_config"]
    if config.mail_url.startswith("mailbox:"):
        if config.is_loopback and is_loopback_host(urlsplit(f"//{request.host}").hostname or ""):
            return True
        if current_user.is_authenticated and current_user.is_operator:
            return True
    raise NotFound


mailbox_is_open = Policy("mailbox_is_open", _is_open, needs_log_in=False)


@bp.get("")
@access(mailbox_is_open)
def index() -> ResponseReturnValue:
    address = request.args.get("to", "")[:320]
    return render_template("mailbox/index.html", messages=queries.latest(address), address=address)


@bp.get("/<int:message_id>")
@access(mailbox_is_open, message=queries.get_message)
def show(message: Message) -> ResponseReturnValue:
    return render_template(
        "mailbox/show.html", message=message, paragraphs=_paragraphs(message.body)
    )


@bp.get("/<int:message_id>/<int:position>")
@access(mailbox_is_open, message=queries.get_message)
def attachment(message: Message, position: int) -> ResponseReturnValue:
    attached = queries.get_attachment(message.id, position)
    headers = {"Content-Disposition": disposition(attached.name)}
    content = storage.get(attached.digest, area=AREA)
    return Response(content, content_type=attached.content_type, headers=headers)


def _paragraphs(body: str) -> list[list[list[tuple[str, bool]]]]:
    """Paragraphs of lines of (text, is it a link)."""
    return [
        [[(part, bool(_LINK.fullmatch(part))) for part in _LINK.split(line)] for line in lines]
        for lines in (p.split("\n") for p in re.split(r"\n{2,}", body.strip()))
    ]
