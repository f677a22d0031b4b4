"""Every door is declared, and the table of doors is a file."""

from pathlib import Path

from flask import Flask

from lms.web.access import doors

TABLE = Path(__file__).parent / "access.txt"


def test_the_table_of_doors_is_up_to_date(app: Flask) -> None:
    assert TABLE.read_text().splitlines() == doors(app), "run: python -m tests.doors"


def test_a_view_without_a_policy_stops_the_start(app: Flask) -> None:
    import pytest

    from lms.web.access import check_doors

    app.view_functions["nobody"] = lambda: ""
    try:
        with pytest.raises(RuntimeError, match="nobody"):
            check_doors(app)
    finally:
        del app.view_functions["nobody"]
