"""One value of an account put right as its person says, whoever types it: it stands as theirs and is pinned (P69)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from app.accounts import views
from app.accounts.addresses import PostalAddress
from app.accounts.models import Account, AccountAddress, BillingDetail
from app.accounts.service.billing import billing_of
from app.accounts.service.profile import own
from app.accounts.sign_in_models import EmailChange
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.people import identifiers
from app.people import service as people
from app.people.service import Told

Value = str | PostalAddress
ADDRESS = "address:"
LABELS = {
    "name": "Name",
    "greeting": "How we greet you",
    "email": "E-mail address",
    "phone": "Telephone number",
    "billing_company": "Company on the invoice",
    "billing_tax_id": "Tax ID",
    "billing_po_number": "Purchase-order number",
}
NEEDED = frozenset({"name", "email"})
LIMITS = {"name": 120, "greeting": 60, "email": 254, "phone": 40, "billing_company": 120}
"""The longest text of each value, in characters; 40 for those that are not here."""
WHY = "You corrected it: for what it was given for."


@dataclass(frozen=True)
class Holding:
    """One value as it stands; an address is one value. Empty where nothing was given."""

    field: str
    label: str
    value: Value

    @property
    def words(self) -> str:
        """The value as people read it, an address in lines."""
        if isinstance(self.value, PostalAddress):
            return "\n".join(self.value.lines())
        return identifiers.spoken_phone(self.value) if self.field == "phone" and self.value else self.value


def holdings(account_id: int) -> dict[str, Holding]:
    """Everything of an account that its person may have corrected, by field.

    Raises:
        Missing: there is no such account.
    """
    row, billing = own(account_id), billing_of(account_id)[0]
    texts = {
        "name": row.name, "greeting": row.greeting, "email": row.email, "phone": row.phone or "",
        "billing_company": billing.company, "billing_tax_id": billing.tax_id, "billing_po_number": billing.po_number,
    }  # fmt: skip
    found = {field: Holding(field, LABELS[field], text) for field, text in texts.items()}
    for entry in views.addresses(account_id):
        found[f"{ADDRESS}{entry.id}"] = Holding(f"{ADDRESS}{entry.id}", "Address", entry.address)
    return found


def readable(field: str, value: Value) -> Value:
    """The value as it would be kept.

    Raises:
        Refusal: it cannot be read, is too long, or is empty where something is needed.
    """
    if isinstance(value, PostalAddress):
        return value
    if not value and field in NEEDED:
        raise Refusal("Please type what is right.", "new")
    if len(value) > LIMITS.get(field, 40):
        raise Refusal(f"This may have at most {LIMITS.get(field, 40)} characters; it has {len(value)}.", "new")
    try:
        if field == "email":
            return identifiers.email(value).address
        return identifiers.phone(value) if field == "phone" and value else value
    except identifiers.NotUsableError as problem:
        raise Refusal(str(problem), "new") from None


def correct(act: Act, account_id: int, field: str, new: Value, ref: str) -> None:
    """Put the value in the place of the one that stands, with the origin *corrected*; `ref` says by which way.

    Raises:
        Missing: the account, or this field of it, is not there.
        Refusal: the value cannot be read, or the e-mail address is another account's.
    """
    new, row = readable(field, new), own(account_id, lock=True)
    kind = field.partition(":")[0]
    put: dict[str, Callable[[Account, str, Value], None]] = {
        "name": _text, "greeting": _text, "phone": _text, "address": _address, "email": _email
    }  # fmt: skip
    put.get(kind, _billing)(row, field, new)
    row.version += 1
    db.session.flush()
    words = "\n".join(new.lines()) if isinstance(new, PostalAddress) else new
    before = people.standing(row.person_id).get(field)
    if field == "email":
        _reached_by(act, row, before.value if before else "")
    people.record(act, row.person_id, Told(field, words, _why(row.person_id, field)), "corrected", ref)
    audit.record(act, "account.corrected", f"account:{account_id}", field=kind)


def _why(person_id: int, field: str) -> str:
    """What the value that stands was asked for; a correction is for the same."""
    return people.purpose_of(person_id, field) or WHY


def _text(row: Account, field: str, new: Value) -> None:
    setattr(row, field, (new or None) if field == "phone" else new or row.name)


def _address(row: Account, field: str, new: Value) -> None:
    entry = db.session.get(AccountAddress, int(field.removeprefix(ADDRESS)), with_for_update=True)
    if entry is None or entry.account_id != row.id or not isinstance(new, PostalAddress):
        raise Missing
    for part, text in new.parts().items():
        setattr(entry, part, text)
    entry.version += 1


def _billing(row: Account, field: str, new: Value) -> None:
    if field not in LABELS:
        raise Missing
    detail = db.session.get(BillingDetail, row.id, with_for_update=True)
    if detail is None:
        detail = BillingDetail(account_id=row.id, version=0)
        db.session.add(detail)
    setattr(detail, field.removeprefix("billing_"), new)
    detail.version += 1


def _email(row: Account, _field: str, new: Value) -> None:
    read = identifiers.email(str(new))
    try:
        with db.session.begin_nested():
            row.email, row.email_key, row.email_verified_at = read.address, read.key, None
    except IntegrityError:
        raise Refusal("This address belongs to another account.", "new") from None


def _reached_by(act: Act, row: Account, old: str) -> None:
    """The old address reaches the person no more; the new one will once a code was typed."""
    db.session.add(EmailChange(account_id=row.id, old_email=old, new_email=row.email, changed_at=act.at))
    if old:
        people.end_identifier(act, row.person_id, "email", identifiers.email(old).key)
    people.identify(act, row.person_id, "email", row.email_key, verified=False)
