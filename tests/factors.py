"""A phone with an authenticator app, and a passkey in software, for tests of second factors."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

from app.accounts.factor_models import Passkey
from app.accounts.service.factors import authenticator, losing
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.pages import BASE, Page
from tests.people import PASSWORD, SignedIn

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
HOME = "/account/security/factors"


@dataclass
class Phone:
    """An authenticator app with one secret; `code` gives each step's code once, as a patient person types them."""

    secret: str
    last: int = 0

    def code(self) -> str:
        """A code of the newest step that was not given yet, at most one ahead of now."""
        here = int(clock.now().timestamp()) // 30
        self.last = max(self.last + 1, here - 1)
        assert self.last <= here + 1, "the phone has shown all codes that are good now"
        return pyotp.TOTP(self.secret).at(self.last * 30)


def with_app(act: Act, account_id: int) -> tuple[Phone, list[str]]:
    """Give an account an authenticator app; its phone and its recovery codes."""
    codes: list[str] = []
    work.unit(lambda: authenticator.begin(act, account_id))
    phone = Phone(str(authenticator.waiting_secret(account_id)))
    work.unit(lambda: codes.extend(authenticator.confirm(act, account_id, phone.code())))
    return phone, codes


def with_factors(act: Act, account_id: int) -> None:
    """A passkey whose key nobody has, an app that waits for its first code, and a request to end all factors."""
    columns = {"credential": "AAAA", "public_key": "AAAA", "sign_count": 0, "transports": "", "added_at": act.at}
    db.session.add(Passkey(account_id=account_id, credential_sha256="0" * 64, name="blue key", **columns))
    authenticator.begin(act, account_id)
    losing.open_request(act, account_id, "My bag was stolen, with the phone and the key in it.")


def set_up_app(customer: SignedIn) -> tuple[Phone, list[str]]:
    """The same by the pages, as a customer does it."""
    page = customer.get(HOME).form("/app/new").submit().follow()
    phone = Phone(page["section code"][0].text_content().replace(" ", ""))
    shown = page.form(f"{HOME}/app").submit(code=phone.code())
    return phone, [item.text_content() for item in shown[".sheet ol code"]]


def password_page(browser: SignedIn, **rest: str) -> Page:
    """The answer to the right password."""
    return browser.get("/sign-in").form("/sign-in").submit(user_id=browser.user_id, password=PASSWORD, **rest)


@dataclass
class SoftKey:
    """A passkey that lives in a test: makes keys and signs questions as a browser's authenticator does."""

    origin: str = BASE
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    @property
    def id(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return hashlib.sha256(numbers.x.to_bytes(32, "big")).digest()

    def make(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.create` gives."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        said = {"clientDataJSON": self._client("webauthn.create", options), "attestationObject": text(attestation)}
        return self._sent(said | {"transports": ["internal", "carrier-pigeon"]})

    def answer(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.get` gives."""
        self.count += 1
        data, client = self._data(options["rpId"], self.flags), self._client("webauthn.get", options)
        signed = data + hashlib.sha256(raw(client)).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": text(data), "signature": text(signature)}
        return self._sent(said | {"userHandle": self.handle})

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return text(json.dumps(said).encode())

    def _data(self, party: str, flags: int) -> bytes:
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _sent(self, response: dict[str, Any]) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})


def add_passkey(customer: SignedIn, key: SoftKey, name: str = "blue key") -> Page:
    """Add a passkey by the page; gives the answer."""
    form = customer.get(f"{HOME}/passkeys/new").form("/passkeys/new")
    return form.submit(name=name, credential=key.make(question(customer, f"{HOME}/passkeys/new/options")))


def question(browser: Any, path: str) -> dict[str, Any]:
    """The question that the script of a page fetches."""
    found: dict[str, Any] = browser.get(path).response.get_json()
    return found


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def raw(data: str) -> bytes:
    return urlsafe_b64decode(data + "=" * (-len(data) % 4))
