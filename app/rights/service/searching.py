"""How each store that is no table is searched for whoever asks."""

import json
import mailbox
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from email.message import Message
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from app.foundation import files
from app.foundation.database import db
from app.foundation.inventory import Store
from app.foundation.reaching import Keys, models, rows_of
from app.mail.letters import settings
from app.rights.holdings import Record
from app.rights.service.sources import Asked
from app.rights.service.stores import Found, Report, item
from app.visits.log_file import days_in
from app.visits.log_keeping import cut_address

NOT_YOUR_NAME = (
    "The log has no names. It can be searched only for the network address that your request came from; "
    "others may have used the same address, so these visits may not all be yours."
)
NO_NETWORK = "The log has no names, and your request came by a way that has no network address to search for."


def _own(name: str, columns: tuple[str, ...], keys: Keys) -> list[Any]:
    """These columns of the table's rows that are about the person."""
    table: Table = models()[name].__table__
    about = rows_of(table, keys)
    if about is None:
        return []
    query = select(*(table.columns[column] for column in columns)).where(about)
    return list(db.session.execute(query.order_by(*table.primary_key.columns)))


def _cookie(_asked: Asked, _store: Store) -> Found:
    return Found(note="It lies in your browser, not with us. The row that it names stands under “Your sign-in”.")


def _artwork(asked: Asked, store: Store) -> Found:
    """Names and sizes; the files themselves can be fetched in the account."""
    records = []
    for name, size, folder, received in _own("artwork", ("name", "size", "folder", "received_at"), asked.keys):
        pictures = max(len(files.store().keys(f"{folder}/")) - 1, 0)
        words = f"{name}, {size} bytes, with {pictures} pictures of its pages"
        record = Record(name, received, (), ())
        records.append(Record(name, received, (), (item(store, "file", words, record),)))
    note = "You can open and delete each file in your account, under the order that it belongs to." if records else ""
    return Found(tuple(records), note, shown=asked.full)


def _exemptions(asked: Asked, store: Store) -> Found:
    """Kinds and sizes; the files themselves can be fetched in the account."""
    records = []
    for number, kind, size, sent in _own("tax_exemption", ("id", "kind", "size", "sent_at"), asked.keys):
        name = f"certificate {number}"
        record = Record(name, sent, (), ())
        records.append(Record(name, sent, (), (item(store, "file", f"{kind.upper()}, {size} bytes", record),)))
    note = "You can open each file in your account, under Billing." if records else ""
    return Found(tuple(records), note, shown=asked.full)


def _scratch(_asked: Asked, _store: Store) -> Found:
    return Found(note="A file lies here only while it is checked; what it is called and holds stands under your files.")


def _facts(asked: Asked, store: Store) -> Found:
    """Lines that wait to be put into the tables, where they name the person or something of theirs."""
    own = _names_of(asked.keys)
    records = []
    for fact in _waiting():
        named = {f"{name}:{value}" for name, value in fact.items()} | {str(value) for value in fact.values()}
        if own & named:
            at = datetime.fromisoformat(fact["at"])
            about = ", ".join(
                f"{name} {asked.teller.who(str(value)) if name != 'staff' else asked.teller.who(f'staff:{value}')}"
                for name, value in fact.items()
                if name not in {"kind", "at"}
            )
            record = Record("", at, (), ())
            records.append(Record("", at, (), (item(store, str(fact["kind"]), about, record),)))
    return Found(tuple(records), shown=asked.full)


def _answers(asked: Asked, store: Store) -> Found:
    """Earlier answers that still wait, and this one while it is made."""
    records = []
    for (made_at,) in _own("answer_file", ("made_at",), asked.keys):
        record = Record("", made_at, (), ())
        records.append(Record("", made_at, (), (item(store, "answer", "", record, "it is an answer like this one"),)))
    return Found(tuple(records), shown=asked.full)


