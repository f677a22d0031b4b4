"""What a synthetic load put into the database, so that exactly that can be taken out again."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId, Entity


class DemoLoad(Entity):
    """One load of invented learners; `seed` and `learners` make it the same again."""

    __tablename__ = "demo_load"

    seed: Mapped[int]
    learners: Mapped[int]
    finished: Mapped[bool] = mapped_column(default=False)


class DemoRange(Base):
    """The rows of one table that one chunk of a load made: ids from `first_id` to `last_id`.

    Chunk 0 is the catalogue; whatever refers to these rows belongs to the load too.
    """

    __tablename__ = "demo_range"

    load_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("demo_load.id"), primary_key=True)
    chunk: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    first_id: Mapped[int] = mapped_column(sa.BigInteger)
    last_id: Mapped[int] = mapped_column(sa.BigInteger)
