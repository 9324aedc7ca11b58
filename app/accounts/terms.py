"""The house rules of accounts: how long, how many, how often."""

from datetime import datetime, timedelta

from app.accounts.codes import CodeTerms
from app.accounts.remember import Terms
from app.accounts.throttle import Patience
from app.foundation import rules

for _rule in (
    rules.Rule("retention.email-change-days", 30, "days", "The old address after a change of an e-mail address"),
    rules.Rule("account.email-undo-days", 7, "days", "Until when an old e-mail address may come back", most=30),
    rules.Rule("retention.invitation-days", 30, "days", "The invitation of a member of staff"),
    rules.Rule("account.session-days", 30, "days", "How long an unused sign-in lasts on the server"),
    rules.Rule("account.session-most-days", 90, "days", "How long one sign-in lasts at most, however much it is used"),
    rules.Rule("account.remember-days", 90, "days", "How long a device is remembered after its last use"),
    rules.Rule("account.remember-most-days", 365, "days", "How long a device is remembered at most"),
    rules.Rule("account.remember-grace-seconds", 120, "seconds", "How long a replaced remember token still works"),
    rules.Rule("account.mails-per-hour", 5, "mails", "Codes mailed to one address from one network in an hour"),
    rules.Rule("account.mails-per-hour-address", 20, "mails", "Codes mailed to one address in an hour"),
    rules.Rule("account.mails-per-hour-network", 60, "mails", "Codes asked for from one network in an hour"),
    rules.Rule("account.user-id-tries", 10, "tries", "Taken user IDs told in an hour to one new customer"),
    rules.Rule("account.code-minutes", 30, "minutes", "How long a mailed code works"),
    rules.Rule("account.sign-in-code-minutes", 10, "minutes", "How long a mailed code signs in"),
    rules.Rule("account.code-tries", 5, "tries", "How often a mailed code may be mistyped"),
    rules.Rule("account.confirmed-hours", 24, "hours", "How long a confirmed address waits for its registration"),
    rules.Rule("account.sign-in-tries", 4, "tries", "Wrong passwords for one account before the next must wait"),
    rules.Rule("account.network-sign-in-tries", 20, "tries", "Wrong passwords from one network before it must wait"),
    rules.Rule("account.longest-wait-minutes", 15, "minutes", "The longest wait after wrong passwords"),
    rules.Rule("account.tries-forgotten-hours", 6, "hours", "After how long without an error counts begin anew"),
    rules.Rule("account.most-addresses", 200, "addresses", "How many addresses one address book holds"),
    rules.Rule("account.second-minutes", 10, "minutes", "How long a right password waits for the second factor"),
    rules.Rule("account.lost-factor-hours", 24, "hours", "How long an owner can stop that lost second factors end"),
    rules.Rule("account.most-passkeys", 20, "passkeys", "How many passkeys one account may have"),
    rules.Rule("account.invitation-days", 7, "days", "How long the invitation of a member of staff works"),
):
    rules.declare(_rule)


def session_life() -> timedelta:
    """How long an unused session lasts."""
    return timedelta(days=rules.whole("account.session-days"))


def session_bounds(at: datetime) -> tuple[datetime, datetime]:
    """Since when a session must have been used, and after what it must have begun, to be open at that time."""
    return at - session_life(), at - timedelta(days=rules.whole("account.session-most-days"))


def codes(purpose: str = "") -> CodeTerms:
    """How long and how often a mailed code may be tried; one that signs in works for a shorter time than the others."""
    minutes = rules.whole("account.sign-in-code-minutes" if purpose == "sign-in" else "account.code-minutes")
    return CodeTerms(timedelta(minutes=minutes), rules.whole("account.code-tries"))


def patience() -> Patience:
    """How many wrong passwords are free, and how long the waits after them become."""
    return Patience(
        free={"account": rules.whole("account.sign-in-tries"), "network": rules.whole("account.network-sign-in-tries")},
        longest=timedelta(minutes=rules.whole("account.longest-wait-minutes")),
        forgotten=timedelta(hours=rules.whole("account.tries-forgotten-hours")),
    )


def confirmed() -> timedelta:
    """How long a confirmed address waits for its registration."""
    return timedelta(hours=rules.whole("account.confirmed-hours"))


def remember() -> Terms:
    """How long remembering lasts."""
    return Terms(
        sliding=timedelta(days=rules.whole("account.remember-days")),
        at_most=timedelta(days=rules.whole("account.remember-most-days")),
        grace=timedelta(seconds=rules.whole("account.remember-grace-seconds")),
    )
