"""Staff roles: sets of permissions named `area:thing:action`. Rooms declare permissions, the registry joins them."""

from collections.abc import Iterable

ROLES: dict[str, str] = {
    "policy-editor": "Policy editor",
    "policy-reviewer": "Policy reviewer",
    "counsel": "Counsel",
    "prepress": "Prepress",
    "production": "Production",
    "shipping": "Shipping",
    "service": "Customer service",
    "marketing": "Marketing",
    "privacy-officer": "Privacy officer",
    "administrator": "Administrator",
}
"""Role to its name on pages."""

ADMINISTRATOR = "administrator"

_STAFF = frozenset({"backoffice:dashboard:read"})
_OFFICE = frozenset({"audit:entry:read", "disclosures:supplier:attest", "rules:rule:edit"})
_CUSTOMERS = frozenset({"accounts:customer:read"})
_CASES = frozenset({"cases:case:read", "cases:case:answer"})
_CHOICES = frozenset({"permissions:decision:read", "permissions:stop:add"})
_MAIL = frozenset({"mail:desk:read", "mail:desk:work"})
_RUNS = frozenset({"mail:run:compose", "mail:run:approve"})
_QUOTES = frozenset({"quotes:quote:read", "quotes:quote:make", "quotes:order:place"})
_ORDERS = frozenset({"orders:order:read", "orders:order:move", "orders:order:assign", "orders:order:note"}) | {
    "tables:version:read"
}

_EVIDENCE = frozenset({"policy:evidence:read", "policy:evidence:delay"})
_REVIEW = frozenset({"policy:draft:edit", "policy:measure:read", "policy:version:review"})

_COUNTS = {"visits:counts:read", "accounts:registration:count"}
GRANTS: dict[str, frozenset[str]] = {
    "policy-editor": frozenset({"policy:draft:edit", "policy:evidence:read", "policy:version:publish"}),
    "policy-reviewer": _EVIDENCE | _REVIEW,
    "counsel": _EVIDENCE | _REVIEW,
    "prepress": _ORDERS | {"orders:job:check", "artwork:file:read"},
    "production": _ORDERS | {"orders:job:print", "artwork:file:read"},
    "shipping": _ORDERS | {"orders:job:ship", "shipping:rates:edit"},
    "service": _ORDERS
    | _QUOTES
    | _CASES
    | _CHOICES
    | _MAIL
    | {"orders:order:serve", "artwork:file:read", "catalogue:prices:edit", "tax:exemption:check"}
    | _CUSTOMERS
    | {"accounts:customer:change"},
    "marketing": _CHOICES | _RUNS | {"mail:desk:read", "promotions:promotion:keep"} | _COUNTS,
    "privacy-officer": _CASES
    | _CHOICES
    | _EVIDENCE
    | _MAIL
    | _RUNS
    | _CUSTOMERS
    | {
        "audit:entry:read",
        "rules:rule:edit",
        "disclosures:supplier:attest",
        "policy:draft:edit",
        "policy:measure:keep",
        "policy:measure:read",
        *_COUNTS,
        "orders:order:read",
        "rights:hold:keep",
        "rights:retention:read",
    },
}
"""What each role may do beyond opening the staff pages; the administrator may do everything that is declared."""

_declared: set[str] = set()


def join(permissions: Iterable[str]) -> None:
    """Take in the names of all permissions that the rooms declare."""
    _declared.update(permissions)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything that somebody with these roles may do; a role that is gone grants nothing."""
    found: set[str] = set()
    for role in roles:
        if role == ADMINISTRATOR:
            return frozenset(_declared)
        if role in GRANTS:
            found |= GRANTS[role] | _STAFF
    return frozenset(found)
