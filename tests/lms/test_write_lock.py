"""Who waits for the write lock gets it in turn, or an error that says so; never nothing."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import write_lock
from lms.db import db, is_sqlite, one_transaction
from lms.write_lock import StillHeld, WriteLock
from tests import make


def test_a_wait_ends_with_an_error(tmp_path: Path) -> None:
    holder, other = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    holder.take()
    with pytest.raises(StillHeld):
        other.take(0.05)
    holder.release()
    other.take(1)
    other.release()


def test_who_gave_up_does_not_keep_the_lock_later(tmp_path: Path) -> None:
    holder, other, third = (WriteLock(tmp_path / "lock") for _ in range(3))
    holder.take()
    with pytest.raises(StillHeld):
        other.take(0.05)
    holder.release()
    time.sleep(0.05)  # the abandoned wait comes to its turn now
    third.take(0.5)
    with pytest.raises(StillHeld):
        other.take(0.05)


def test_who_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    holder, other = WriteLock(tmp_path / "lock"), WriteLock(tmp_path / "lock")
    holder.take()
    threading.Timer(0.05, holder.release).start()
    other.take(5)
    with pytest.raises(StillHeld):
        holder.take(0.01)


def test_a_second_write_connection_of_one_thread_does_not_hang(
    app: Flask, database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL has many writers")
    monkeypatch.setattr(write_lock, "MOST_SECONDS", 0.05)
    with one_transaction():
        make.user()
        with pytest.raises(sa.exc.OperationalError, match="write lock"):
            db.engines[None].connect().execute(sa.text("SELECT 1"))
    with one_transaction():
        make.user()
