"""The institution's page: names, colour, numbers, emblem, signatories, terms, people."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.db import db
from lms.institutions import colours, numbering, pictures, queries
from lms.institutions.models import (
    Institution,
    InstitutionKind,
    Registration,
    Role,
    Signatory,
    Term,
)
from tests import make
from tests.conftest import Browser

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123"/></svg>'


def typed(here: Institution, **given: str) -> dict[str, str]:
    values = {
        "name_th": here.name.th, "name_en": here.name.en, "short_th": here.short_name.th,
        "short_en": here.short_name.en, "about_th": "", "about_en": "", "website": "",
        "juristic_id": "", "colour": "#0f5c66", "register_prefix": "ม.ก.", "district_code": "",
        "register_pattern": "{prefix} {seq:05d}/{be}",
    }  # fmt: skip
    return values | given


def png(width: int = 300, height: int = 300) -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", (width, height), (20, 90, 100, 255)).save(target, "PNG")
    return target.getvalue()


def test_the_page_is_saved_and_audited(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = typed(here, about_th="สอนดี", website="https://www.example.ac.th", colour="#A8480F")
    assert browser.post(f"/desk/{here.code}/settings", data).status_code == 302
    assert (here.about.th, here.colour) == ("สอนดี", "#a8480f")
    row = db.session.scalars(select(AuditEntry).filter_by(verb="institution.changed")).one()
    assert (row.institution_id, "about" in row.details["fields"]) == (here.id, True)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("colour", "#ffff00", "cannot be seen on white"),
        ("register_pattern", "{prefix} {seq}", "needs {seq} and {be}"),
        ("register_pattern", "{prefix.__class__} {seq}/{be}", "only, e.g."),
        ("register_pattern", "{seq:99999999d}/{be}", "only, e.g."),
        ("register_pattern", "{seq", "only, e.g."),
        ("juristic_id", "0305500000011", "not a juristic person"),
        ("website", "javascript:alert(1)", "Write the whole address"),
        ("website", "ftp://example.org", "Write the whole address"),
        ("district_code", "4001", "Choose one of the list"),
        ("name_th", "", "This is needed"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    client: Browser, field: str, value: str, message: str
) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    page = browser.post(
        f"/desk/{here.code}/settings", typed(here, **{field: value}, about_en="Kept")
    )
    assert message in page.text.replace("&#39;", "'")
    assert "Kept" in page.text
    assert here.about.en == ""


def test_nothing_else_can_be_written(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    more = {
        "kind": "agency",
        "code": "X",
        "rank": "1",
        "province_code": "40",
        "id": "9",
        "emblem": "f" * 64,
    }
    browser.post(f"/desk/{here.code}/settings", typed(here, **more))
    assert (here.kind, here.rank, here.province_code) == (InstitutionKind.UNIVERSITY, 100, "30")
    assert here.code != "X"
    assert here.emblem is None


@pytest.mark.parametrize("content", [SVG, png()], ids=["svg", "png"])
def test_an_emblem_is_shown_and_taken_off(client: Browser, content: bytes) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = {"picture": (io.BytesIO(content), "ตรา.exe")}
    assert browser.post(f"/desk/{here.code}/emblem", data).status_code == 302
    shown = client.get(f"/emblems/{here.code}/{here.emblem}")
    assert shown.status_code == 200
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    if here.emblem_type == pictures.SVG:
        assert "sandbox" in shown.headers["Content-Security-Policy"]
    source = queries.emblem_source(here)
    assert source
    assert source.startswith(("<svg", "data:image/png;base64,"))
    assert client.get(f"/emblems/{here.code}/{'0' * 64}").status_code == 404
    browser.post(f"/desk/{here.code}/emblem/remove")
    assert here.emblem is None


def test_what_is_no_picture_is_refused(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    page = browser.post(f"/desk/{here.code}/emblem", {"picture": (io.BytesIO(b"MZ..."), "a.png")})
    assert "PNG or SVG" in page.text
    assert "Choose a picture first" in browser.post(f"/desk/{here.code}/emblem", {}).text


HOSTILE = [
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="alert(1)"><path d="M0 0" onclick="x()"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1"><use xlink:href="http://evil/x#a"/><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="http://evil/x.png"/><path d="M0 0" fill="url(http://evil/a)"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>@import "http://evil/a.css"; path{fill:red}</style><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>path{fill:u\\72l(http://evil/a)}</style><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><foreignObject><iframe src="http://evil"/></foreignObject><path d="M0 0" style="background:url(http://evil/a)"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><a href="javascript:alert(1)"><path d="M0 0"/></a><circle r="1"/><animate attributeName="href" to="javascript:x"/></svg>',
    b'<?xml-stylesheet href="http://evil/a.css"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script><path d="M0 0"/></svg>',
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>&lt;script&gt;alert(1)&lt;/script&gt;</title><path d="M0 0"/></svg>',
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_drawing_runs_or_fetches(content: bytes) -> None:
    cleaned, kind = pictures.clean(content)
    assert kind == pictures.SVG
    text = cleaned.decode().replace(pictures.NAMESPACE, "")
    assert not re.search(
        r"<script|on\w+=|evil|javascript|<image|<a\b|@import|foreign|<\?", text, re.I
    )
    assert pictures.clean(cleaned)[0] == cleaned


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&a;</text></svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
        b"<html><body>no</body></html>",
        b'<svg viewBox="0 0 1 1"><path d="M0 0">',
        b'<svg viewBox="0 0 1 1"><image href="data:image/png;base64,AAAA"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
        + b"<path/>" * 5000
        + b"</svg>",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
        + b'<use href="#a"/>' * 50
        + b"</svg>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        png(4000, 4000),
        b"<" + b"x" * 1_100_000,
        b"<?xml version='1.0' encoding='nonsense'?><svg viewBox='0 0 1 1'><path/></svg>",
        b"",
    ],
    ids=range(12),
)
def test_what_cannot_be_cleaned_is_refused(content: bytes) -> None:
    from lms.errors import DomainError

    with pytest.raises(DomainError):
        pictures.clean(content)


def test_a_large_png_becomes_small_enough_for_paper() -> None:
    noise = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).save(noise, "PNG")
    if len(noise.getvalue()) > pictures.MOST_BYTES:
        Image.effect_noise((800, 800), 90).save(noise := io.BytesIO(), "PNG")
    cleaned, kind = pictures.clean(noise.getvalue())
    assert len(pictures.source(cleaned, kind)) < pictures.LONGEST


def test_numbers_and_colours() -> None:
    assert numbering.example("{prefix} {seq:05d}/{be}", "มทส.", be_year=2569) == "มทส. 00001/2569"
    assert round(colours.contrast_on_paper("#000000")) == 21
    assert colours.stylesheet([("A}x", "#000000"), ("OK", "red"), ("FTI-NMA", "#0b6e4f")]) == (
        ".of-fti-nma{--institution:#0b6e4f}"
    )


def test_a_signatory_is_added_changed_and_retired(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = {"post_th": "คณบดี", "rank": "5", "picture": (io.BytesIO(SVG), "s.svg")}
    assert browser.post(f"/desk/{here.code}/signatories/new", data).status_code == 302
    post = db.session.scalars(select(Signatory)).one()
    assert post.signature
    path = f"/desk/signatories/{post.public_id}"
    page = browser.get(path).text
    assert 'src="data:image/svg+xml;base64,' in page
    data = {
        "post_th": "คณบดี",
        "post_en": "Dean",
        "rank": "5",
        "valid_from": "1/10/2569",
        "valid_to": "1/10/2568",
    }
    assert "must not be before" in browser.post(path, data).text
    data |= {"valid_from": "1/10/2567", "remove_signature": "y"}
    browser.post(path, data)
    assert (post.post.en, post.signature, post.valid_to.year) == ("Dean", None, 2025)
    assert not queries.signatories_on(here, queries.today())


def test_a_term_has_one_name_and_two_days(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    path = f"/desk/{here.code}/terms"
    data = {"label": "1/2569", "starts_on": "1/6/2569", "ends_on": "31/10/2569"}
    assert browser.post(path, data).status_code == 302
    assert "has this name" in browser.post(path, data).text
    assert (
        "must not be before"
        in browser.post(path, data | {"label": "2", "ends_on": "1/5/2569"}).text
    )
    term = db.session.scalars(select(Term)).one()
    browser.post(f"/desk/terms/{term.public_id}", data | {"label": "1/2570"})
    assert term.label == "1/2570"


def test_a_person_without_an_address_gets_one_later(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.REGISTRAR, at=here))
    data = {"first_th": "บุญมี", "last_th": "ใจดี", "date_of_birth": "1/2/2498"}
    page = browser.post(f"/desk/{here.code}/people/new", data)
    assert "This is needed" in page.text
    browser.post(f"/desk/{here.code}/people/new", data | {"on_paper": "y"})
    person = db.session.scalars(select(User).filter_by(first_th="บุญมี")).one()
    assert person.email is None
    assert db.session.scalars(select(Registration)).one().institution_id == here.id
    path = f"/desk/{here.code}/people/{person.public_id}/email"
    assert browser.post(path, {"email": "boonmee@example.org"}).status_code == 302
    assert person.email is None
    person.email = "boonmee@example.org"
    assert "has an address already" in browser.post(path, {"email": "thief@example.org"}).text
