"""What dies is started again."""

import sys
import time

from lms.serving import Child


def test_a_process_that_died_is_started_again() -> None:
    child = Child("short life", [sys.executable, "-c", ""])
    child.keep()
    first = child.process
    assert first is not None
    first.wait()
    deadline = time.monotonic() + 5
    while child.process is first and time.monotonic() < deadline:
        child.keep()
        time.sleep(0.05)
    assert child.process is not None
    assert child.process is not first
    child.process.wait()
