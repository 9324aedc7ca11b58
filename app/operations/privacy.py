"""Whether everything that could hold or pass on something about somebody is declared to the inventory.

Asked when the application starts (it refuses), by `flask privacy check`, and in tests (privacy.md section 1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask

from app.config import Settings
from app.disclosures import guard
from app.disclosures.grounds import CLAUSES_FOR_ALL, GROUNDS
from app.disclosures.service import suppliers
from app.foundation import inventory, rules
from app.foundation.inventory import STORES, Personal
from app.foundation.jobs import Job
from app.foundation.retention import Swept
from app.mail.catalogue import Letter
from app.permissions.purposes import PURPOSES
from app.policy import bindings
from app.policy.anchors import MARK
from app.policy.service.publishing import FIRST_TEXT

MAIL_PARTS = 4
"""`room/mail/name/part`: how many steps the path of a mail's template has."""
THE_SYSTEMS = frozenset({"lost+found"})
"""Folders that a file system makes by itself."""


class Undeclared(RuntimeError, click.ClickException):
    """Something is not declared: one sentence each. On the command line it is an error without a traceback."""

    def __init__(self, sentences: Iterable[str]) -> None:
        click.ClickException.__init__(self, "\n".join(sentences))


@dataclass(frozen=True)
class Use:
    """One declaration: what it is about, the purposes it names, and the policy clause that permits it."""

    where: str
    purposes: tuple[str, ...]
    clause: str


def gaps(app: Flask) -> list[str]:
    """Everything that is not declared, or whose declaration does not hold, as sentences."""
    settings: Settings = app.extensions["shop.settings"]
    return [
        *inventory.gaps(inventory.mapped_tables()),
        *inventory.store_gaps(STORES.values()),
        *_sweeps(app.extensions["shop.jobs"]),
        *_jobs(app.extensions["shop.jobs"].values()),
        *_letters(app.extensions["shop.letters"], mail_folders(app)),
        *_cookies(app.config),
        *_folders(Path(app.instance_path)),
        *_hosts(settings),
        *_purposes(uses(app)),
        *_origins(),
        *bindings.gaps(bindings.PRIVACY_POLICY, house(app)),
        *missing_clauses(app, anchors_of(FIRST_TEXT.read_text(encoding="utf-8")), "the text of the policy"),
    ]


def house(app: Flask) -> bindings.House:
    """What clauses of the policy may be bound to."""
    tables = {table.name for _, table in inventory.mapped_tables()}
    return bindings.House(frozenset(app.extensions["shop.checks"]), frozenset(rules.RULES), tables, frozenset(PURPOSES))


def missing_clauses(app: Flask, anchors: frozenset[str], text: str) -> Iterator[str]:
    """Declarations whose clause does not stand in that text."""
    for use in uses(app):
        if use.clause not in anchors:
            yield f"{use.where} names the clause “{use.clause}”, which does not stand in {text}."


def anchors_of(source: str) -> frozenset[str]:
    """The anchors of a policy's source text."""
    marks = (MARK.search(line) for line in source.splitlines() if line.startswith("#"))
    return frozenset(mark[1] for mark in marks if mark)


def uses(app: Flask) -> Iterator[Use]:
    """Every declaration of the application that names a purpose or a clause."""
    for _, table in inventory.mapped_tables():
        for column in table.columns:
            if isinstance(declared := column.info.get("inventory"), Personal):
                yield Use(f"Column {table.name}.{column.name}", declared.purposes, declared.clause)
    for store in STORES.values():
        if isinstance(store.declaration, Personal):
            yield Use(f"Store {store.name}", store.declaration.purposes, store.declaration.clause)
    for job in app.extensions["shop.jobs"].values():
        if job.purposes:
            yield Use(f"Job {job.name}", tuple(job.purposes.split()), job.clause)
    for letter in app.extensions["shop.letters"].values():
        yield Use(f"Mail {letter.template}", (letter.purpose,), letter.clause)
    for wish in suppliers.wanted(app.extensions["shop.settings"]):
        yield Use(f"Supplier {wish.name}", (), wish.clause)
    for code, purpose in PURPOSES.items():
        yield Use(f"Purpose {code}", (code,), purpose.clause)
    for ground, why in GROUNDS.items():
        yield Use(f"Ground {ground}", (), why.clause)
    for clause in CLAUSES_FOR_ALL:
        yield Use("The statement of suppliers", (), clause)


