"""What keeps the clauses about who else receives anything."""

from app.policy.bindings.shapes import ENFORCED, PROCEDURAL, bound

BINDINGS = {
    "no-distribution": bound(
        ENFORCED,
        2,
        44,
        words="The program can reach no host but those of the register, and what leaves is written down first.",
        checks="every-call-recorded no-undisclosed-connection",
        rules="company.name",
        tables="disclosure outbound_call",
    ),
    "subsidiaries": bound(
        ENFORCED,
        45,
        words="A recipient must be on a list before anything can be sent to it.",
        checks="subsidiaries-listed",
        rules="company.subsidiaries",
        tables="vendor",
    ),
    "shipping-company": bound(
        ENFORCED,
        46,
        words="The register holds the kinds of information that it may get, and the door lets no other pass.",
        tables="vendor disclosure",
        purposes="order",
    ),
    "card-processor": bound(
        ENFORCED,
        47,
        words="The register holds the kinds of information that it may get, and the door lets no other pass.",
        checks="processor-gets-only",
        tables="vendor outbound_call payment_attempt",
        purposes="billing",
    ),
    "suppliers": bound(
        ENFORCED,
        48,
        words="The door of a supplier whose yearly statement has lapsed shuts by itself.",
        checks="suppliers-listed",
        rules="supplier.statement-days supplier.warning-days",
        tables="vendor vendor_attestation supplier_requirements",
    ),
    "legal-disclosure": bound(
        PROCEDURAL,
        23,
        24,
        25,
        26,
        words="Without one of these grounds the record of disclosures takes no entry, and nothing can be sent.",
        checks="grounds-closed",
        tables="disclosure",
        purposes="legal enforce",
        who="Two people, one of them our counsel",
        when="at every such request",
    ),
    "other-sites": bound(
        ENFORCED,
        59,
        words="The mark is put on every such link when a text is published.",
        checks="links-carry-cue",
        tables="policy_clause",
    ),
}
