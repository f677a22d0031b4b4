"""How often somebody may guess, and have mails sent."""

import pytest
import sqlalchemy as sa

from courses.enrolment import views as enrolment
from courses.enrolment.code import digest
from courses.enrolment.models import EnrolmentWay
from lms.accounts.models import OneTimeToken
from lms.accounts.views import blueprint
from lms.db import db
from tests import make
from tests.conftest import Browser


def test_a_code_of_a_run_cannot_be_guessed_for_long(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment.guesses, "tries", 3)
    run = make.run(
        way=EnrolmentWay.CODE, public_id="2" * 12, code_digest=digest("2" * 12, "โคราช 2569")
    )
    guesser, honest = client.as_(make.user()).speaking("en"), client.as_(make.user())
    for _ in range(3):
        page = guesser.post(f"/runs/{run.public_id}/enrol", {"code": "โคราช 2500"})
        assert "not the code" in page.text
    page = guesser.post(f"/runs/{run.public_id}/enrol", {"code": "โคราช 2569"})
    assert "Too many wrong codes" in page.text
    assert honest.post(f"/runs/{run.public_id}/enrol", {"code": "โคราช 2569"}).status_code == 302


@pytest.mark.parametrize("path", ["/forgot-password", "/log-in"])
def test_a_network_cannot_have_mails_sent_to_everybody(
    client: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(blueprint.mails, "tries", 3)
    for number in range(3):
        asked = {"email": f"p{number}@example.org", "way": "code"}
        assert client.post(path, asked).status_code == 302
    page = client.post(path, {"email": "p9@example.org", "way": "code"})
    assert "several mails already" in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OneTimeToken)) == 3
