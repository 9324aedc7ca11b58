"""`flask accounts ...`: the first administrator, and current codes outside production."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.accounts import user_ids
from app.accounts.roles import ADMINISTRATOR
from app.accounts.service import cards, mailed_codes, staff, staff_invitations
from app.accounts.service.factors import authenticator, ending
from app.foundation import clock, work
from app.foundation.acts import system_act
from app.foundation.errors import Refusal
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


@accounts.command("end-factors")
@click.argument("who")
@click.argument("first")
@click.argument("second")
@click.option("--case", required=True, help="The number of the case in which the owner proved who they are.")
def end_factors(who: str, first: str, second: str, case: str) -> None:
    """End all second factors of WHO, who lost them; FIRST and SECOND of the staff stand for it (user IDs)."""
    found = [cards.id_of(user_ids.key(name)) for name in (who, first, second)]
    if None in found:
        raise click.ClickException("One of these user IDs does not exist.")
    act = system_act("command", "end-factors", current_app.extensions["shop.policy_version"]())
    owner, one, other = (int(account_id or 0) for account_id in found)
    try:
        work.unit(lambda: ending.all_of(act, owner, one, other, f"case {case}"))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"{who} signs in with the password or a mailed code now. The owner is told by mail.")
