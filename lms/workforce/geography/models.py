"""How many people live where, and what a province looks like: data, with where it comes from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, Entity


class Population(Base):
    """Inhabitants of a province (2 digits) or district (4 digits) in a year of the Buddhist era."""

    __tablename__ = "population"
    __table_args__ = (sa.CheckConstraint("people >= 0", "nobody_is_less_than_nobody"),)

    area_code: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(200))


class ProvinceMap(Entity):
    """The outlines of a province's districts, as SVG paths; without one it is drawn as tiles."""

    __tablename__ = "province_map"

    province_code: Mapped[str] = mapped_column(sa.ForeignKey("province.code"), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    paths: Mapped[dict[str, Any]]
    attribution: Mapped[str] = mapped_column(sa.String(300))
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
