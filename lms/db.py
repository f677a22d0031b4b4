"""The database: one session, a write engine and a read engine, types and naming."""

import enum
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from lms.clock import now
from lms.config import Config
from lms.i18n import Localised
from lms.write_lock import StillHeld, WriteLock

PUBLIC_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one raises."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalisedType(TypeDecorator[Localised]):
    """`{"th": …, "en": …}` as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        return None if value is None else Localised.of(value).to_json()

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Localised | None:
        return None if value is None else Localised.of(value)


class Base(DeclarativeBase):
    """What every table has in common; hot tables derive from it with keys of their own."""

    metadata = metadata
    type_annotation_map = {
        datetime: UtcDateTime(),
        Localised: LocalisedType(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
        list[str]: sa.JSON(),
        str: sa.String(),
        enum.StrEnum: sa.Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [m.value for m in members],
        ),
    }


class Entity(Base):
    """A row with a big integer key that is never shown."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)


def new_public_id() -> str:
    """12 characters of a 32-letter alphabet without look-alikes: 60 random bits."""
    return "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(12))


class RoutingSession(FlaskSession):
    """Reads of a GET go through the read engine, everything else through the write engine."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        if self.info.get("reading"):
            return self._db.engines["read"]
        return self._db.engines[None]


db = SQLAlchemy(
    metadata=metadata, session_options={"class_": RoutingSession, "expire_on_commit": False}
)


def init_app(app: Flask, config: Config) -> None:
    """Bind the session to two engines over the same database."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    if config.is_sqlite:
        common: dict[str, Any] = {
            "hide_parameters": True,  # an error names no person
            "connect_args": {"timeout": 20, "check_same_thread": False},
        }
        write, read = dict(common), dict(common)
    else:
        common = {"hide_parameters": True, "pool_size": 6, "max_overflow": 4}
        write = dict(common)
        read = common | {
            "isolation_level": "AUTOCOMMIT",
            "skip_autocommit_rollback": True,
            "pool_reset_on_return": None,
            "connect_args": {"options": "-c default_transaction_read_only=on"},
        }
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = write
    app.config["SQLALCHEMY_BINDS"] = {"read": {"url": config.database_url} | read}
    db.init_app(app)
    with app.app_context():
        for key, engine in ((None, db.engines[None]), ("read", db.engines["read"])):
            if config.is_sqlite:
                _tune_sqlite(engine, reading=key == "read", config=config)


def _tune_sqlite(engine: Engine, *, reading: bool, config: Config) -> None:
    lock_path = config.data_dir / "write.lock"

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=20000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16384",
            "mmap_size=268435456",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        if reading:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        if not reading:
            record.info["lock"] = WriteLock(lock_path)

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        if reading:
            connection.exec_driver_sql("BEGIN")
            return
        lock: WriteLock = connection.info["lock"]
        try:
            lock.take()
        except StillHeld as stuck:
            raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, stuck) from stuck
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            lock.release()
            raise

    @event.listens_for(engine, "checkin")
    def on_checkin(connection: Any, record: Any) -> None:
        if "lock" in record.info:
            record.info["lock"].release()

    @event.listens_for(engine, "close")
    def on_close(connection: Any, record: Any) -> None:
        if "lock" in record.info:
            record.info.pop("lock").close()


def check_durability() -> None:
    """Refuse to start where an acknowledged write could be lost."""
    with db.engines[None].connect() as connection:
        if connection.dialect.name == "sqlite":
            synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
            journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
            keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
            if (synchronous, journal, keys) != (2, "wal", 1):
                raise RuntimeError(f"SQLite is not durable: {synchronous=} {journal=} {keys=}")
        else:
            commit = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
            if commit not in ("on", "remote_apply", "remote_write"):
                raise RuntimeError(f"PostgreSQL is not durable: synchronous_commit={commit}")


def is_sqlite() -> bool:
    return db.engines[None].dialect.name == "sqlite"


@contextmanager
def one_transaction() -> Iterator[None]:
    """Everything inside is committed together or not at all; for commands and jobs."""
    writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def one_moment() -> Iterator[sa.Connection]:
    """A connection that only reads, and however many statements show one state of the database."""
    with db.engines["read"].connect() as connection:
        if is_sqlite():
            yield connection
            return
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def writing() -> None:
    """From here the session writes; what it read before is forgotten."""
    if db.session.info.get("reading"):
        db.session.rollback()
        db.session.expunge_all()
    db.session.info["reading"] = False


def reading() -> None:
    """From here the session can only read: the engine refuses a write."""
    db.session.info["reading"] = True


def aside(operation: Callable[[], None]) -> None:
    """Run `operation` in a transaction of its own, kept even when the request is refused.

    The request's own transaction is rolled back first: SQLite has one writer.
    """
    db.session.rollback()
    was_reading = db.session.info.get("reading", False)
    db.session.info["reading"] = False
    try:
        operation()
        db.session.commit()
    finally:
        db.session.rollback()
        db.session.info["reading"] = was_reading


def let_go() -> None:
    """Give the write lock back before slow work: nothing is written yet, and all is read again."""
    db.session.rollback()


def lock_row(entity: Any, *, rows_may_refer: bool = False) -> None:
    """Hold the row until the transaction ends and read it afresh (SQLite has one writer already).

    `rows_may_refer`: new rows that refer to it do not wait for us.
    """
    own = {"of": type(entity), "key_share": rows_may_refer}  # not what was loaded with it
    db.session.refresh(entity, with_for_update=None if is_sqlite() else own)


def lock_rows(model: type[Base]) -> None:
    """The same of every row of a small table, in one order."""
    if not is_sqlite():
        rows = sa.select(model).order_by(*sa.inspect(model).primary_key).with_for_update()
        db.session.scalars(rows.execution_options(populate_existing=True)).all()
