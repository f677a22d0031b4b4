"""A real copy of Thaksa with demo data, served by its own supervisor, for browsers and benches."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / ".setup"
KEPT = ("drawn", "templates")
LATEST = 240


@dataclass
class Live:
    """Where it answers, where its data lies, and its process."""

    url: str
    data: Path
    process: subprocess.Popen[bytes] | None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def start(data: Path, *, demo: bool = True, **settings: str) -> Live:
    """Start a copy on a free port (or `THAKSA_PORT`) and wait until it is ready; what is costly to make is kept between runs."""
    port = settings.pop("THAKSA_PORT", "") or free_port()
    data.mkdir(parents=True, exist_ok=True)
    _copy_kept(MADE, data)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("THAKSA_")}
    environ |= {"THAKSA_DATA_DIR": str(data), "THAKSA_PORT": port} | settings
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "thaksa", "start"]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--demo"] if demo else command, cwd=ROOT, env=environ, stdout=log, stderr=log
        )
    live = Live(f"http://127.0.0.1:{port}", data, process)
    deadline = time.monotonic() + LATEST
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((data / "server.log").read_text()[-3000:])
        try:
            with urllib.request.urlopen(f"{live.url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    else:
        live.stop()
        raise RuntimeError((data / "server.log").read_text()[-3000:])
    _copy_kept(data, MADE)
    return live


def _copy_kept(source: Path, target: Path) -> None:
    for name in KEPT:
        if (source / name).exists():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
