"""Opening an account: the one verb behind registration, staff invitations and the demonstration."""

from dataclasses import dataclass, field

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts import passwords, user_ids
from app.accounts.addresses import PostalAddress
from app.accounts.models import Account
from app.accounts.service import address_book
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.service import bounces
from app.people import service as people
from app.people.identifiers import Email
from app.people.service import Told
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.policy import service as policy

TAKEN = "This user ID is taken. Please choose another, perhaps with a dot or a number in it."


@dataclass(frozen=True)
class NewAccount:
    """What opens an account. `purposes` holds the sentence that stood beside each field."""

    user_id: str
    email: Email
    name: str
    greeting: str
    shipping: PostalAddress | None = None
    billing: PostalAddress | None = None
    """None leaves billing until the first order (P38)."""
    marketing: bool = False
    purposes: dict[str, str] = field(default_factory=dict)
    origin: str = "subject"
    ours: bool = False
    """The shop's own visitor (`own_visitor`): under a user ID that nobody else can have, a customer of nothing."""


def user_id_taken(user_id: str) -> bool:
    """Whether somebody has this user ID."""
    return bool(db.session.scalar(select(exists().where(Account.user_id_key == user_ids.key(user_id)))))


def check_password(password: str, *own: str, shortest: int = passwords.SHORTEST) -> None:
    """Refuse a password that is easily guessed, or has fewer than `shortest` characters.

    Raises:
        Refusal: beside the field `password`.
    """
    own_words = [rules.text("company.name"), rules.text("company.legal-name"), *own]
    sentence = passwords.complaint(password, own_words, shortest=shortest)
    if sentence:
        raise Refusal(sentence, "password")


def open_account(act: Act, new: NewAccount, password_hash: str) -> int:
    """Open an account with a confirmed e-mail address; gives its id.

    Raises:
        Refusal: the user ID is taken or cannot be had, or the address has an account.
    """
    if not new.ours and (sentence := user_ids.complaint(new.user_id)):
        raise Refusal(sentence, "user_id")
    person_id = people.new_person(act)
    account = Account(
        person_id=person_id,
        user_id=new.user_id,
        user_id_key=user_ids.key(new.user_id),
        password_hash=password_hash,
        password_set_at=act.at,
        email=new.email.address,
        email_key=new.email.key,
        email_verified_at=act.at,
        name=new.name,
        greeting=new.greeting or new.name,
        phone=None,
        created_at=act.at,
        agreed_version=act.policy_version,
        version=1,
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        if user_id_taken(new.user_id):
            raise Refusal(TAKEN, "user_id") from None
        raise Refusal("This e-mail address already has an account. Please sign in instead.") from None
    audit.record(act, "account.opened", f"account:{account.id}", policy_version=act.policy_version)
    _tell(act, person_id, new)
    _addresses(act, account.id, person_id, new)
    if not new.ours:
        _permit(act, Subject(person_id, new.email.key), account.id, new)
    return account.id


def _tell(act: Act, person_id: int, new: NewAccount) -> None:
    values = {
        "user_id": new.user_id,
        "email": new.email.address,
        "name": new.name,
        "greeting": new.greeting or new.name,
        "marketing_mail": "yes" if new.marketing else "",
    }
    for name, value in values.items():
        told = Told(name, value, new.purposes.get(name, ""), verified=name == "email")
        people.record(act, person_id, told, origin=new.origin, origin_ref="registration")


def _permit(act: Act, subject: Subject, account_id: int, new: NewAccount) -> None:
    """Tell the gate: a customer from now on, under this policy version; marketing only if it was chosen."""
    people.identify(act, subject.person_id, "email", new.email.key, verified=True)
    permissions.open_cause(act, subject, "customer", f"account:{account_id}")
    permissions.collected(act, subject)
    permissions.agreed(act, subject)
    policy.engaged(act, subject.person_id, act.policy_version or 0, "agreed", "form")
    bounces.clear(act, new.email.key)
    # Only a box that the person ticked revives what somebody stopped for this address before.
    choose = permissions.allow if new.marketing and new.origin == "subject" else permissions.stop
    choose(act, subject, "marketing", "email", "web form", evidence=f"account:{account_id}")


def _addresses(act: Act, account_id: int, person_id: int, new: NewAccount) -> None:
    if new.shipping is None:
        return
    add = address_book.Entry(new.shipping, True, new.billing == new.shipping, new.purposes.get("line1", ""), new.origin)
    address_book.add(act, account_id, person_id, add)
    if new.billing is not None and new.billing != new.shipping:
        entry = address_book.Entry(new.billing, False, True, new.purposes.get("billing_line1", ""), new.origin)
        address_book.add(act, account_id, person_id, entry)
