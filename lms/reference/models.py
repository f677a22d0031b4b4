"""Code lists, provinces, frameworks and brand: data with versions, never enums."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Entity
from lms.i18n import Localised


class CodeEntry(Entity):
    """One row of a code list (education, employment, target_group, dimension, sex …)."""

    __tablename__ = "code_entry"
    __table_args__ = (sa.UniqueConstraint("list_name", "code"),)

    list_name: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[Localised]
    parent_code: Mapped[str | None] = mapped_column(sa.String(40))
    position: Mapped[int] = mapped_column(default=0)
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    valid_to: Mapped[date | None]


class Province(Entity):
    """A province that takes part; its brand is how the platform is called there."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(sa.String(2), unique=True)
    name: Mapped[Localised]
    is_home: Mapped[bool] = mapped_column(default=False)
    product_name: Mapped[Localised]
    programme: Mapped[Localised]
    headline: Mapped[Localised]
    introduction: Mapped[Localised]
    contact_email: Mapped[str] = mapped_column(sa.String(320), default="")
    dpo_contact: Mapped[Localised] = mapped_column(default=Localised)


class District(Entity):
    """อำเภอ of a participating province, by its DOPA code."""

    __tablename__ = "district"

    code: Mapped[str] = mapped_column(sa.String(4), unique=True)
    province_code: Mapped[str] = mapped_column(sa.ForeignKey("province.code"), index=True)
    name: Mapped[Localised]
    tile_column: Mapped[int | None]
    tile_row: Mapped[int | None]


class Framework(Entity):
    """A competency framework in one version; `replaced_by` is the code of the one after it."""

    __tablename__ = "framework"
    __table_args__ = (
        sa.CheckConstraint("replaced_by <> code", "another_replaces_it"),
        sa.CheckConstraint(
            "replaced_by IS NULL OR valid_to IS NOT NULL", "what_is_replaced_has_a_day"
        ),
    )

    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[Localised]
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    valid_to: Mapped[date | None]
    replaced_by: Mapped[str | None] = mapped_column(sa.String(40), sa.ForeignKey("framework.code"))


class FrameworkSkill(Entity):
    """One skill or competence of a framework."""

    __tablename__ = "framework_skill"
    __table_args__ = (sa.UniqueConstraint("framework_code", "code"),)

    framework_code: Mapped[str] = mapped_column(sa.ForeignKey("framework.code"))
    code: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[Localised]


class SkillMapping(Entity):
    """Skill A of one framework corresponds to skill B of another, and B to A; A has the smaller id."""

    __tablename__ = "skill_mapping"
    __table_args__ = (
        sa.UniqueConstraint("from_skill_id", "to_skill_id"),
        sa.CheckConstraint("from_skill_id < to_skill_id", "a_pair_stands_once"),
    )

    from_skill_id: Mapped[int] = mapped_column(sa.ForeignKey("framework_skill.id"))
    to_skill_id: Mapped[int] = mapped_column(sa.ForeignKey("framework_skill.id"))
