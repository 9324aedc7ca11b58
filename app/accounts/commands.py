"""`flask accounts ...`: the first administrator, current codes outside production, signing out."""

from functools import partial

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import user_ids
from app.accounts.roles import ADMINISTRATOR
from app.accounts.service import cards, devices, mailed_codes, staff, staff_invitations
from app.accounts.service.factors import authenticator
from app.foundation import clock, work
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
    work.unit(lambda: tokens.append(staff_invitations.invite(act, ADMINISTRATOR)))
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
    account_id = cards.id_of(user_ids.key(who))
    found = mailed_codes.newest_open(email_key, account_id)
    if account_id and (shown := authenticator.code_now(account_id, clock.now())):
        found = [("authenticator app", shown), *found]
    if not found:
        raise click.ClickException(f"No code waits for {who}.")
    for purpose, digits in found:
        click.echo(f"{digits}  ({purpose})")


@accounts.command("sign-out")
@click.argument("who", required=False)
@click.option("--everybody", is_flag=True, help="Every account of the shop.")
def sign_out(who: str | None, everybody: bool) -> None:
    """Sign WHO (a user ID) out on every device, or everybody: after a theft of cookies, or of the database."""
    one = cards.id_of(user_ids.key(who)) if who else None
    if everybody == bool(who) or (who and one is None):
        raise click.ClickException("Give one user ID that exists, or --everybody.")
    act = system_act("command", "sign-out", current_app.extensions["shop.policy_version"]())
    found = devices.accounts_with_devices() if everybody else [int(one or 0)]
    for account_id in found:
        work.unit(partial(devices.end_all, act, account_id, "operator"))
    click.echo(f"Signed out everywhere: {len(found)}.")
