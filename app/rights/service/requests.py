"""Requests of people about themselves, as other rooms and pages use them.

number = ask(act, kind, email, network)             anybody; the answer is the same for everybody
number = ask_signed_in(act, kind, person_id, ...)   from the account, after a fresh sign-in
number = ask_by_post(act, ByPost(...))              by staff, for a letter or a call
prove(act, number, email, code, where)              a typed code
verified(number) -> Proof                           what is proven: `opens`, `whole`, `keys`
hand_to_staff(act, number), settle(act, number)     what became of a correction, an erasure, an objection
"""

from app.cases.service import requesting
from app.cases.service.requesting import RequestCard, request_card, requests_of
from app.foundation.acts import Act
from app.rights.service.asking import ByPost, ask, ask_by_post, ask_signed_in, letter_code, new_code
from app.rights.service.facts_known import Facts
from app.rights.service.proofs import Level, Proof, verified
from app.rights.service.proving import Where, admitted, claim, prove, tell_facts

__all__ = [
    "ByPost",
    "Facts",
    "Level",
    "Proof",
    "RequestCard",
    "Where",
    "admitted",
    "ask",
    "ask_by_post",
    "ask_signed_in",
    "claim",
    "hand_to_staff",
    "letter_code",
    "new_code",
    "prove",
    "request_card",
    "requests_of",
    "settle",
    "tell_facts",
    "verified",
]


def hand_to_staff(act: Act, number: int) -> None:
    """Somebody here has to decide: the case waits for us, with its clock.

    Raises:
        Missing: there is no such case.
    """
    requesting.bring(act, number, "received")


def settle(act: Act, number: int) -> None:
    """What was asked is done, and the person saw it.

    Raises:
        Missing: there is no such case.
    """
    requesting.bring(act, number, "closed", happened="closed")
