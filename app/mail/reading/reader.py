"""The order of tests: report, machine, token, words, and what holds when nothing matched (privacy.md section 6).

One thing is finer than that order. The unsubscribe button of some mail programs writes to the address in
`List-Unsubscribe` and marks that mail as automatic, although a hand pressed the button (Apple's says
`Auto-Submitted: auto-replied`). So a token address outranks such marks; only bounces, loops, the null sender and our
own mail come first.
"""

import re
from dataclasses import replace

from app.mail.reading import bodies, evidence, fields, machines, newest, reports, uses, wishes
from app.mail.reading.opening import HEAD, SIZE, Budget, Part, open_mail
from app.mail.reading.shapes import Ours, Reading

NEWEST, SUBJECT = 50_000, 500
REPLY = re.compile(r"^\s*(re|aw|sv|vs|antw|odp|rif|res|r|ref|回复|答复)\s?(\[\d+\]|\(\d+\))?\s?[::]", re.IGNORECASE)
FORWARD = re.compile(r"^\s*(fwd?|wg|tr|rv|enc|i|转发)\s?(\[\d+\]|\(\d+\))?\s?[::]", re.IGNORECASE)
BUTTON = "x-apple-unsubscribe"


def read(raw: bytes, envelope_from: str, envelope_to: str, ours: Ours) -> Reading:
    """Read one mail as it came over the wire. `envelope_from` is empty or `<>` for the null sender."""
    try:
        return _read(raw, envelope_from, envelope_to, ours)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, AttributeError, AssertionError):
        # Whatever a sender thought of must not stop the desk: a person looks at it.
        return Reading("unreadable", "failed", notes=("failed",))


def _read(raw: bytes, envelope_from: str, envelope_to: str, ours: Ours) -> Reading:
    budget = Budget()
    too_big = len(raw) > SIZE
    mail = open_mail(raw[:HEAD] if too_big else raw, budget)
    known = _head(mail, envelope_from, ours, budget)
    token = _token(mail, envelope_to, ours)
    outcome = _by_head(mail, known, envelope_from, envelope_to, ours, token)
    if outcome is None and too_big:
        outcome = replace(known, kind="unreadable", rule="too-big")
    if outcome is None and not mail.headers:
        outcome = replace(known, kind="unreadable", rule="no-head")
    if outcome is None:
        outcome = _by_words(mail, known, envelope_to, ours, budget)
    elif outcome.kind != "unreadable" or not too_big:
        outcome = _with_text(mail, outcome, budget)
    return replace(outcome, notes=tuple(budget.notes))


def _head(mail: Part, envelope_from: str, ours: Ours, budget: Budget) -> Reading:
    """What the head says, before anything is decided. A reply goes to `From`; `Reply-To` is never followed."""
    senders = [found for value in mail.all("from") for found in fields.mailboxes(value)]
    if not senders:
        budget.note("from-missing" if not mail.first("from") else "from-invalid")
        senders = [found for found in [fields.mailbox(envelope_from)] if found]
    elif len(senders) > 1:
        budget.note("from-several")
    ids = fields.message_ids(mail.first("message-id"))
    replied = fields.message_ids(mail.first("in-reply-to"))
    return Reading(
        "human",
        "",
        sender=senders[0].address if senders else "",
        sender_key=senders[0].key if senders else "",
        subject=" ".join(fields.decoded(mail.first("subject")).split())[:SUBJECT],
        message_id=ids[0] if ids else "",
        in_reply_to=replied[0] if replied else "",
        references=fields.message_ids(mail.first("references")),
        authentication=evidence.authentication(mail, ours.authserv_id),
    )


def _token(mail: Part, envelope_to: str, ours: Ours) -> str:
    """The stop token in the address that the mail came to; else in the heads that kept that address."""
    desk = ours.newsletter.lower().partition("@")[0]
    for address in (envelope_to, *(mail.first(name) for name in ("delivered-to", "x-original-to", "to"))):
        if f"{desk}+u." in address.lower():
            return reports.token_in(address, ours)
    return ""


