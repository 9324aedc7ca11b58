"""Whom staff mean: a customer by user ID or e-mail address, exactly, or whoever made a request."""

from app.accounts import user_ids
from app.accounts import views as account_views
from app.accounts.service import cards
from app.cases import views as cases
from app.foundation.errors import Missing, Refusal
from app.people import identifiers
from app.people import service as people
from app.people.identifiers import NotUsableError
from app.quotes import views
from app.quotes.service.asking import KIND


def find_customer(typed: str) -> int:
    """The account with that user ID or verified e-mail address.

    Raises:
        Refusal: nobody has it.
    """
    found = cards.id_of(user_ids.key(typed))
    if found is None:
        found = _by_email(typed)
    if found is None:
        raise Refusal("No customer has this user ID or e-mail address. Please check it, sign by sign.", "customer")
    return found


def user_id_of(account_id: int | None) -> str:
    """The user ID of an account, for a form that staff open from its page; empty where there is none."""
    card = account_views.account_card(account_id) if account_id is not None else None
    return card.user_id if card else ""


def meant(typed: str, case_number: int | None) -> int | None:
    """The account for a quote of staff; None for a request of somebody without one.

    Raises:
        Refusal: nobody has that name, there is no such request, or it is another customer's.
    """
    account_id = find_customer(typed) if typed else None
    if case_number is None:
        return account_id
    try:
        asked = views.request_of(case_number)
    except Missing:
        raise Refusal("There is no request for a quote with this number.", "case_number") from None
    if account_id is not None and asked.account_id not in {None, account_id}:
        raise Refusal("This request is another customer's.", "case_number")
    return account_id if account_id is not None else asked.account_id


def open_requests() -> list[cases.Row]:
    """The requests for a quote that wait for us or for the person, what is due first."""
    return cases.queue(cases.Wanted(kind=KIND)).rows


def _by_email(typed: str) -> int | None:
    try:
        email = identifiers.email(typed)
    except NotUsableError:
        return None
    person_id = people.person_of("email", email.key)
    card = cards.card_of_person(person_id) if person_id else None
    return card.id if card else None
