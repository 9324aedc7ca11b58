"""What happened to an account, in the customer's words. Every kind of entry that may be about one stands in here.

A sentence says what was done, never by whom: that stands beside it. `{name}` is a value of the entry, put into words
where `VALUES` has some for it.
"""

from app.foundation.inventory import PURPOSES

WORDS: dict[str, str] = {
    "account.closed": "The account was closed",
    "account.closing": "The closing of the account began, to be erased on {due}",
    "account.corrected": "A detail was put right: {field}",
    "account.kept-open": "The closing of the account was called off",
    "account.opened": "The account was opened",
    "acting.allowed": "Our staff may change the account again when you ask them to",
    "acting.barred": "Our staff may not change the account any more",
    "acting.begun": "Somebody of our staff began to act for you ({role})",
    "acting.ended": "The acting for you ended ({role})",
    "artwork.read": "A file of yours was opened",
    "audit.read": "The record of what happened here was read",
    "card.removed": "The saved card was removed, here and at the card processor",
    "case.opened": "A request to us was opened",
    "company.joined": "You joined a company",
    "company.member-changed": "Your role or limit in the company was changed",
    "company.member-left": "You left the company",
    "correction.asked": "A correction was asked for: {field}",
    "device.ended": "A device was signed out{why}",
    "email.changed": "The e-mail address was changed",
    "email.put-back": "The e-mail address before was put back",
    "erasure.asked": "The erasure of what we hold was asked for",
    "exemption.read": "A tax certificate of yours was opened",
    "factor.added": "A second factor was added: {what}",
    "factor.ended": "A second factor was ended: {what}",
    "factor.failed": "A wrong second factor was typed",
    "factors.agreed": "A second of our staff agreed that your lost second factors end",
    "factors.ended": "All second factors were ended, for which two of our staff stand",
    "factors.kept": "Your second factors stay: the request to end them was refused",
    "factors.looked-into": "One of our staff looked into the loss of your second factors",
    "factors.lost": "The loss of all second factors was told to us",
    "identifier.added": "An address or number of yours was added to those that reach you",
    "identifier.ended": "An address or number of yours reaches you no more",
    "order.made": "An order was placed",
    "passkey.copied": "A passkey was refused because it may have been copied",
    "passkey.used": "A passkey was used",
    "password.changed": "The password was changed",
    "pay-link.made": "A link was mailed on which an order can be paid",
    "permission.allowed": "Allowed: {purpose}, by {channel}",
    "permission.stopped": "Stopped: {purpose}, by {channel}",
    "policy.agreement-ended": "An agreement was ended",
    "policy.agreement-given": "You agreed with an agreement, version {number}",
    "quote.ordered": "A quote was ordered",
    "quote.price-agreed": "Another price was agreed in a quote",
    "quote.saved": "A quote was saved",
    "quote.withdrawn": "A quote was withdrawn",
    "recovery-code.used": "A recovery code was used",
    "recovery-codes.made": "New recovery codes were made",
    "registration.finished": "The registration was finished",
    "remember.used": "A device that stays signed in came back",
    "request.asked": "Asked what we hold: {wish}",
    "sign-in.done": "Signed in",
    "sign-in.failed": "A sign-in failed",
    "sign-in.half": "The first factor was given; the second was asked for",
    "staff.ended": "Your work for the shop ended",
    "staff.joined": "You joined the staff",
    "staff.read": "A page about you was opened: {subject}",
    "staff.role-given": "You were given a role in the shop: {role}",
    "staff.role-taken": "A role in the shop ended: {role}",
    "suggestion.decided": "A suggested value was decided about: {field}",
    "user-id.changed": "The user ID was changed",
    "value.recorded": "New value: {field}",
    "value.suggested": "Another value was suggested to you: {field}",
    "value.undone": "The earlier value was put back: {field}",
}
GONE = "Removed: {field}"
"""What *value.recorded* reads where the value went and none came in its place."""
EACH_VALUE = "each value that changed has a line of its own"
MAILED = "the mail itself is in your mailbox"
OURS = "it says how we work, not what happened to the account"
UNSAID: dict[str, str] = {
    "account.closing-told": MAILED,
    "address.added": EACH_VALUE,
    "address.changed": EACH_VALUE,
    "address.removed": EACH_VALUE,
    "billing.changed": EACH_VALUE,
    "profile.changed": EACH_VALUE,
    "call.cleared-up": OURS,
    "call.uncertain": OURS,
    "cause.closed": OURS,
    "cause.opened": OURS,
    "choices.opened": "it is about a code in a mail, not about an account",
    "company.invitation-declined": "the company's page tells it",
    "company.invitation-withdrawn": "the company's page tells it",
    "company.invited": MAILED,
    "keys.destroyed": "the account is erased by then",
    "mail.queued": MAILED,
    "mail.refused": "it never became a mail",
    "mail.resent": MAILED,
    "mail.sent": MAILED,
    "mail.settled": MAILED,
    "mail.uncertain": MAILED,
    "password.rehashed": OURS,
    "payment.begun": "the order tells it",
    "payment.closed": "the order tells it",
    "payment.opened": "the order tells it",
    "person.made": OURS,
    "policy.engaged": "the policy's own page tells which version you saw",
    "promotion.redeemed": "the order tells it",
    "promotion.released": "the order tells it",
    "request.code-sent": MAILED,
}
"""Kinds that may be about an account and stand on no activity page, each with the reason."""
THINGS = frozenset({
    "artwork.read", "exemption.read", "order.made", "pay-link.made", "quote.ordered", "quote.price-agreed",
    "quote.saved", "quote.withdrawn", "staff.read",
})  # fmt: skip
"""Kinds that stand there when they are about an order, quote, case, file or mail of the customer."""
STRANGERS = frozenset({"factor.failed", "sign-in.failed", "sign-in.half"})
"""What may well have been somebody else: the page says that whoever it was had not signed in."""
OWN_ACTS = frozenset({"case.opened", "correction.asked", "erasure.asked", "request.asked"})
"""Kinds that stand there when the customer did them."""

FIELDS = {
    "name": "name",
    "greeting": "how we greet you",
    "email": "e-mail address",
    "phone": "telephone number",
    "user_id": "user ID",
    "address": "an address of the address book",
    "marketing_mail": "whether you want mail about our services",
    "billing_company": "company on the invoice",
    "billing_tax_id": "tax ID",
    "billing_po_number": "purchase-order number",
}
CHANNELS = {"*": "every way", "email": "mail", "phone": "telephone", "post": "post", "internal": "use in the shop"}
WHY_ENDED = {
    "another-account": ", since somebody else signed in on it",
    "email-put-back": ", since the e-mail address was put back",
    "factors-ended": ", since the second factors were ended",
    "operator": " by us, for safety",
    "password-change": ", since the password was changed",
    "replayed-token": " for safety: its sign-in was used twice",
    "staff-ended": ", since your work for the shop ended",
}
SUBJECTS = {
    "account": "your customer page",
    "person": "what you allowed and stopped",
    "order": "order {}",
    "quote": "quote {}",
    "case": "case {}",
    "mail": "a mail that we sent you",
    "artwork": "a file",
}
"""What staff opened, by the kind of its ref."""
WISHES = {"copy": "a copy", "short": "in short"}
PURPOSE_WORDS = PURPOSES | {"*": "everything but orders, bills, the account and policy notices"}
