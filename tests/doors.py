"""`python -m tests.doors` writes tests/access.txt anew."""

import tempfile
from pathlib import Path

from lms import config
from lms.app import create_app
from lms.web.access import doors

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(config.read({"THAKSA_DATA_DIR": folder}))
        (Path(__file__).parent / "access.txt").write_text("\n".join(doors(app)) + "\n")
