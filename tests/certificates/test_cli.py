"""What an operator types: samples, checks, keys, missing papers."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from certificates import operations, queries
from certificates.models import Certificate, CertificateState
from certificates.rendering import render
from certificates.signing import ensure_keys, sign
from certificates.statement import read
from lms import storage
from lms.clock import now
from lms.db import db, one_transaction
from lms.jobs.queue import drain
from tests import make


def sample(runner: Any, file: Path, **options: str) -> Any:
    course = make.course()
    given = {"first": "ปิ่นปินัทธ์", "last": "น้ำผึ้งหวาน", "course": course.code, "out": str(file)}
    db.session.commit()
    words = [f"--{name.replace('_', '-')}={value}" for name, value in (given | options).items()]
    return runner.invoke(args=["certificates", "sample", *words])


def issued() -> tuple[str, bytes]:
    code = operations.issue_for(make.completed()).code
    db.session.commit()
    drain()
    return code, storage.get(queries.paper_digest(code) or "")


def check(runner: Any, *files: Path | str) -> Any:
    return runner.invoke(args=["certificates", "check", *map(str, files)])


def test_a_sample_is_written_and_checks_as_a_sample(runner: Any, tmp_path: Path) -> None:
    out = tmp_path / "ตัวอย่าง.pdf"
    done = sample(runner, out, title="นางสาว", title_en="Ms.", first_en="Pin", last_en="Nam")
    assert done.exit_code == 0, done.output
    row = db.session.scalars(sa.select(Certificate)).one()
    assert (row.is_sample, row.register_number, row.learner_id) == (True, None, None)
    assert row.code in done.output
    said = read(row.statement)
    assert (said.holder.th, said.holder.en) == ("นางสาวปิ่นปินัทธ์ น้ำผึ้งหวาน", "Ms. Pin Nam")
    checked = check(runner, out)
    assert checked.exit_code == 0
    assert "ตัวอย่าง" in checked.output


def test_a_worker_that_draws_the_same_sample_changes_nothing(runner: Any, tmp_path: Path) -> None:
    sample(runner, tmp_path / "a.pdf")
    drain()
    assert check(runner, tmp_path / "a.pdf").exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"course": "NO-SUCH"},
        {"first": "😀"},
        {"first": "x" * 101},
        {"first": "  "},
        {"last": "a\x07b"},
        {"out": "/no/such/folder/a.pdf"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_wrong_usage_exits_2_and_leaves_nothing(
    runner: Any, tmp_path: Path, wrong: dict[str, str]
) -> None:
    assert sample(runner, tmp_path / "a.pdf", **wrong).exit_code == 2
    assert not list(tmp_path.iterdir())
    assert db.session.scalar(sa.select(sa.func.count(Certificate.id))) == 0


def test_only_good_files_exit_0(runner: Any, tmp_path: Path) -> None:
    code, content = issued()
    good, bad, other = (tmp_path / name for name in ("good.pdf", "bad.pdf", "other.txt"))
    good.write_bytes(content)
    bad.write_bytes(content[:-9] + b"x" + content[-8:])
    other.write_text("สวัสดี")
    assert check(runner, good).exit_code == 0
    assert "ลายมือชื่อสำหรับทดสอบ" in check(runner, good).output
    both = check(runner, good, bad, other)
    assert both.exit_code == 1
    assert [line.split(": ")[1].split(" ·")[0] for line in both.output.splitlines()] == [
        "ถูกต้อง", "ถูกแก้ไข", "ไม่ใช่ใบรับรอง",
    ]  # fmt: skip
    with one_transaction():
        db.session.execute(sa.update(Certificate).values(state=CertificateState.REVOKED))
    assert check(runner, good).exit_code == 1
    assert "ถูกเพิกถอน" in check(runner, good).output
    assert code in check(runner, good).output


def test_an_empty_and_an_enormous_file_are_not_good(runner: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    with (tmp_path / "large.pdf").open("wb") as large:
        large.truncate(3_000_000_000)
    for name in ("empty.pdf", "large.pdf"):
        assert check(runner, tmp_path / name).exit_code == 1


def test_no_file_or_a_missing_file_is_wrong_usage(runner: Any, tmp_path: Path) -> None:
    assert check(runner).exit_code == 2
    assert check(runner, tmp_path / "none.pdf").exit_code == 2
    assert check(runner, tmp_path).exit_code == 2


def test_the_paper_of_another_copy_is_not_ours(runner: Any, tmp_path: Path) -> None:
    code, _content = issued()
    statement = read(queries.get_certificate(code).statement)
    theirs = ensure_keys(tmp_path / "other")
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(sign(render(statement), theirs, reason="x", at=now()))
    answer = check(runner, forged)
    assert answer.exit_code == 1
    assert "ไม่ใช่ใบรับรองจากระบบนี้" in answer.output


def test_keys_says_that_they_are_for_testing(runner: Any) -> None:
    done = runner.invoke(args=["certificates", "keys"])
    assert "ลายมือชื่อสำหรับทดสอบ" in done.output


def test_recover_orders_what_is_missing(runner: Any) -> None:
    operations.issue_for(make.completed())
    db.session.commit()
    assert "0" in runner.invoke(args=["certificates", "recover"]).output


def test_help_is_there_for_every_command(runner: Any) -> None:
    told = runner.invoke(args=["certificates", "--help"]).output
    for word in ("sample", "check", "keys", "recover", "previews"):
        assert word in told
