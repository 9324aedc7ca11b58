"""Passkeys: adding one, and finding whose it is when one answers."""

from datetime import datetime
from typing import Any

import webauthn
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts import relying
from app.accounts.factor_models import Passkey
from app.accounts.relying import Asking, RelyingParty
from app.accounts.service import devices
from app.accounts.service.factors import adding, answers
from app.accounts.service.factors.answers import UNFIT
from app.audit import service as audit
from app.foundation import codes, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

KNOWN = "This device has a passkey for your account already."
COPIED = "This passkey was not taken: it may have been copied. We have told you by mail. Please use another way."
LONGEST_ID = 1400
"""Characters; the standard allows 1023 bytes."""


def options_to_add(asking: Asking, party: RelyingParty, account_id: int, user_id: str, at: datetime) -> dict[str, Any]:
    """What a browser needs to make a passkey, as JSON values."""
    return options_to_json_dict(
        webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name=party.name,
            user_name=user_id,
            user_id=relying.owner_handle(account_id),
            challenge=relying.question(asking, at),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                require_resident_key=True,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(account_id),
        )
    )


def options_to_prove(asking: Asking, party: RelyingParty, at: datetime, account_id: int = 0) -> dict[str, Any]:
    """What a browser needs to let a passkey answer; with an account, only its own may."""
    return options_to_json_dict(
        webauthn.generate_authentication_options(
            rp_id=party.id,
            challenge=relying.question(asking, at),
            allow_credentials=_descriptors(account_id) if account_id else None,
            user_verification=(
                UserVerificationRequirement.PREFERRED if account_id else UserVerificationRequirement.REQUIRED
            ),
        )
    )


def _descriptors(account_id: int) -> list[PublicKeyCredentialDescriptor]:
    rows = db.session.execute(
        select(Passkey.credential, Passkey.transports).where(Passkey.account_id == account_id).order_by(Passkey.id)
    )
    return [
        PublicKeyCredentialDescriptor(
            base64url_to_bytes(row.credential),
            transports=[AuthenticatorTransport(one) for one in row.transports.split()] or None,
        )
        for row in rows
    ]


def add(act: Act, asking: Asking, party: RelyingParty, account_id: int, name: str, sent: str) -> list[str]:
    """Keep a new passkey under that name. Gives recovery codes to show, where there were none.

    Raises:
        Refusal: the answer does not fit, the passkey is known, or there are too many.
    """
    most = rules.whole("account.most-passkeys")
    if (db.session.scalar(select(func.count(Passkey.id)).where(Passkey.account_id == account_id)) or 0) >= most:
        raise Refusal(f"Your account has {most} passkeys. Please end one that you no longer use first.")
    answer = answers.read(sent)
    answers.spend(act, asking, answer)
    made = answers.verify_new(party, answer)
    credential = relying.as_text(made.credential_id)
    if len(credential) > LONGEST_ID:
        raise Refusal(UNFIT)
    key = Passkey(
        account_id=account_id,
        credential_sha256=codes.digest(credential),
        credential=credential,
        public_key=relying.as_text(made.public_key),
        sign_count=made.sign_count,
        transports=made.transports,
        name=name,
        added_at=act.at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(key)
    except IntegrityError:
        raise Refusal(KNOWN) from None
    return adding.added(act, account_id, adding.PASSKEY)


def answered(act: Act, asking: Asking, party: RelyingParty, sent: str, *, account_id: int = 0, without: int = 0) -> int:
    """Whose passkey answered; its use is noted.

    With `account_id` it must be one of that account's (a second factor); alone it must have named its owner, and the
    device must have made sure of them. `without` is the id of a passkey that does not count here.

    Raises:
        Refusal: it does not fit, or its count went backwards, of which the owner is told.
    """
    answer = answers.read(sent)
    answers.spend(act, asking, answer)
    key = db.session.scalar(
        select(Passkey).where(Passkey.credential_sha256 == answer.credential_sha256).with_for_update()
    )
    if key is None or key.id == without or (account_id and key.account_id != account_id):
        raise Refusal(UNFIT)
    handle = relying.as_text(relying.owner_handle(key.account_id))
    if answer.owner_handle.rstrip("=") != handle and (answer.owner_handle or not account_id):
        raise Refusal(UNFIT)
    count = answers.verify(party, answer, key, person=not account_id)
    if (count or key.sign_count) and count <= key.sign_count:
        _copied(act, key.account_id)
    key.sign_count, key.last_used_at = count, act.at
    db.session.flush()
    audit.record(act, "passkey.used", f"account:{key.account_id}", passkey=key.id, purpose=asking.purpose)
    owner: int = key.account_id
    return owner


def _copied(act: Act, owner: int) -> None:
    """A count that goes backwards: there may be two of this passkey."""

    def tell() -> None:
        audit.record(act, "passkey.copied", f"account:{owner}")
        devices.notify(act, owner, "accounts/passkey_copied")

    work.keep(tell)
    raise Refusal(COPIED)
