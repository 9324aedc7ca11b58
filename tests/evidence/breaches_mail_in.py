"""Breaches of the checks of mail that comes in."""

from flask import Flask
from sqlalchemy import text

from tests import inbound
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import act


def asked_to_stop(_app: Flask) -> None:
    """Somebody wrote that our mail shall stop, and it did."""
    inbound.read(act(), inbound.written("Please unsubscribe me."))
    forget()


def nobody_reads(_app: Flask, _patch: Patch) -> None:
    """A mail came an hour ago, and nothing has looked at it."""
    inbound.came(act(hours=-1), inbound.written("Anybody here?", Message_ID="<waits@mail.example.com>"))
    forget()


def somebody_reads(_app: Flask) -> None:
    inbound.run("read-mail")
    forget()


def not_obeyed(_app: Flask, _patch: Patch) -> None:
    """The mail was read, and no stop followed."""
    edit(text("UPDATE inbound_effect SET what = 'shelved' WHERE what = 'stopped'"))


def obeyed(_app: Flask) -> None:
    edit(text("UPDATE inbound_effect SET what = 'stopped' WHERE what = 'shelved'"))


def address_kept(_app: Flask, _patch: Patch) -> None:
    """The address of whoever only said stop stands beside the mail."""
    edit(text("UPDATE inbound_mail SET sender_address = 'casey@example.com'"))


def address_forgotten(_app: Flask) -> None:
    edit(text("UPDATE inbound_mail SET sender_address = ''"))


MAIL_IN: dict[str, Breach] = {
    "mail-read-soon": Breach(nobody_reads, asked_to_stop, somebody_reads),
    "stops-by-mail-honored": Breach(not_obeyed, asked_to_stop, obeyed),
    "only-a-mark-is-left": Breach(address_kept, asked_to_stop, address_forgotten),
}
