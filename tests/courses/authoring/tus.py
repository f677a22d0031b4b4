"""A client of tus 1.0.0, as small as a test needs it."""

import base64
from functools import partial
from typing import Any

from werkzeug.test import TestResponse

from courses.content.models import Course
from tests.conftest import Browser

TUS = {"Tus-Resumable": "1.0.0", "X-Requested-With": "fetch"}
PIECE = "application/offset+octet-stream"


class Client:
    """One reader's browser, and the uploads of one course."""

    def __init__(self, browser: Browser, course: Course) -> None:
        self.browser, self.root = browser, f"/studio/{course.code}/uploads"
        browser.refresh_token()

    def ask(self, method: str, path: str, headers: Any = (), **options: Any) -> TestResponse:
        sent = TUS | {"X-CSRFToken": self.browser.token} | dict(headers)
        ask = partial(self.browser.client.open, method=method)
        return self.browser._open(ask, path, headers=sent, **options)

    def create(self, size: int, name: str = "ภาพ.jpg", **headers: str) -> TestResponse:
        named = base64.b64encode(name.encode()).decode()
        meta = {
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {named},filetype aW1hZ2U=",
        }
        return self.ask("POST", self.root, meta | headers)

    def begin(self, size: int, name: str = "ภาพ.jpg") -> str:
        answer = self.create(size, name)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def send(self, path: str, content: bytes, offset: int, **headers: str) -> TestResponse:
        sent = {"Upload-Offset": str(offset), "Content-Type": PIECE}
        sent |= {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask("PATCH", path, sent, data=content)

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path).headers["Upload-Offset"])

    def upload(self, content: bytes, name: str = "ภาพ.jpg") -> dict[str, Any]:
        path = self.begin(len(content), name)
        answer = self.send(path, content, 0)
        assert answer.status_code == 204, answer.text
        state: dict[str, Any] = self.ask("GET", path).json  # type: ignore[assignment]
        return state
