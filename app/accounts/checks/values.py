"""What an account holds: the set that registration asks for, values that their owner sees and changes, passwords."""

import re
from collections.abc import Iterator

from app.accounts import own_visit, views
from app.accounts.own_visit import TurnedAway
from app.accounts.service import own_visitor
from app.foundation import own_pages
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import looking
from app.foundation.own_site import OwnSite, own_site
from app.foundation.recent import counted
from app.people.service.collected import Collected, collected

SET = frozenset({"user_id", "email", "name", "greeting", "address", "marketing_mail"})
"""What registering may collect; a billing address is an address, or waits for the first order."""
NEEDED = frozenset({"email", "name", "address"})
PROFILE = "/account/profile"
CHANGED = "visitor who looks"
STRONG = ((47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5))
"""Memory in KiB and passes of Argon2id, each pair as good as the next, as OWASP's cheat sheet has them."""
_HASH = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$[^$]{22,}\$[^$]{43,}")


def _registration() -> Result:
    asked = _first_question()
    registrations, faults = _registered()
    if asked != {"email"}:
        return verdict(False, f"The first page of registration asks for {', '.join(sorted(asked)) or 'nothing'}.")
    if faults:
        return verdict(False, f"Of the newest {counted(registrations, 'registration')}: {'; '.join(faults)}.")
    if not registrations:
        raise NotYet("The first page asks for the e-mail address only. Nobody has registered yet.")
    newest = counted(registrations, "registration")
    held = "with name, address, e-mail and nothing beyond the set, all with their origin and purpose"
    return verdict(True, f"The first page asks for the e-mail address only; of late {newest}, {held}.")


def _first_question() -> set[str]:
    form = own_pages.read(own_site().get("/register").text).form("/register")
    return form.names - {"csrf_token", ""} if form else set()


@looking()
def _registered() -> tuple[int, list[str]]:
    """How many registrations were looked at, and what is wrong with them, as half sentences."""
    opened = views.newest_customers()
    at_opening: dict[int, list[Collected]] = {person_id: [] for person_id in opened}
    for value in collected(list(opened)):
        if value.at == opened[value.person_id]:
            at_opening[value.person_id].append(value)
    faults = [fault for values in at_opening.values() for fault in _faults(values)]
    return len(opened), list(dict.fromkeys(faults))


def _faults(values: list[Collected]) -> Iterator[str]:
    fields = {value.field for value in values}
    for field in sorted(NEEDED - fields):
        yield f"{field} is not there"
    for field in sorted(fields - SET):
        yield f"{field} does not belong to the set"
    for value in values:
        if not value.origin or not value.purpose:
            yield f"{value.field} has no {'origin' if not value.origin else 'purpose'}"


def _own_values() -> Result:
    """See the profile, change the greeting by the form, read it back, change it back."""
    with own_visit.signed_in() as visitor:
        shown = _profile(visitor)
        held = {shown.get("name"), shown.get("greeting")} - {""}
        if shown.get("name") != own_visitor.NAME or len(held) < 2:
            return verdict(False, "The profile page does not show what our own visitor gave.")
        _change(visitor, CHANGED)
        changed = _profile(visitor).get("greeting") == CHANGED
        _change(visitor, own_visitor.GREETING)
        back = _profile(visitor).get("greeting") == own_visitor.GREETING
    seen = f"changed {'was' if changed else 'was not'} kept, changed back {'was' if back else 'was not'}"
    return verdict(changed and back, f"Our own visitor's profile page shows its values; a value that it {seen}.")


def _profile(visitor: OwnSite) -> dict[str, str]:
    form = own_pages.read(visitor.get(PROFILE).text).form(PROFILE)
    return form.fields if form else {}


def _change(visitor: OwnSite, greeting: str) -> None:
    answer = own_visit.send(visitor, PROFILE, greeting=greeting)
    if answer.status != 303:
        raise TurnedAway(f"The profile page answered {answer.status} to a change.")


@looking()
def _passwords() -> Result:
    """Every stored password, by its parameters; the hashes themselves tell nothing here."""
    total = weak = 0
    for stored in views.password_hashes():
        total, weak = total + 1, weak + (not _strong(stored))
    if not total:
        raise NotYet("There is no account yet.")
    if weak:
        return verdict(False, f"{weak} of {total} stored passwords are scrambled too weakly.")
    return verdict(True, f"All {total} stored passwords are scrambled by Argon2id, as strongly as OWASP advises.")


def _strong(stored: str) -> bool:
    found = _HASH.fullmatch(stored)
    if found is None:
        return False
    memory, passes = int(found[1]), int(found[2])
    return any(memory >= least and passes >= rounds for least, rounds in STRONG)


REGISTRATION_SET = Check(
    "registration-set",
    "Registration begins with the e-mail address alone and then collects name, address, e-mail and billing "
    "information: that set, each with its origin and what it is for, and nothing else.",
    _registration,
    (17, 18, 35),
    minutes=60,
    yourself="Open /register: it asks for your e-mail address only, and for the rest once that is confirmed.",
)
OWN_VALUES_SHOWN = Check(
    "own-values-shown",
    "A signed-in customer sees on the profile page what they gave, changes it there, and finds it changed.",
    _own_values,
    (39, 40),
    minutes=360,
    yourself="Sign in, open Profile, change how we greet you, and save: the page shows what you typed.",
)
PASSWORDS_SCRAMBLED = Check(
    "passwords-scrambled",
    "Every stored password is scrambled for good by Argon2id, at least as strongly as OWASP advises.",
    _passwords,
    (74,),
    minutes=720,
)