def mail_folders(app: Flask) -> frozenset[str]:
    """`room/name` of every folder of mail templates."""
    paths = (name.split("/") for name in app.jinja_env.list_templates())
    return frozenset(f"{path[0]}/{path[2]}" for path in paths if len(path) == MAIL_PARTS and path[1] == "mail")


def _jobs(jobs: Iterable[Job]) -> Iterator[str]:
    for job in jobs:
        if bool(job.purposes) == bool(job.nobody):
            yield f"Job {job.name} is not declared: it says neither or both of its purposes and why it touches nobody."


def _sweeps(jobs: Mapping[str, Job]) -> Iterator[str]:
    """Tables and stores that leave their removal to a job that does not exist."""
    declared = {table.name: getattr(model, "__retention__", None) for model, table in inventory.mapped_tables()}
    for name, kept in {**declared, **{store.name: store.retention for store in STORES.values()}}.items():
        if isinstance(kept, Swept) and kept.job not in jobs:
            yield f"{name} is to be removed by the job “{kept.job}”, which does not exist."


def _letters(letters: Mapping[str, Letter], folders: frozenset[str]) -> Iterator[str]:
    for folder in sorted(folders - set(letters)):
        yield f"Mail {folder} is not in the catalogue of mail."
    for name, letter in letters.items():
        if name not in folders:
            yield f"Mail {name} is in the catalogue and has no templates."
        cell = PURPOSES[letter.purpose].email if letter.purpose in PURPOSES else None
        if cell is not None and (not cell.open or cell.cause != letter.cause):
            yield f"Mail {name} does not fit the table of purposes: {letter.purpose} by e-mail, cause “{letter.cause}”."


def _cookies(config: Mapping[str, Any]) -> Iterator[str]:
    settable = {str(value) for name, value in config.items() if name.endswith("COOKIE_NAME")}
    declared = {name for kind, name in STORES if kind == "cookie"}
    for name in sorted(settable - declared):
        yield f"Cookie {name} is not declared to the inventory."
    for name in sorted(declared - settable):
        yield f"Cookie {name} is declared, but no setting names it."


def _folders(instance: Path) -> Iterator[str]:
    """Folders of the instance, and of the file store below it, that nobody declared."""
    declared = {name.removeprefix("instance/") for kind, name in STORES if kind != "cookie"}
    tops = {name.partition("/")[0] for name in declared}
    for folder in _folders_in(instance):
        if folder not in tops:
            yield f"Folder {folder} of the instance is not declared to the inventory."
    for folder in _folders_in(instance / "files"):
        if f"files/{folder}" not in declared:
            yield f"Folder files/{folder} of the instance is not declared to the inventory."


def _folders_in(folder: Path) -> list[str]:
    found = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    return sorted(name for name in found if name not in THE_SYSTEMS and not name.startswith("."))


def _hosts(settings: Settings) -> Iterator[str]:
    ours = {settings.host, urlsplit(settings.base_url).hostname, *settings.trusted_hosts, *suppliers.LOOPBACK}
    known = {urlsplit(f"//{host}").hostname for wish in suppliers.wanted(settings) for host in wish.hosts}
    for setting, host in sorted(_named_hosts(settings)):
        if host not in ours and host not in known:
            yield f"Host {host} ({setting}) belongs to no supplier of the register."


def _named_hosts(settings: Settings) -> set[tuple[str, str]]:
    """Each host that a setting names or that the guard lets the process reach, and where it stands."""
    found = {("always reachable", host) for host in guard.hosts_of(settings)}
    for item in fields(settings):
        value = getattr(settings, item.name)
        if value and item.name.endswith(("_url", "_host")):
            host = urlsplit(value if "//" in value else f"//{value}").hostname
            found.add((f"setting {item.name}", host or ""))
    return found


def _purposes(declared: Iterable[Use]) -> Iterator[str]:
    for use in declared:
        for code in use.purposes:
            if code not in PURPOSES:
                yield f"{use.where} names the purpose “{code}”, which the table of purposes does not have."
    for code in sorted(set(PURPOSES) ^ set(inventory.PURPOSES)):
        yield f"Purpose {code} stands in only one of the table of purposes and its words."


def _origins() -> Iterator[str]:
    declared = {
        origin
        for _, table in inventory.mapped_tables()
        for column in table.columns
        if isinstance(found := column.info.get("inventory"), Personal)
        for origin in found.origins
    }
    for origin in sorted(declared - set(inventory.ORIGINS)):
        yield f"Origin {origin} is none that we know."
