"""Each value of an account with where it came from, and the promises that came with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.accounts.service import correcting as values
from app.accounts.service.correcting import Holding
from app.foundation.acts import Act
from app.orders.views import promised as orders
from app.people import identifiers
from app.people import service as people
from app.people.service import Earlier, Provenance
from app.permissions import service as permissions
from app.permissions.service import Given
from app.permissions.subjects import Subject
from app.policy import views as policy
from app.policy.views import Agreed

ELSEWHERE = {
    "email": "/account/security/email",
    "user_id": "/account/security/user-id",
    "marketing_mail": "/account/mail-choices",
}
"""Where a value is changed that needs more than a form."""
OTHERS = {"user_id": "User ID", "marketing_mail": "Whether you wanted mail about our services when you registered"}


@dataclass(frozen=True)
class ValueLine:
    """One value; `before` is what the person said before others changed it, `change` where it is corrected."""

    field: str
    label: str
    lines: list[str]
    origin: Provenance | None
    before: Earlier | None
    change: str


def of_account(account_id: int, person_id: int) -> list[ValueLine]:
    """Every value of an account, also those that were never given."""
    return list(_lines(account_id, people.standing(person_id), people.said_before(person_id)))


def _lines(account_id: int, held: dict[str, Provenance], before: dict[str, Earlier]) -> Iterator[ValueLine]:
    for field, holding in values.holdings(account_id).items():
        change = ELSEWHERE.get(field, f"/account/corrections/new?field={field}")
        yield ValueLine(field, holding.label, _words(holding, held), held.get(field), before.get(field), change)
    for field, label in OTHERS.items():
        if field in held:
            yield ValueLine(field, label, [held[field].value], held[field], before.get(field), ELSEWHERE[field])


def _words(holding: Holding, held: dict[str, Provenance]) -> list[str]:
    """What stands: with others' changes in it, as they came."""
    if holding.field not in held:
        return holding.words.split("\n") if holding.words else []
    return Holding(holding.field, holding.label, held[holding.field].value).words.split("\n")


@dataclass(frozen=True)
class VersionGiven:
    """What came under one version of the policy: labels of values, numbers of orders, whether it was agreed to."""

    number: int
    labels: list[str]
    orders: list[int]
    agreed: bool


@dataclass(frozen=True)
class Promises:
    """All that the page of promises tells."""

    versions: list[VersionGiven]
    given: Given
    in_force: int | None
    agreements: tuple[Agreed, ...] = ()


def promises_of(act: Act, account_id: int, person_id: int) -> Promises:
    """The versions under which each datum came, and which uses follow."""
    given = permissions.given(act, Subject(person_id, people.email_of(person_id)))
    labels = {field: holding.label for field, holding in values.holdings(account_id).items()} | OTHERS
    held = people.standing(person_id).items()
    by_value = [(item.policy_version, labels[field]) for field, item in held if field in labels]
    by_order = orders.versions_of(account_id)
    agreed = {row.policy_version for row in given.came if row.how == "agreed"}
    numbers = {number for number, _ in (*by_value, *by_order) if number is not None} | agreed
    versions = [
        VersionGiven(
            number,
            list(dict.fromkeys(label for version, label in by_value if version == number)),
            [order for version, order in by_order if version == number],
            number in agreed,
        )
        for number in sorted(numbers)
    ]
    return Promises(versions, given, act.policy_version, policy.agreed_by(person_id))


def suggested(person_id: int) -> list[tuple[int, str, list[str], str]]:
    """What waits for the person's word: its number, label, lines and origin in words."""
    return [
        (
            item.id,
            values.LABELS.get(item.field, "Address" if item.field.startswith(values.ADDRESS) else item.field),
            (identifiers.spoken_phone(item.value) if item.field == "phone" else item.value).split("\n"),
            people.ORIGINS.get(item.origin, item.origin),
        )
        for item in people.suggestions(person_id)
    ]
