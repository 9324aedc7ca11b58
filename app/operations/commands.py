"""`flask jobs ...` and `flask shop ...`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.audit.jobs import start_sealer
from app.foundation import jobs
from app.foundation.acts import system_act
from app.foundation.errors import Refusal
from app.foundation.work import unit
from app.operations import demo, opening
from app.operations.opening import Opened, Signatures

jobs_group = AppGroup("jobs", help="Background jobs.")
shop_group = AppGroup("shop", help="The shop as a whole.")


@jobs_group.command("work")
@click.option("--workers", default=1, show_default=True, help="How many jobs run at the same time.")
def work(workers: int) -> None:
    """Run the jobs until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # flask's proxy
    start_sealer(app)
    queue = current_app.extensions["shop.huey"]
    # Short naps: mail and artwork checks should not wait for a queue that dozes.
    queue.create_consumer(workers=workers, initial_delay=0.05, max_delay=0.5, check_worker_health=True).run()


@jobs_group.command("run")
@click.argument("name")
def run(name: str) -> None:
    """Run one job now."""
    if name not in current_app.extensions["shop.jobs"]:
        names = ", ".join(sorted(current_app.extensions["shop.jobs"]))
        raise click.ClickException(f"There is no job {name}. The jobs are: {names}.")
    jobs.run_now(name)


@shop_group.command("setup")
def setup() -> None:
    """Bring the database up to date; outside production, load the demonstration shop once."""
    click.echo(demo.set_up(current_app._get_current_object()))  # type: ignore[attr-defined]  # flask's proxy


@shop_group.command("open")
@click.option("--author", help="Who wrote the policy's text.")
@click.option("--reviewer", help="Who reviewed it: somebody else.")
@click.option("--signed", multiple=True, metavar="SUPPLIER=NAME", help="Who signed our requirements for a supplier.")
@click.option(
    "--text", "text_file", type=click.Path(path_type=Path), help="Write the text there instead of showing it."
)
@click.option("--yes", is_flag=True, help="Ask nothing: every name is given.")
def open_shop(
    author: str | None, reviewer: str | None, signed: tuple[str, ...], text_file: Path | None, yes: bool
) -> None:
    """Open a new shop: suppliers, tables, version 1 of the policy, and the first administrator's address."""
    if yes and not (author and reviewer):
        raise click.UsageError("With --yes give --author and --reviewer, too.")
    try:
        opening.check_closed()
        act = system_act("command", "shop-open")
        unit(lambda: opening.prepare(act, opening.settings()))
        _show(opening.text(), text_file)
        author = author or click.prompt("Who wrote this text")
        reviewer = reviewer or click.prompt("Who reviewed it")
        signers = _signers(signed) if yes else _ask_signers(_signers(signed))
        if not yes:
            click.confirm("Publish this text as version 1, for good", abort=True)
        opened: list[Opened] = []
        names = Signatures(author, reviewer, signers)
        unit(lambda: opened.append(opening.open_shop(act, opening.settings(), names)))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"The shop is open, under version {opened[0].version} of its policy.")
    for card in opening.unsigned(act):
        click.echo(f"{card.title} has signed nothing yet: its door shuts unless a statement is recorded in time.")
    click.echo(f"First administrator, one time: {opened[0].administrator}")


@shop_group.command("suppliers")
@click.option("--add", is_flag=True, help="Add those that are new: the policy in force must name them first.")
def bring_suppliers(add: bool) -> None:
    """Bring the register of suppliers to what the settings say, and print it."""
    act = system_act("command", "shop-suppliers", current_app.extensions["shop.policy_version"]())
    unit(lambda: opening.bring_suppliers(act, opening.settings(), add))
    for line in opening.supplier_lines(act, opening.settings()):
        click.echo(line)


def _show(text: str, file: Path | None) -> None:
    if file is None:
        click.echo_via_pager(text + "\n")
    else:
        file.write_text(text + "\n", encoding="utf-8")
        click.echo(f"The text of version 1 is in {file}.")


def _signers(signed: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in signed]
    if any(not (name and equals and signer) for name, equals, signer in pairs):
        raise click.UsageError("Write --signed like card-processor='Cora Signer'.")
    return {name: signer for name, _, signer in pairs}


def _ask_signers(known: dict[str, str]) -> dict[str, str]:
    for card in opening.unsigned(system_act("command", "shop-open")):
        if card.name not in known:
            question = f"Who signed our requirements for {card.title}, today (empty: nobody yet)"
            known[card.name] = click.prompt(question, default="", show_default=False)
    return {name: signer for name, signer in known.items() if signer}
