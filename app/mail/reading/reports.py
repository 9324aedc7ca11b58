"""Reports that machines write: delivery status (RFC 3464), feedback (RFC 5965); and which mail they are about."""

import re

from app.mail.reading import bodies, fields
from app.mail.reading.opening import Budget, Part, open_mail, open_part
from app.mail.reading.shapes import BouncedRecipient, Complaint, Ours

RECIPIENTS = 100
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<!\d)([45])\d\d(?![\d.])")
ACTIONS = {"failed", "delayed", "delivered", "relayed", "expanded"}
BY_CLASS = {"5": "failed", "4": "delayed", "2": "delivered"}
NO_COMPLAINT = {"not-spam", "auth-failure", "dmarc", "virus"}
"""Feedback that says nothing about what a person wants."""
TOKEN = re.compile(r"\+u\.([0-9a-f]{40})@|/u/([0-9a-f]{40})(?![0-9a-f])")
BOUNCE = re.compile(r"bounce\+([0-9a-z-]{12,16})@", re.IGNORECASE)
ORIGINAL = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}


def report_type(mail: Part) -> str:
    """`delivery-status`, `feedback-report`, another type in lower case, or nothing for a mail that is no report."""
    kinds = {part.type for part in mail.children}
    if mail.type != "multipart/report" and not (kinds & {"message/delivery-status", "message/feedback-report"}):
        return "delivery-status" if mail.type == "message/delivery-status" else ""
    if "message/feedback-report" in kinds:
        return "feedback-report"
    if kinds & {"message/delivery-status", "message/global-delivery-status"}:
        return "delivery-status"
    return mail.params.get("report-type", "").lower() or "report"


def reference_in(address: str, ours: Ours) -> str:
    """Our mail's reference in an address of the form `bounce+REFERENCE@`, in the letters we print."""
    found = BOUNCE.search(address)
    if not found or ours.domain.lower() not in address.lower():
        return ""
    return found[1].replace("-", "").upper()


def bounced(mail: Part, envelope_to: str, ours: Ours) -> tuple[BouncedRecipient, ...]:
    """Every recipient of a delivery report, with what could be made out about it."""
    reference = reference_in(envelope_to, ours) or _reference_of_report(mail, ours)
    found = []
    for part in mail.walk():
        if part.type in {"message/delivery-status", "message/global-delivery-status"}:
            groups = _groups(bodies.decoded_body(part).decode("utf-8", "replace"))
            found += [_recipient(group, reference) for group in groups if _is_recipient(group)]
    if not found:
        found = [_recipient({"final-recipient": mail.first("x-failed-recipients")}, reference)]
    return tuple(dict.fromkeys(found[:RECIPIENTS]))


def complained(mail: Part, envelope_to: str, ours: Ours) -> tuple[Complaint | None, str]:
    """Whose complaint it is, if it is one, and the stop token of the mail it is about."""
    report = next((part for part in mail.walk() if part.type == "message/feedback-report"), mail)
    groups = _groups(bodies.decoded_body(report).decode("utf-8", "replace"))
    said = {name: value for group in reversed(groups) for name, value in group.items()}
    if said.get("feedback-type", "").lower() in NO_COMPLAINT:
        return None, ""
    original = _original(mail)
    places = [said.get("original-mail-from", ""), envelope_to]
    token = ""
    recipients = [said.get(name, "") for name in ("original-rcpt-to", "removal-recipient")]
    if original:
        places += [value for name, value in original.headers if name in {"return-path", "x-reference", "sender"}]
        recipients += [original.first("to")]
        token = token_in(original.first("list-unsubscribe"), ours)
    reference = next((known for known in (reference_in(place, ours) for place in places) if known), "")
    return Complaint(_first_address(recipients), reference), token


def token_in(value: str, ours: Ours) -> str:
    """A stop token of ours in an address or a header of our mail."""
    found = TOKEN.search(value.lower())
    if not found or ours.domain.lower() not in value.lower():
        return ""
    return found[1] or found[2]


def _groups(text: str) -> list[dict[str, str]]:
    """Groups of fields: blank lines part them, and so does a second recipient where the blank line is missing."""
    groups: list[dict[str, str]] = [{}]
    name = ""
    for line in text.replace("\r", "").split("\n")[:5000]:
        if not line.strip():
            groups.append({})
            name = ""
        elif line[0] in " \t" and name:
            groups[-1][name] = f"{groups[-1][name]} {line.strip()}"[:2000]
        else:
            name, colon, value = line.partition(":")
            name = name.strip().lower()[:60] if colon else ""
            if name == "final-recipient" and name in groups[-1]:
                groups.append({})
            if name:
                groups[-1].setdefault(name, value.strip()[:2000])
    return [group for group in groups if group]


def _is_recipient(group: dict[str, str]) -> bool:
    return bool(group.keys() & {"final-recipient", "original-recipient", "action"}) and "reporting-mta" not in group


def _recipient(group: dict[str, str], reference: str) -> BouncedRecipient:
    address = _first_address([_bare(group.get(name, "")) for name in ("original-recipient", "final-recipient")])
    action, status = group.get("action", "").split("(")[0].strip().lower(), _status(group)
    if action not in ACTIONS:
        action = BY_CLASS.get(status[:1], "failed")
    return BouncedRecipient(
        address, action, status or {"failed": "5.0.0", "delayed": "4.0.0"}.get(action, ""), reference
    )


def _status(group: dict[str, str]) -> str:
    """The enhanced code: as given, else as the diagnostic says it, else the class of the reply there."""
    diagnostic = group.get("diagnostic-code", "")
    found = STATUS.search(group.get("status", "")) or STATUS.search(diagnostic)
    if found:
        return ".".join(str(int(number)) for number in found.groups())
    reply = REPLY.search(diagnostic)
    return f"{reply[1]}.0.0" if reply else ""


def _bare(value: str) -> str:
    """The address of `rfc822; alex@example.com`."""
    return value.partition(";")[2].strip() if ";" in value else value


def _first_address(values: list[str]) -> str:
    for value in values:
        found = fields.mailbox(value) if value else None
        known = [found] if found else fields.mailboxes(value)
        if known:
            return known[0].address
    return ""


def _reference_of_report(mail: Part, ours: Ours) -> str:
    """Our reference where the envelope did not bring it: the report's own recipient, or the mail that came back."""
    places = mail.all("to") + mail.all("delivered-to")
    original = _original(mail)
    if original:
        places += [value for name, value in original.headers if name in {"return-path", "x-reference"}]
    return next((known for known in (reference_in(place, ours) for place in places) if known), "")


def _original(mail: Part) -> Part | None:
    """The mail, or its head, that a report sends back."""
    for part in mail.walk():
        if part.type in ORIGINAL:
            body = bodies.decoded_body(part)
            return open_mail(body, Budget()) if part.type != "text/rfc822-headers" else open_part(body, Budget(), 0)
    return None
