"""The mailbox of development: open at this machine, nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lms.db import one_transaction
from lms.institutions.models import Role
from lms.mail import send_once
from tests import make
from tests.conftest import Browser


@pytest.fixture
def configured(app: Any) -> Iterator[Any]:
    before = app.extensions["thaksa_config"]

    def configure(**changes: str) -> None:
        app.extensions["thaksa_config"] = replace(before, **changes)

    yield configure
    app.extensions["thaksa_config"] = before


def write(address: str = "a@example.org") -> None:
    with one_transaction():
        send_once(
            f"test/{address}",
            address=address,
            locale="en",
            template="accounts/mail/reset",
            subject=lambda: "A <b>subject</b>",
            link="http://127.0.0.1:8000/reset-password/x?a=1&b=2",
        )


def test_at_this_machine_it_is_open(client: Browser) -> None:
    write()
    page = client.get("/mailbox").text
    assert "A &lt;b&gt;subject&lt;/b&gt;" in page
    body = client.get("/mailbox/1").text
    assert 'href="http://127.0.0.1:8000/reset-password/x?a=1&amp;b=2"' in body


def test_an_address_is_looked_for(client: Browser) -> None:
    write("a@example.org")
    write("b@example.org")
    page = client.get("/mailbox?to=B@example.org").text
    assert "b@example.org" in page
    assert "a@example.org" not in page


def test_elsewhere_operators_only(client: Browser, configured: Any) -> None:
    write()
    configured(base_url="https://thaksa.example")
    assert client.get("/mailbox").status_code == 404
    assert client.as_(make.user()).get("/mailbox/1").status_code == 404
    assert client.as_(make.member(Role.ADMIN)).get("/mailbox").status_code == 404
    assert client.as_(make.member(Role.OPERATOR)).get("/mailbox/1").status_code == 200


def test_where_mail_leaves_there_is_no_mailbox(client: Browser, configured: Any) -> None:
    write()
    configured(mail_url="smtp://localhost")
    operator = make.member(Role.OPERATOR)
    assert client.as_(operator).get("/mailbox").status_code == 404
    unknown = client.as_(operator).get("/mailbox/999")
    known = client.as_(operator).get("/mailbox/1")
    assert (unknown.status_code, unknown.text) == (known.status_code, known.text)


def test_an_unknown_message_is_not_there(client: Browser) -> None:
    assert client.get("/mailbox/999").status_code == 404
