"""`flask accounts ...`: the first administrator, and current codes outside production."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import user_ids
from app.accounts.roles import ADMINISTRATOR
from app.accounts.service import cards, mailed_codes, staff
from app.foundation import work
from app.foundation.acts import system_act
from app.people import identifiers
from app.people.identifiers import NotUsableError

accounts = AppGroup("accounts", help="Accounts and staff.")


@accounts.command("first-admin")
@click.option("--again", is_flag=True, help="Even if there is an administrator already.")
def first_admin(again: bool) -> None:
    """Print the one-time address at which the first administrator chooses user ID and password."""
    if not again and not staff.first_administrator_needed():
        raise click.ClickException("There is an administrator already. With --again you invite one more.")
    act = system_act("command", "first-admin", current_app.extensions["shop.policy_version"]())
    tokens: list[str] = []
    work.unit(lambda: tokens.append(staff.invite(act, ADMINISTRATOR)))
    click.echo(f"{current_app.extensions['shop.settings'].base_url}/welcome/{tokens[0]}")


@accounts.command("code")
@click.argument("who")
def code(who: str) -> None:
    """Print the codes that wait for WHO, a user ID or an e-mail address; never in production."""
    if current_app.extensions["shop.settings"].production:
        raise click.ClickException("In production codes are read from the mail only.")
    try:
        email_key = identifiers.email(who).key if "@" in who else None
    except NotUsableError as problem:
        raise click.ClickException(str(problem)) from None
    found = mailed_codes.newest_open(email_key, cards.id_of(user_ids.key(who)))
    if not found:
        raise click.ClickException(f"No code waits for {who}.")
    for purpose, digits in found:
        click.echo(f"{digits}  ({purpose})")
