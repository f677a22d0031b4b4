"""What the tests of accounts share: reading the mail that was sent."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.db import db
from lms.jobs.queue import drain
from lms.mail.models import Message


@pytest.fixture
def mail(database: None) -> Callable[[str], str]:
    """The newest mail to an address, after the worker has done its work; "" where there is none."""

    def newest(address: str) -> str:
        drain()
        db.session.rollback()
        of = select(Message.body).where(Message.address == address).order_by(Message.id.desc())
        body = db.session.scalar(of.limit(1)) or ""
        db.session.rollback()
        return body

    return newest


def code_in(body: str) -> str:
    found = re.search(r"^(\d{6})$", body, re.MULTILINE)
    return found.group(1) if found else ""


def link_in(body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    return found.group(1) if found else ""
