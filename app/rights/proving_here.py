"""Who stands before a page of a request: the browser that typed its code, or the person, freshly signed in.

Pages of what may be asked (to see, to correct, to erase, to object) call `proof_here` before they show anything.
"""

from app.accounts.visiting import visit
from app.foundation import clock
from app.foundation.access import FreshSignInNeeded, is_fresh, viewer
from app.foundation.errors import Missing
from app.rights.service import requests
from app.rights.service.requests import Proof


def proof_here(number: int) -> Proof | None:
    """What this browser may see of the request; None where it has to type the code first.

    Raises:
        FreshSignInNeeded: it is the signed-in person's own request, and the sign-in is not recent.
    """
    try:
        proof = requests.verified(number)
    except Missing:
        return None
    if proof.level == "values":
        # What a sign-in opened, no code opens.
        who = viewer()
        if not who.signed_in or who.person_id != proof.person_id:
            return None
        if not is_fresh(who):
            raise FreshSignInNeeded
        return proof
    return proof if requests.admitted(number, visit().session_sha256, clock.now()) else None
