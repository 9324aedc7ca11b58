"""`flask audit verify`."""

import click
from flask.cli import AppGroup

from app.audit import service
from app.foundation.acts import system_act

group = AppGroup("audit", help="The record of who did what.")


@group.command("verify")
def verify() -> None:
    """Walk the chain of audit entries and name every break."""
    verdict = service.verify(system_act("command", "audit-verify"))
    for sentence in verdict.breaks:
        click.echo(sentence)
    click.echo(f"{verdict.sealed} entries sealed, {verdict.waiting} waiting, {len(verdict.breaks)} breaks.")
    if verdict.breaks:
        raise SystemExit(1)
