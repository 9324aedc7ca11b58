"""No way round the gate: one module puts mail into the outbox, and the database takes none without a permit."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.config import ROOT
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail.models import OutboxMail
from app.permissions import service as gate
from app.permissions.service import Permit
from tests.rules.source import called, copy_of_the_house, dotted, plant, trees

THE_ONE = "app/mail/service/queueing.py"
INSERTING = re.compile("(bulk_)?insert(_mappings)?")
RAW = re.compile(r"(insert\s+into|replace\s+into|copy)\s+\"?outbox_mail", re.IGNORECASE)


def puts_mail(tree: ast.Module) -> bool:
    """Whether a module makes a row of the outbox: by its class, by an insert, by its table, or by plain SQL."""
    for name, node in called(tree):
        *owner, verb = name.split(".")
        given = {part for argument in node.args for part in dotted(argument).split(".")}
        if verb == "OutboxMail" or (INSERTING.fullmatch(verb) and "OutboxMail" in given | set(owner)):
            return True
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return any(isinstance(value, str) and RAW.search(value) for value in strings)


def putting_mail(root: Path) -> set[str]:
    return {name for name, tree in trees(root) if puts_mail(tree)}


def test_only_one_module_puts_mail_into_the_outbox() -> None:
    assert putting_mail(ROOT) == {THE_ONE}


@pytest.mark.parametrize(
    "planted",
    [
        "def planted(): db.session.add(OutboxMail(recipient='kim@example.com'))",
        "def planted(): db.session.add(models.OutboxMail())",
        "def planted(): db.session.execute(insert(OutboxMail).values(recipient='kim@example.com'))",
        "def planted(): db.session.bulk_insert_mappings(OutboxMail, [])",
        "def planted(): db.session.execute(OutboxMail.__table__.insert())",
        "def planted(): db.session.execute(insert(models.OutboxMail.__table__))",
        "def planted(): db.session.execute(text('INSERT INTO outbox_mail (recipient) VALUES (1)'))",
    ],
)
def test_another_way_into_the_outbox_is_noticed(tmp_path: Path, planted: str) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/mail/relay.py", planted)
    assert putting_mail(house) == {THE_ONE, "app/mail/relay.py"}


@pytest.fixture
def queued(app: object, act: Act) -> int:
    """The permit of a mail that waits in the outbox."""
    number = mail.queue(
        act, to="kim@example.com", template="accounts/password_changed", purpose="account", ref="account:1"
    )
    db.session.commit()
    return db.session.get_one(OutboxMail, number).queue_permit_id


def copied(permit: str) -> None:
    """Put a second mail into the outbox behind everybody's back: the first one's copy, with this permit."""
    names = {"message_id": "'<copy@example.com>'", "reference": "'C0PY00000000'"}
    changed = {"queue_permit_id": permit, "send_permit_id": "NULL"} | names
    columns = [column.name for column in OutboxMail.__table__.columns if column.name != "id"]
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    db.session.execute(text(f"INSERT INTO outbox_mail ({listed}) SELECT {values} FROM outbox_mail"))
    db.session.commit()


@pytest.mark.usefixtures("queued")
def test_the_database_takes_a_mail_with_a_permit_of_its_own(act: Act) -> None:
    permit = gate.ask(act, mail.recipient("kim@example.com"), "account", "email")
    assert isinstance(permit, Permit)
    copied(str(permit.id))
    assert db.session.query(OutboxMail).count() == 2


@pytest.mark.parametrize("permit", ["NULL", "999999"])
@pytest.mark.usefixtures("queued")
def test_the_database_takes_no_mail_without_a_permit(permit: str) -> None:
    with pytest.raises(IntegrityError):
        copied(permit)


def test_the_database_takes_no_second_mail_with_the_same_permit(queued: int) -> None:
    with pytest.raises(IntegrityError):
        copied(str(queued))
