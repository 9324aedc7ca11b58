"""Breaches of the checks of what our staff do for customers and see of them."""

from flask import Flask

from app.accounts.hashing import Hasher
from app.accounts.service import acting, create_staff, for_customer, open_account, profile
from app.accounts.service.acting import Begun
from app.accounts.service.profile import Profile
from app.audit import service as audit
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.rights import activity_words
from tests.evidence.breach import Breach, Patch
from tests.people import WEAK, WEAK_HASH, person

_made: dict[str, int] = {}


def a_clerk_and_a_customer(_app: Flask) -> None:
    """One of each; the clerk opened the customer's page and changed the name while acting for them."""
    act = Act(Actor("visitor"), clock.now(), 1)
    hasher: Hasher = WEAK
    new = person("clerk", "Sam Clerk", None)
    work.unit(lambda: _made.update(clerk=create_staff(act, new, "nine kites over the mill", ["service"], hasher)))
    work.unit(lambda: _made.update(customer=open_account(act, person("alex.kim", "Alex Kim"), WEAK_HASH)))
    work.unit(_looked_and_changed)


def _by_staff() -> Act:
    return Act(Actor("staff", str(_made["clerk"])), clock.now(), 1)


def _looked_and_changed() -> None:
    customer = _made["customer"]
    audit.record(_by_staff(), "staff.read", f"account:{customer}")
    acting.begin(_by_staff(), customer, Begun(_made["clerk"], "service", "You called about your name."))
    for_customer.change_profile(_by_staff(), customer, 1, Profile("Alex B. Kim", "", "", {}))


def changed_without_acting(_app: Flask, _patch: Patch) -> None:
    """A clerk changes a name after the acting ended, past the verbs that would refuse it."""

    def change() -> None:
        acting.end_own(_by_staff(), _made["customer"], _made["clerk"])
        profile.change(_by_staff(), _made["customer"], 2, Profile("Somebody Else", "", "", {}))

    work.unit(change)


def looks_are_kept_quiet(_app: Flask, patch: Patch) -> None:
    """The activity page leaves out what staff looked at."""
    patch.delitem(activity_words.WORDS, "staff.read")


STAFF: dict[str, Breach] = {
    "staff-changes-in-acting": Breach(changed_without_acting, a_clerk_and_a_customer, mended=False),
    "staff-readings-shown": Breach(looks_are_kept_quiet, a_clerk_and_a_customer),
}
