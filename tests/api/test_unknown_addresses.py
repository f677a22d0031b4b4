"""Whatever is wrong with an address of the interface, programs read a problem, never a page."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/measures/M01/deeper", 404),
        ("GET", "/api/v1/", 404),
        ("POST", "/api/v1/measures", 405),
        ("DELETE", "/api/v1/measures/M01", 405),
    ],
)
def test_the_answer_is_a_problem(client: Any, method: str, path: str, status: int) -> None:
    answer = client.client.open(f"{path}?lang=th", method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["detail"] in ("ไม่มีสิ่งใดอยู่ที่ที่อยู่นี้", "ที่อยู่นี้ไม่รับวิธีเรียกแบบนี้")
    assert answer.headers["Content-Language"] == "th"
    assert ("Allow" in answer.headers) is (status == 405)


def test_people_still_get_a_page(client: Any) -> None:
    assert client.get("/api/v2/nothing").content_type.startswith("text/html")
    assert client.get("/nothing").content_type.startswith("text/html")
