"""The gate's reasons, in words that staff and the person read."""

REASONS = {
    "closed": "the account is closed",
    "held": "a legal hold keeps us from using this data",
    "suppressed": "this address asked us earlier to stop",
    "stopped": "the person said stop",
    "new-use": "this is a new use, and the person has not had the time promised to refuse it",
    "not-promised": "the policy under which the data was given does not name this purpose",
    "no-cause": "there is no order, request or case behind it",
    "cause-closed": "the order, request or case behind it is closed",
    "cause-expired": "the order, request or case behind it is too long ago",
    "channel": "the policy does not allow this purpose by this channel",
    "customers-only": "only customers may be reached for this",
    "switched-off": "the shop has not switched this purpose on",
    "cap": "the person heard from us often enough lately",
    "allowed": "the policy allows it",
}
SHORT = {
    "closed": "account closed",
    "held": "legal hold",
    "suppressed": "address asked us to stop",
    "stopped": "said stop",
    "new-use": "new use, still waiting",
    "not-promised": "not promised when the data came",
    "no-cause": "nothing behind it",
    "cause-closed": "closed",
    "cause-expired": "too long ago",
    "channel": "never by this channel",
    "customers-only": "customers only",
    "switched-off": "switched off",
    "cap": "often enough lately",
    "allowed": "",
}
"""The same for the cells of a table."""
SOURCES = {
    "web form": "a form of the site",
    "one-click": "the link in a mail",
    "mail": "e-mail",
    "letter": "letter",
    "phone": "telephone",
    "staff": "word to our staff",
    "complaint": "a complaint about a mail",
    "hard bounce": "a mail that came back",
    "gpc": "the browser's signal (Global Privacy Control)",
    "policy window": "the form about a new use",
    "import": "an imported list",
}
"""How a stop or an allowance reached us."""
