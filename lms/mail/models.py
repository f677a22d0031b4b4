"""A message is a row until it has left, and a while after."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, Entity


class Message(Entity):
    """One e-mail to one address, sent once by its key."""

    __tablename__ = "message"

    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(sa.String(320))
    locale: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str] = mapped_column(sa.String(300))
    body: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime | None]

    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.position")


class Attachment(Base):
    """A file that leaves with a message; the storage keeps it under its digest."""

    __tablename__ = "message_attachment"
    __table_args__ = (sa.CheckConstraint("size >= 0", "a_file_has_a_size"),)

    message_id: Mapped[int] = mapped_column(
        sa.ForeignKey("message.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]


class KeptFile(Base):
    """Every file that was kept for a message; it goes when no message carries it any more."""

    __tablename__ = "message_file"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(index=True)