def _by_head(
    mail: Part, known: Reading, envelope_from: str, envelope_to: str, ours: Ours, token: str
) -> Reading | None:
    """What the head and the structure decide, without a look at the words."""
    reported = _report(mail, known, envelope_to, ours)
    if reported:
        return reported
    rule = machines.of_itself(mail, known.sender, envelope_from, ours)
    if rule:
        return replace(known, kind="machine", rule=rule)
    rule = machines.by_marks(mail, known.sender, envelope_from)
    if token:
        answerable = not rule and machines.may_be_answered(mail)
        return replace(known, kind="token", rule="token-recipient", token=token, answerable=answerable)
    return replace(known, kind="machine", rule=rule) if rule and not mail.first(BUTTON) else None


def _report(mail: Part, known: Reading, envelope_to: str, ours: Ours) -> Reading | None:
    report = reports.report_type(mail)
    if report == "delivery-status":
        return replace(known, kind="bounce", rule="dsn", bounces=reports.bounced(mail, envelope_to, ours))
    if report == "feedback-report":
        complaint, stop = reports.complained(mail, envelope_to, ours)
        if complaint is None:
            return replace(known, kind="machine", rule="arf-no-complaint")
        return replace(known, kind="complaint", rule="arf", complaint=complaint, token=stop)
    if report in {"disposition-notification", "mdn"}:
        return replace(known, kind="machine", rule="receipt")
    return None


def _with_text(mail: Part, known: Reading, budget: Budget) -> Reading:
    """The text and the attachments, for whoever looks at the mail."""
    found = bodies.gather(mail, budget)
    new, _ = newest.newest(found.text)
    return replace(known, newest_text=new[:NEWEST], text=found.text, attachments=tuple(found.attachments))


def _by_words(mail: Part, known: Reading, envelope_to: str, ours: Ours, budget: Budget) -> Reading:
    """A human wrote: what the newest words ask for."""
    found = bodies.gather(mail, budget)
    new, quoted = newest.newest(found.text)
    own_subject = not (REPLY.match(known.subject) or FORWARD.match(known.subject))
    wanted = wishes.wishes_in(known.subject if own_subject else "", new)
    if wanted.erase:
        budget.note("asks-erasure")
    guess = machines.by_subject(known.subject)
    reading = replace(
        known,
        newest_text=new[:NEWEST],
        text=found.text,
        attachments=tuple(found.attachments),
        language=wishes.language_of(f"{known.subject}\n{new}" if own_subject else new),
        answerable=machines.may_be_answered(mail) and not guess and not mail.first(BUTTON),
    )
    if wanted.wishes:
        return replace(
            reading,
            rule="words-erase" if wanted.erase else "words",
            wishes=wanted.wishes,
            purposes=wanted.purposes,
            uses=wanted.uses,
            said=wanted.said,
        )
    if guess:
        return replace(reading, kind="machine", rule="auto-subject")
    if "calendar" in budget.notes:
        return replace(reading, kind="machine", rule="calendar", answerable=False)
    if wanted.stay:
        return replace(reading, rule="words-stay")
    return _without_words(reading, quoted, envelope_to, ours)


def _without_words(reading: Reading, quoted: bool, envelope_to: str, ours: Ours) -> Reading:
    """Nothing matched: inside a thread a person looks; a fresh mail to the newsletter desk is an opt-out."""
    privacy = {address.lower() for address in ours.privacy_addresses}
    bounce_box = reports.reference_in(envelope_to, ours)
    threaded = reading.in_reply_to or reading.references or bounce_box or (quoted and REPLY.match(reading.subject))
    if threaded:
        return replace(reading, rule="thread-no-words")
    if envelope_to.strip().strip("<>").lower() in privacy:
        return replace(reading, rule="privacy-no-words")
    return replace(reading, rule="fresh-no-words", wishes=frozenset({"stop"}), purposes=uses.ALL_MAIL)
