"""People whom an institution registers at its desk, with or without e-mail."""

from datetime import date

from lms import audit
from lms.accounts.public import GuardianGiven, PersonName, User, ask_new_email, register_person
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.institutions.models import Institution, Registration


class NotRegisteredHere(DomainError):
    message = _l("This person has an address already and changes it themselves.")
    field = "email"


def register(
    institution: Institution,
    *,
    name: PersonName,
    date_of_birth: date | None,
    email: str | None = None,
    guardian: GuardianGiven | None = None,
    by: User,
) -> Registration:
    """A person with an account and consent on paper; whoever registers them can help them later."""
    user = register_person(
        name=name, date_of_birth=date_of_birth, email=email, guardian=guardian, by=by
    )
    registration = Registration(institution_id=institution.id, user=user)
    db.session.add(registration)
    db.session.flush()  # the trail names it
    audit.record("person.registered", registration, by=by, user=user.id)
    return registration


def offer_address(registration: Registration, email: str, *, by: User) -> None:
    """The person gets a link there; the address is theirs when it has been opened."""
    if registration.user.email is not None:
        raise NotRegisteredHere
    ask_new_email(registration.user, email)
    audit.record("person.address_offered", registration, by=by, user=registration.user_id)
