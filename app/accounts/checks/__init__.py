"""Checks of this room: cookies, sign-in, what belongs to an account and who may see it."""

from app.accounts.checks.acting import STAFF_CHANGES
from app.accounts.checks.agreements import AGREEMENT_NUMBERED, AREAS_ASK_AGREEMENT
from app.accounts.checks.areas import AREAS_CLOSED, NO_COOKIE_WITHOUT_FORM
from app.accounts.checks.cookies import COOKIE_CONTENTS, COOKIE_RECOGNIZES
from app.accounts.checks.values import OWN_VALUES_SHOWN, PASSWORDS_SCRAMBLED, REGISTRATION_SET
from app.foundation.checks import Check

CHECKS: list[Check] = [
    AGREEMENT_NUMBERED,
    AREAS_ASK_AGREEMENT,
    AREAS_CLOSED,
    COOKIE_CONTENTS,
    COOKIE_RECOGNIZES,
    NO_COOKIE_WITHOUT_FORM,
    OWN_VALUES_SHOWN,
    PASSWORDS_SCRAMBLED,
    REGISTRATION_SET,
    STAFF_CHANGES,
]
