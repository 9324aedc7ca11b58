"""The sweep of what signing in leaves behind, and the account in which the checks sign in."""

from app.accounts.service import own_visitor
from app.accounts.service.factors import letting_in
from app.accounts.service.sweeping import sweep
from app.accounts.visiting import hasher
from app.foundation.acts import Act
from app.foundation.jobs import Job


def _keep_own_visitor(act: Act) -> None:
    own_visitor.keep(act, hasher())


SWEEP = Job(
    "sweep-sign-ins",
    sweep,
    12 * 60,
    "Remove old sessions, codes, devices and counted tries",
    purposes="account",
    clause="signing-in",
)
LOST_FACTORS = Job(
    "end-lost-factors",
    letting_in.let_in_all,
    10,
    "End lost second factors for which two of the staff stand, after the wait",
    purposes="account",
    clause="signing-in",
)
OWN_VISITOR = Job(
    "own-visitor",
    _keep_own_visitor,
    10,
    "Keep the account in which the site's own checks sign in",
    nobody="nobody stands behind this account: it is the shop's own, for looking at itself",
)
