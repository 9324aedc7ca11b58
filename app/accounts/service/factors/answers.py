"""What a browser's passkey sent, verified by the library: whose question it answers, where, and with which key."""

import json
from dataclasses import dataclass
from typing import Any

import webauthn
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.structs import AuthenticatorTransport

from app.accounts import relying
from app.accounts.factor_models import Passkey, SpentChallenge
from app.accounts.relying import Asking, RelyingParty
from app.foundation import codes, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

MOST = 20_000
"""Characters of an answer; real ones have one or two thousand."""
NOTHING = "No passkey answered. Please try again; it needs a browser that knows passkeys, with scripts switched on."
LATE = "This took too long, or the page was opened elsewhere meanwhile. Please try again."
UNFIT = "This passkey does not fit here. Please choose another, or another way."
TRANSPORTS = tuple(one.value for one in AuthenticatorTransport)


@dataclass(frozen=True)
class NewKey:
    """The public half of a passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: str


@dataclass(frozen=True)
class Answer:
    """An answer as it was sent: not believed yet."""

    sent: dict[str, Any]
    challenge: bytes
    credential_id: str
    owner_handle: str

    @property
    def credential_sha256(self) -> str:
        return codes.digest(self.credential_id)


def read(text: str) -> Answer:
    """Take the answer apart.

    Raises:
        Refusal: it is none.
    """
    try:
        sent = json.loads(text) if 0 < len(text) <= MOST else {}
        response = sent["response"]
        challenge = parse_client_data_json(base64url_to_bytes(response["clientDataJSON"])).challenge
        return Answer(sent, challenge, str(sent["id"]), str(response.get("userHandle") or ""))
    except Exception:  # whatever a stranger sends, and however the library stumbles over it, it is no answer
        raise Refusal(NOTHING) from None


def verify_new(party: RelyingParty, answer: Answer) -> NewKey:
    """Verify a passkey that was made just now, whose question is spent.

    Raises:
        Refusal: the answer does not fit.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=answer.sent,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
        named = answer.sent["response"].get("transports") or []
        transports = " ".join(one for one in TRANSPORTS if one in named)
    except Exception:  # as above
        raise Refusal(UNFIT) from None
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count, transports)


def verify(party: RelyingParty, answer: Answer, key: Passkey, *, person: bool) -> int:
    """Verify an answer, whose question is spent, against the public half; gives the sign count that the passkey tells.

    `person`: the device must have made sure of its owner (a finger, a face, a PIN), since it is the only factor.
    The count is for the caller to judge.

    Raises:
        Refusal: as above.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=answer.sent,
            expected_challenge=answer.challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=0,
            require_user_verification=person,
        )
    except Exception:  # as above
        raise Refusal(UNFIT) from None
    return found.new_sign_count


def spend(act: Act, asking: Asking, answer: Answer) -> None:
    """A question is ours, not too old, and answered once, well or badly: a refused answer uses it up, too.

    Raises:
        Refusal: it is none of ours, too old, or was answered before.
    """
    if not relying.is_ours(answer.challenge, asking, act.at):
        raise Refusal(LATE)
    digest = codes.digest(relying.as_text(answer.challenge))
    if not _noted(act, digest):
        raise Refusal(LATE)

    def again() -> None:
        _noted(act, digest)

    work.keep(again)


def _noted(act: Act, digest: str) -> bool:
    """Whether this is the first answer to the question; from now on it is not."""
    try:
        with db.session.begin_nested():
            db.session.add(SpentChallenge(challenge_sha256=digest, spent_at=act.at))
    except IntegrityError:
        return False
    return True
