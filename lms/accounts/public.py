"""What packages above accounts may use."""

from lms.accounts.archive import to_csv
from lms.accounts.digests import decrypt, encrypt
from lms.accounts.factor import has_second_factor, prove_again
from lms.accounts.factor import is_fresh as factor_is_fresh
from lms.accounts.forms.coming_in import GuardianFields
from lms.accounts.forms.fields import EmailField, NameField
from lms.accounts.hashing import hash_password
from lms.accounts.identity import Claim, Principal, account, claims_from, mark_those
from lms.accounts.models import Profile, SensitiveProfile, User, UserState
from lms.accounts.names import NameProblem, PersonName, clean_name
from lms.accounts.operations import (
    AddressIsTaken,
    GuardianGiven,
    ask_new_email,
    close_all_sessions,
    create_user,
    open_session,
    register_person,
    reset_factor,
    update_profile,
)
from lms.accounts.operations import give as give_consent
from lms.accounts.operations import withdraw as withdraw_consent
from lms.accounts.parts import (
    Disclosure,
    Part,
    disclosures_from,
    erase_parts,
    export_parts,
    keeps,
)
from lms.accounts.queries import (
    PARTNERS,
    STATISTICS,
    consented_to,
    disabilities,
    disability,
    get_user,
    has_consented,
    names_of,
    normal_email,
    profile,
    user_by_email,
)
from lms.accounts.workplaces import Workplace, name_workplaces

__all__ = [
    "PARTNERS",
    "STATISTICS",
    "AddressIsTaken",
    "Claim",
    "Disclosure",
    "EmailField",
    "GuardianFields",
    "GuardianGiven",
    "NameField",
    "NameProblem",
    "Part",
    "PersonName",
    "Principal",
    "Profile",
    "SensitiveProfile",
    "User",
    "UserState",
    "Workplace",
    "account",
    "ask_new_email",
    "claims_from",
    "clean_name",
    "close_all_sessions",
    "consented_to",
    "create_user",
    "decrypt",
    "disabilities",
    "disability",
    "disclosures_from",
    "encrypt",
    "erase_parts",
    "export_parts",
    "factor_is_fresh",
    "get_user",
    "give_consent",
    "has_consented",
    "has_second_factor",
    "hash_password",
    "keeps",
    "mark_those",
    "name_workplaces",
    "names_of",
    "normal_email",
    "open_session",
    "profile",
    "prove_again",
    "register_person",
    "reset_factor",
    "to_csv",
    "update_profile",
    "user_by_email",
    "withdraw_consent",
]
