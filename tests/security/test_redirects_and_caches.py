"""Nothing leads away from here, and nobody's page is kept for somebody else."""

import pytest

from lms.web.security import safe_next
from tests import make
from tests.conftest import Browser

HOSTS = ["evil.example", "evil.example/x", "127.0.0.1@evil.example", "evil%2eexample"]
SHAPES = [
    "//{h}", "///{h}", "////{h}", "/\\{h}", "\\\\{h}", "\\/{h}", "/\t/{h}", "/\n/{h}", "/\r/{h}", " //{h}",
    "http://{h}", "https://{h}", "HTTPS://{h}", "https:{h}", "https:/{h}", "https:///{h}", "http:\\\\{h}",
    "javascript:alert(1)//{h}", "data:text/html,{h}", "vbscript:{h}", "ftp://{h}", "//{h}%2f..", "/\x00/{h}",
    "\x00//{h}", "/%5c\\{h}", "\u2028//{h}", "/\\/{h}", "/\\\\{h}", "//\\{h}", "x:{h}", "//[::1]@{h}",
    "https://thaksa@{h}", "//thaksa.example.{h}", "/\x0b/{h}", "/\x7f/{h}", "{h}", "./{h}", "../{h}", "?{h}",
    "#{h}", "mailto:x@{h}", "blob:{h}", "file://{h}", "//{h}:80", "//{h}?/", "//{h}#/", "/\x1f/{h}", "ws://{h}",
    "//%0d%0a{h}", "\u3000//{h}", "/\\\t{h}",
]  # fmt: skip


@pytest.mark.parametrize("target", [s.format(h=h) for s in SHAPES for h in HOSTS])
def test_a_redirect_stays_home(target: str) -> None:
    assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/", "/courses?q=%E0%B8%81", "/learn/ABCDEFGH2345/x#a", "/my"])
def test_a_path_of_ours_is_followed(target: str) -> None:
    assert safe_next(target, "/home") == target


def test_a_signed_in_page_is_never_shared(client: Browser) -> None:
    person = make.user()
    for path in ("/", "/courses", "/my", "/account/profile", "/account/data"):
        answer = client.as_(person).get(path)
        assert "private" in answer.headers["Cache-Control"], path
        assert "public" not in answer.headers["Cache-Control"], path


def test_the_next_reader_does_not_see_the_last_one(client: Browser) -> None:
    first = make.user(first_en="Kanittha", first_th="กนิษฐา")
    second = make.user(first_en="Somwang", first_th="สมหวัง")
    assert "Kanittha" in client.as_(first).get("/account/profile").text
    page = client.as_(second).get("/account/profile").text
    assert "Kanittha" not in page
    assert "Somwang" in page


@pytest.mark.parametrize("path", ["/", "/courses", "/log-in", "/sign-up", "/v", "/nowhere"])
def test_the_policy_allows_no_code_in_a_page(client: Browser, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