def _names_of(keys: Keys) -> set[str]:
    """Everything by which a line of facts may name the person: references, and their sessions, devices and files."""
    found = {str(ref) for ref in keys.of("ref")} | {f"staff:{account}" for account in keys.accounts}
    found |= {f"person:{person}" for person in keys.persons}
    named = (("web_session", "session", "id"), ("device", "device", "id"), ("artwork", "artwork", "id"))
    for name, word, key in (*named, ("print_order", "order", "number"), ("case_file", "case", "number")):
        found |= {f"{word}:{row[0]}" for row in _own(name, (key,), keys)}
    return found


def _waiting() -> Iterator[dict[str, Any]]:
    folder = settings().instance / "facts"
    for path in sorted(folder.glob("*.jsonl")):
        try:
            text = path.read_text()
        except FileNotFoundError:
            continue  # it was folded into the tables just now
        yield from (json.loads(line) for line in text.splitlines() if line)


def _log(asked: Asked, store: Store) -> Found:
    """Counts of lines with the asker's network address, day by day."""
    if not asked.network:
        return Found(note=NO_NETWORK)
    records = []
    for day, count in sorted(_visits(settings().instance / "log", asked.network).items()):
        at = datetime.combine(day, time(12), UTC)
        words = f"{count} {'line' if count == 1 else 'lines'}"
        shown = item(store, f"lines of {day:%B} {day.day}, {day.year}", words, Record("", at, (), ()))
        records.append(Record("", at, (), (shown,)))
    return Found(tuple(records), NOT_YOUR_NAME)


def _visits(folder: Path, network: str) -> Counter[date]:
    found: Counter[date] = Counter()
    wanted = {f" {network} ".encode(), f" {cut_address(network)} ".encode()}
    for day, path in days_in(folder):
        with path.open("rb") as source:
            for line in source:
                # The address follows the moment, which is as long in every line.
                if not line.startswith(b"#") and any(line.startswith(one, 19) for one in wanted):
                    found[day] += 1
    return found


def _spool(asked: Asked, store: Store) -> Found:
    """Messages in the spool whose number is one of the outbox's to the person."""
    folder = settings().instance / "mail"
    if not folder.is_dir():
        return Found()
    own = {row[0] for row in _own("outbox_mail", ("message_id",), asked.keys)}
    open_ones = {row[0] for row in _own("outbox_mail", ("message_id",), asked.open_to)}
    records = []
    for message in mailbox.Maildir(str(folder), create=False):
        number = str(message["Message-ID"] or "")
        known = next((one for one in own if one and one in number), "")
        if known:
            records.append(_mail(store, message, shown=known in open_ones))
    return Found(tuple(sorted(records, key=lambda record: record.since or asked.at)))


def _mail(store: Store, message: Message, shown: bool) -> Record:
    date_ = str(message["Date"] or "")
    parsed = _moment(date_)
    why = "" if shown else "the mailbox alone does not open it"
    record = Record("", parsed, (), ())
    # The outbox may have forgotten the address; the message itself still says it.
    text = f"To {message['To'] or 'nobody'}: {message['Subject'] or ''}\n{_body(message)}".strip()
    return Record("", parsed, (), (item(store, "mail", text, record, why),))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")
    except ValueError:
        return None
    return found.astimezone(UTC)


def _body(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            return (
                content.decode(part.get_content_charset() or "utf-8", "replace") if isinstance(content, bytes) else ""
            )
    return ""


def _practice(asked: Asked, _store: Store) -> Found:
    count = sum(line.count for line in asked.lines if line.ground == "card")
    told = f"The ledger counts {count} times that it was given something" if count else "It was given nothing about you"
    return Found(note=f"{told}; what kinds, and when, stands under “Where your information went”.")


WAYS: dict[str, Report] = {
    "cookie": _cookie,
    "files/answers": _answers,
    "files/artwork": _artwork,
    "files/exemptions": _exemptions,
    "instance/facts": _facts,
    "instance/log": _log,
    "instance/mail": _spool,
    "instance/practice": _practice,
    "instance/scratch": _scratch,
}
"""By the name of a declared store, or by a kind of them."""
