import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from lms.child import Child, ChildFailed
from tests.lms import hungry

HUNGRY = "tests.lms.hungry"


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    one = Child(HUNGRY, seconds=1)
    yield one
    one.close()


def failure(child: Child, function: str, *args: Any) -> str:
    with pytest.raises(ChildFailed) as failed:
        child.call(HUNGRY, function, *args)
    return failed.value.reason


def test_it_answers(child: Child) -> None:
    large = os.urandom(11 << 20)
    assert child.call(HUNGRY, "echo", large) == large
    assert child.call(HUNGRY, "plain") == hungry.plain()


def test_it_stays_warm(child: Child) -> None:
    assert child.call(HUNGRY, "number") == child.call(HUNGRY, "number") != os.getpid()


@pytest.mark.parametrize("function", ["sleep", "spin"])
def test_what_takes_too_long_is_ended(child: Child, function: str) -> None:
    before = child.call(HUNGRY, "number")
    start = time.monotonic()
    assert failure(child, function, *([60] if function == "sleep" else [])) == "time"
    assert time.monotonic() - start < 3
    assert not psutil.pid_exists(before)
    assert child.call(HUNGRY, "number") != before


def test_what_takes_too_much_is_refused(child: Child) -> None:
    assert failure(child, "eat", 1 << 30) == "memory"
    assert child.call(HUNGRY, "eat", 10 << 20) == 10 << 20


def test_a_crash_is_a_failure_and_the_next_call_works(child: Child) -> None:
    assert failure(child, "crash") == "crash"
    assert child.call(HUNGRY, "echo", 1) == 1


def test_a_fault_says_its_kind_and_no_name(child: Child) -> None:
    with pytest.raises(ChildFailed) as failed:
        child.call(HUNGRY, "fail", "นางสาวลับ")
    assert (failed.value.reason, failed.value.detail) == ("raised", "KeyError")


def test_it_reaches_no_network(child: Child) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        assert failure(child, "connect", server.getsockname()[1]) == "raised"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_it_starts_no_program_and_writes_no_file(child: Child, tmp_path: Path) -> None:
    assert failure(child, "spawn") == "raised"
    assert failure(child, "write", str(tmp_path / "x")) == "raised"
    assert not list(tmp_path.iterdir())


def test_it_knows_no_secret(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAKSA_SECRET_KEY", "secret")
    child.close()
    assert not [name for name in child.call(HUNGRY, "environment") if name.startswith("THAKSA")]


def test_what_it_answers_cannot_act(child: Child) -> None:
    assert failure(child, "evil") == "crash"


def test_only_its_own_modules_are_called(child: Child) -> None:
    with pytest.raises(ValueError, match="not for this child"):
        child.call("os", "getcwd")


def test_a_module_that_does_not_load_says_so() -> None:
    one = Child("tests.lms.no_such_module")
    with pytest.raises(ChildFailed, match="start ModuleNotFoundError"):
        one.call("tests.lms.no_such_module", "x")


def test_threads_share_it(child: Child) -> None:
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda n: child.call(HUNGRY, "echo", n), range(60))) == list(range(60))


def test_nothing_is_left_behind() -> None:
    one = Child(HUNGRY, seconds=0.3)
    one.call(HUNGRY, "echo", 1)
    before, folder = psutil.Process().num_fds(), one._folder
    for _ in range(3):
        assert failure(one, "sleep", 60) == "time"
        one.call(HUNGRY, "echo", 1)
    assert psutil.Process().num_fds() == before
    assert not os.path.exists(folder)
    last = one._folder
    one.close()
    assert psutil.Process().num_fds() == before - 1
    assert not os.path.exists(last)


def test_it_ends_with_its_parent() -> None:
    script = (
        "from lms.child import Child\n"
        f"one = Child({HUNGRY!r})\n"
        f"print(one.call({HUNGRY!r}, 'number'), one._folder, flush=True)\n"
        "import os; os._exit(1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    number, folder = done.stdout.split()
    for _ in range(100):
        if not psutil.pid_exists(int(number)) and not os.path.exists(folder):
            return
        time.sleep(0.05)
    pytest.fail("it lives on")


def test_a_forked_process_has_a_child_of_its_own(child: Child) -> None:
    theirs = child.call(HUNGRY, "number")
    ours, line = os.pipe()
    process = os.fork()
    if process == 0:
        with os.fdopen(line, "w") as out:
            out.write(str(child.call(HUNGRY, "number")))
        child.close()
        os._exit(0)
    os.close(line)
    with os.fdopen(ours) as read:
        assert int(read.read()) != theirs
    os.waitpid(process, 0)
    assert child.call(HUNGRY, "number") == theirs
