"""Employers' organisations, and the people with skills for whom they look."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.public import Level
from lms.db import Base, Entity, new_public_id
from lms.i18n import Localised
from lms.institutions.public import Institution
from lms.reference.models import FrameworkSkill

MOST_PLACES = 100_000


class OrganisationKind(enum.StrEnum):
    COMPANY = "company"
    GOVERNMENT = "government"
    MUNICIPALITY = "municipality"
    STATE_ENTERPRISE = "state_enterprise"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ASSOCIATION = "association"
    COMMUNITY = "community"


class Body(enum.StrEnum):
    """The two associations of employers whose members are counted."""

    CHAMBER = "chamber"
    FTI = "fti"


class VacancySource(enum.StrEnum):
    FORM = "form"
    FILE = "file"


class Organisation(Entity):
    """An employer, by its 13-digit number; `words` is what it is found and ordered by."""

    __tablename__ = "organisation"
    __table_args__ = (
        sa.CheckConstraint("length(juristic_id) = 13", "a_number_has_13_digits"),
        sa.CheckConstraint("employees > 0", "employees_are_counted"),
        sa.Index("ix_organisation_words_id", "words", "id"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    juristic_id: Mapped[str] = mapped_column(sa.String(13), unique=True)
    name: Mapped[Localised]
    words: Mapped[str] = mapped_column(sa.String(500))
    kind: Mapped[OrganisationKind]
    sector: Mapped[str | None] = mapped_column(sa.String(40))
    industry: Mapped[str | None] = mapped_column(sa.String(40))
    employees: Mapped[int | None]
    firm_size: Mapped[str | None] = mapped_column(sa.String(40))
    province_code: Mapped[str | None] = mapped_column(sa.String(2))
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    email: Mapped[str | None] = mapped_column(sa.String(320))
    is_active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]

    memberships: Mapped[list["OrganisationMembership"]] = relationship(
        back_populates="organisation", order_by="OrganisationMembership.body"
    )


class OrganisationMembership(Base):
    """It is a member of the Chamber or of the FTI; who says so, and since when we know."""

    __tablename__ = "organisation_membership"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    body: Mapped[Body] = mapped_column(primary_key=True)
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    verified_on: Mapped[date]

    organisation: Mapped[Organisation] = relationship(back_populates="memberships")
    verified_by: Mapped[Institution | None] = relationship()


class Vacancy(Entity):
    """Places that an organisation has for people with certain skills."""

    __tablename__ = "vacancy"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "title", "opens_on"),
        sa.CheckConstraint("places > 0", "has_places"),
        sa.CheckConstraint("filled BETWEEN 0 AND places", "fills_its_places"),
        sa.CheckConstraint("opens_on <= closes_on", "closes_after_it_opens"),
        sa.Index("ix_vacancy_opens_on_id", "opens_on", "id"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    occupation: Mapped[str | None] = mapped_column(sa.String(40))
    district_code: Mapped[str] = mapped_column(sa.String(4))
    places: Mapped[int]
    filled: Mapped[int] = mapped_column(default=0)
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    source: Mapped[VacancySource] = mapped_column(default=VacancySource.FORM)
    changed_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    skills: Mapped[list["VacancySkill"]] = relationship(
        back_populates="vacancy",
        cascade="all, delete-orphan",
        order_by="VacancySkill.skill_id",
    )

    @property
    def open_places(self) -> int:
        return self.places - self.filled

    def is_open(self, on: date) -> bool:
        return (
            self.open_places > 0
            and self.opens_on <= on
            and (self.closes_on is None or on <= self.closes_on)
        )


class VacancySkill(Base):
    """What the people must be able to do, and how well."""

    __tablename__ = "vacancy_skill"

    vacancy_id: Mapped[int] = mapped_column(
        sa.ForeignKey("vacancy.id"), primary_key=True, autoincrement=False
    )
    skill_id: Mapped[int] = mapped_column(
        sa.ForeignKey("framework_skill.id"), primary_key=True, autoincrement=False, index=True
    )
    level: Mapped[Level]

    vacancy: Mapped[Vacancy] = relationship(back_populates="skills")
    skill: Mapped[FrameworkSkill] = relationship()


class DemandFile(Entity):
    """A file that somebody looked at: it waits a day to be taken in."""

    __tablename__ = "demand_file"
    __table_args__ = (
        sa.UniqueConstraint("digest", "user_id"),
        sa.Index("ix_demand_file_expires_at", "expires_at"),
    )

    digest: Mapped[str] = mapped_column(sa.String(64))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    expires_at: Mapped[datetime]
