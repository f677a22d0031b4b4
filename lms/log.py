"""Log lines are events with fields, one JSON object a line."""

import json
import logging
import re
import sys
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
_address = re.compile(r"[^\s@<>(){}\[\]'\",;:]+@[^\s@<>(){}\[\]'\",;:]+")
_plain = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def without_addresses(text: str) -> str:
    """What others wrote (a mail server, a database), without the e-mail addresses in it."""
    return _address.sub("…@…", text)


class JsonLines(logging.Formatter):
    """Event, level, time, request id and the `extra` fields; never a message with data in it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "from": record.name,
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {k: v for k, v in record.__dict__.items() if k not in _plain}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return without_addresses(json.dumps(line, ensure_ascii=False, default=str))


def set_up(level: int = logging.INFO) -> None:
    """Send everything to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("pyhanko").setLevel(logging.WARNING)
