"""`flask mail rotate-dkim` and `flask mail dns`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.foundation import clock, rules
from app.foundation.acts import system_act
from app.foundation.work import unit
from app.mail import headers, letters, signing, zone
from app.mail.service import dkim_keys
from app.mail.service.dkim_keys import Published
from app.mail.zone import Record

group = AppGroup("mail", help="Keys that sign our mail, and the records that it needs.")
WORDS = {
    "coming": "The next key: publish it now; it signs from {until} on.",
    "signing": "The key that signs our mail now.",
    "leaving": "The key before: leave it until {until}, for mail that is still on its way; then remove it.",
}
CANNOT = """\
; What this command cannot see: it asks no name server, so it does not know what is published now. Save what you have
; (dig +noall +answer NAME TXT, or your zone file) and give it with --zone FILE. It never sees: whether your relay
; sends from the machines that SPF names, whether the address of the MX answers, and what name (PTR) it has."""


@group.command("rotate-dkim")
@click.option("--now", "at_once", is_flag=True, help="Sign with it at once: its record must be published already.")
def rotate_dkim(at_once: bool) -> None:
    """Make the next key that signs our mail; it signs when it was published long enough."""
    unit(lambda: _rotate(at_once))


def _rotate(at_once: bool) -> None:
    act = system_act("command", "rotate-dkim", letters.policy_version())
    selector = dkim_keys.rotate(act, at_once)
    key = next(one for one in dkim_keys.published(act.at) if one.selector == selector)
    click.echo(zone.excerpt([_signature(key)]))
    click.echo("Publish this record now. All records: flask mail dns")


@group.command("dns")
@click.option("--zone", "saved", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Compare with it.")
def dns(saved: Path | None) -> None:
    """Print the records that our mail needs; with --zone FILE, compare them with what you saved."""
    records = wanted()
    click.echo(f"; Records for mail from {headers.domain()}, {clock.spoken(clock.now())}\n")
    click.echo(zone.excerpt(records))
    if not any(record.mark == "v=DKIM1" for record in records):
        click.echo("; There is no key yet that signs our mail: run flask mail rotate-dkim first.\n")
    if (desk := rules.text("company.newsletter").rpartition("@")[2].lower()) != headers.domain():
        click.echo(f"; Mail that can be stopped comes from {desk}: set SPF, DMARC and MX there, too.\n")
    if saved is None:
        click.echo(CANNOT)
        return
    there = zone.read(saved.read_text())
    found = [(zone.compare(record, there), record) for record in records]
    for state, record in found:
        click.echo(f"{state:<10}{record.kind:<4}{record.name}")
    if any(state != "match" for state, _ in found):
        raise SystemExit(1)


def wanted() -> list[Record]:
    """Every record, in the order in which to set them."""
    domain, settings = headers.domain(), letters.settings()
    keys = [_signature(key) for key in dkim_keys.published(clock.now())]
    return [
        zone.spf(domain, settings.smtp_host),
        *keys,
        zone.dmarc(domain, f"postmaster@{domain}"),
        zone.back(domain, f"mail.{domain}"),
    ]


def _signature(key: Published) -> Record:
    until = clock.spoken(key.until) if key.until else ""
    name = signing.name(key.selector, headers.domain())
    return zone.signature(name, signing.record(key.public_key), WORDS[key.state].format(until=until))
