"""Who you are: the person, how they come in, what they consented to."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.names import PersonName
from lms.db import Base, Entity, new_public_id
from lms.i18n import Localised


class UserState(enum.StrEnum):
    ACTIVE = "active"
    WAITING_FOR_GUARDIAN = "waiting_for_guardian"
    SUSPENDED = "suspended"
    ERASED = "erased"


class User(Entity):
    """One person, one account, however many institutions they study at."""

    __tablename__ = "user"
    __table_args__ = (
        sa.CheckConstraint(
            "state = 'erased' OR first_th <> '' OR first_en <> ''", "somebody_has_a_name"
        ),
        sa.CheckConstraint(
            "state <> 'erased' OR (email IS NULL AND password_hash IS NULL)", "erased_means_blank"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    email: Mapped[str | None] = mapped_column(sa.String(320), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    state: Mapped[UserState] = mapped_column(default=UserState.ACTIVE)
    locale: Mapped[str] = mapped_column(sa.String(2), default="th")
    date_of_birth: Mapped[date | None]
    title_th: Mapped[str] = mapped_column(sa.String(60), default="")
    first_th: Mapped[str] = mapped_column(sa.String(100), default="")
    last_th: Mapped[str] = mapped_column(sa.String(100), default="")
    title_en: Mapped[str] = mapped_column(sa.String(60), default="")
    first_en: Mapped[str] = mapped_column(sa.String(100), default="")
    middle_en: Mapped[str] = mapped_column(sa.String(100), default="")
    last_en: Mapped[str] = mapped_column(sa.String(100), default="")
    sort_key: Mapped[str] = mapped_column(sa.String(700), default="", index=True)
    terms_version: Mapped[int | None]
    notice_version: Mapped[int | None]
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    erased_at: Mapped[datetime | None]

    profile: Mapped["Profile | None"] = relationship(back_populates="user")

    @property
    def name(self) -> PersonName:
        return PersonName(
            title_th=self.title_th,
            first_th=self.first_th,
            last_th=self.last_th,
            title_en=self.title_en,
            first_en=self.first_en,
            middle_en=self.middle_en,
            last_en=self.last_en,
        )

    @property
    def display_name(self) -> Localised:
        return Localised(
            " ".join(filter(None, (self.first_th, self.last_th))),
            " ".join(filter(None, (self.first_en, self.middle_en, self.last_en))),
        )


class Profile(Base):
    """Dimensions of a person; every one is optional and says what it is for."""

    __tablename__ = "profile"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    sex: Mapped[str | None] = mapped_column(sa.String(40))
    province_code: Mapped[str | None] = mapped_column(sa.String(2))
    district_code: Mapped[str | None] = mapped_column(sa.String(4))
    subdistrict_code: Mapped[str | None] = mapped_column(sa.String(6))
    education: Mapped[str | None] = mapped_column(sa.String(40))
    employment: Mapped[str | None] = mapped_column(sa.String(40))
    occupation: Mapped[str | None] = mapped_column(sa.String(40))
    sector: Mapped[str | None] = mapped_column(sa.String(40))
    industry: Mapped[str | None] = mapped_column(sa.String(40))
    firm_size: Mapped[str | None] = mapped_column(sa.String(40))
    target_group: Mapped[str | None] = mapped_column(sa.String(40))
    workplace: Mapped[str | None] = mapped_column(sa.String(200))
    employer: Mapped[str | None] = mapped_column(sa.String(13))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    access_needs: Mapped[list[str]] = mapped_column(default=list)

    user: Mapped[User] = relationship(back_populates="profile")


class SensitiveProfile(Base):
    """What only a separate explicit consent lets us keep; encrypted, never exported per person."""

    __tablename__ = "sensitive_profile"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    disability: Mapped[str] = mapped_column(sa.Text)


class Guardian(Entity):
    """Who consents for a person whose age asks for it."""

    __tablename__ = "guardian"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    relation: Mapped[str] = mapped_column(sa.String(40))
    email: Mapped[str] = mapped_column(sa.String(320))
    consented_at: Mapped[datetime | None]


class UserSession(Entity):
    """One browser that is logged in; its token is in the signed cookie."""

    __tablename__ = "user_session"

    token: Mapped[str] = mapped_column(sa.String(43), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(sa.String(120), default="")


class TokenPurpose(enum.StrEnum):
    SIGN_UP = "sign_up"
    LOG_IN_CODE = "log_in_code"
    PROOF = "proof"
    RESET_PASSWORD = "reset_password"  # noqa: S105 (a purpose, no password)
    CHANGE_EMAIL = "change_email"
    GUARDIAN = "guardian"


class OneTimeToken(Entity):
    """A link or a code asked for by e-mail; only digests are kept, and it works once.

    A row is written for every question, whether or not the address is known; the job that sends
    the mail is the first to look. `handle` binds a code to the browser that asked for it.
    """

    __tablename__ = "one_time_token"
    __table_args__ = (sa.CheckConstraint("attempts >= 0 AND attempts <= 5", "tries_are_counted"),)

    purpose: Mapped[TokenPurpose]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(320), index=True)
    locale: Mapped[str] = mapped_column(sa.String(2))
    path: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    handle: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    code: Mapped[str | None] = mapped_column(sa.String(64))
    link: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class SecondFactor(Base):
    """What a staff member's authenticator app shares with us, encrypted; on once it was proved.

    `last_step` is the newest half minute whose code was used: no code works twice.
    """

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(sa.Text)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class RecoveryCode(Base):
    """A code on paper for the day the phone is lost; only its digest is kept, and it works once."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    used_at: Mapped[datetime | None]


class LogInFailure(Base):
    """Failures of one path (address × network, keyed digest) in the current window."""

    __tablename__ = "log_in_failure"

    path: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    window_ends_at: Mapped[datetime]


class ConsentText(Entity):
    """The words of one purpose in one version."""

    __tablename__ = "consent_text"
    __table_args__ = (sa.UniqueConstraint("purpose", "version"),)

    purpose: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    text: Mapped[Localised]
    title: Mapped[Localised]
    digest: Mapped[str] = mapped_column(sa.String(64))


class Consent(Entity):
    """One line of the ledger: given or withdrawn, on which words, when and how.

    After erasure the line stays and names nobody.
    """

    __tablename__ = "consent"

    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(40))
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("consent_text.id"))
    given: Mapped[bool]
    how: Mapped[str] = mapped_column(sa.String(40))
    guardian_id: Mapped[int | None] = mapped_column(sa.ForeignKey("guardian.id"))

    text: Mapped[ConsentText] = relationship()
