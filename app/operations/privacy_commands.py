"""`flask privacy ...`"""

import json
from dataclasses import asdict

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from app.disclosures import views
from app.disclosures.service import suppliers
from app.foundation import clock, jobs, work
from app.foundation.acts import Act, system_act
from app.operations import opening, privacy
from app.policy import live_values
from app.policy import service as policy
from app.rights import proof
from app.rights.certificate_jobs import CERTIFY
from app.rights.service import certifying

privacy_group = AppGroup("privacy", help="What we hold, compared with what we say that we hold.")


@privacy_group.command("check")
def check() -> None:
    """Compare the application, its settings and the published policy with the inventory."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # flask's proxy
    found = privacy.gaps(app)
    try:
        found += [*_published(app), *_register(app)]
    except SQLAlchemyError:
        click.echo("The database is not set up: its published policy and register of suppliers were not compared.")
    if found:
        raise privacy.Undeclared(found)
    click.echo("Everything is declared.")


def _published(app: Flask) -> list[str]:
    """What the version in force, or one that waits, does not permit."""
    numbers = {policy.version_in_force(clock.now()), *(line.no for line in policy.history()[:1])}
    found: list[str] = []
    for no in sorted(no for no in numbers if no is not None):
        shown = policy.published(no)
        anchors = frozenset(clause.anchor for clause in shown.clauses) if shown else frozenset()
        found += privacy.missing_clauses(app, anchors, f"version {no} of the policy")
    return found


def _register(app: Flask) -> list[str]:
    """Hosts that the settings name and the register of an open shop does not."""
    if not policy.history():
        return []
    listed = {(card.name, host) for card in views.cards(clock.now()) for host in card.hosts}
    wanted = suppliers.wanted(app.extensions["shop.settings"])
    return [
        f"Host {host} of the settings is not in the register of suppliers, under {wish.name}."
        for wish in wanted
        for host in wish.hosts
        if (wish.name, host) not in listed
    ]


@privacy_group.command("certify")
def certify() -> None:
    """Prove on made-up people, in a scratch shop, that answers are complete; keeps the certificate."""
    jobs.run_now(CERTIFY.name)
    newest = certifying.newest()
    if newest is None:
        raise click.ClickException("Another process makes the proof at this moment.")
    told = (
        f"{clock.spoken(newest.at)}: {newest.markers} marks, {newest.exported} in the answers, "
        f"{newest.withheld} withheld with a reason."
    )
    if not newest.good:
        raise click.ClickException("\n".join([*newest.missing, *newest.foreign_marks, f"{told} NOT complete."]))
    click.echo(f"{told} Complete.")


def _open(act: Act) -> None:
    opening.prepare(act, opening.settings())
    policy.publish_first(act, live_values.present(), "Author of the scratch shop", "Its reviewer")


@privacy_group.command("prove", hidden=True)
def prove() -> None:
    """What `certify` runs in a scratch shop: open it, make people up, and print what became of their marks."""
    upgrade()
    if policy.history():
        raise click.ClickException("This shop is open: made-up people belong into a scratch shop.")
    act = system_act("command", "certify")
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # flask's proxy
    work.unit(lambda: _open(act))
    click.echo(json.dumps(asdict(proof.prove(app))))
