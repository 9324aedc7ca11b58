"""Whose account a correction is about: only whoever proved it, as for values, or wrote while signed in."""

from app.accounts.service import cards
from app.cases import views
from app.foundation.errors import Missing
from app.rights.service.proofs import verified


def account_behind(case_number: int) -> int:
    """The account of whoever proved in this case who they are; 0 while nobody has.

    Raises:
        Missing: there is no such case.
    """
    try:
        proof = verified(case_number)
        person_id = proof.person_id if proof.whole else 0
    except Missing:
        person_id = views.case_of(case_number).person_id or 0
    card = cards.card_of_person(person_id) if person_id else None
    return card.id if card else 0
