"""`flask keys`: the keys under which telephone numbers, postal lines and tokens are sealed."""

import click
from flask.cli import AppGroup

from app.audit import service as audit
from app.foundation import keys, work
from app.foundation.acts import system_act

keys_group = AppGroup("keys", help="The keys of sealed columns.")


@keys_group.command("rotate")
def rotate() -> None:
    """Wrap every key anew by the newest master key; a demonstration makes a new one first."""
    try:
        done = keys.store().rotate()
    except keys.KeysUnavailable as trouble:
        raise click.ClickException(str(trouble)) from None
    act = system_act("command", "keys-rotate")
    work.unit(lambda: audit.record(act, "keys.rotated", f"master-key:{done.master_id}", rewrapped=done.rewrapped))
    click.echo(f"Master key {done.master_id} wraps every key now; {done.rewrapped} were wrapped anew.")
    click.echo("Keep older master keys until the copies of the key store that they wrap are gone (7 days).")


@keys_group.command("destroy")
@click.argument("owner")
def destroy(owner: str) -> None:
    """Destroy the key of OWNER (person:7) for ever: what it sealed can never be read again."""
    act = system_act("command", "keys-destroy")
    gone: list[bool] = []

    def wipe() -> None:
        audit.record(act, "keys.destroyed", owner)
        gone.append(keys.store().destroy(owner, act.at))

    try:
        work.unit(wipe)
    except (keys.KeysUnavailable, ValueError) as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"The key of {owner} is destroyed." if gone[0] else f"{owner} has no key that could be destroyed.")


@keys_group.command("status")
def status() -> None:
    """Say how many keys there are."""
    try:
        click.echo(f"{keys.store().count()} owners have a key.")
    except keys.KeysUnavailable as trouble:
        raise click.ClickException(str(trouble)) from None
