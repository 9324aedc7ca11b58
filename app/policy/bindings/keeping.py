"""What keeps the clauses about retention, security, changes and contact."""

from app.policy.bindings.shapes import ENFORCED, EVIDENCED, PROCEDURAL, bound

BINDINGS = {
    "retention": bound(
        EVIDENCED,
        73,
        words="Each table and file store names its period; the program does not start if one names none. A job removes"
        " what is past it every day, and counts what a legal matter keeps.",
        checks="retention-kept retention-runs jobs-running",
        rules="account.session-days retention.unverified-case-hours retention.case-years retention.contact-mail-years"
        " retention.raw-mail-days retention.bounce-years retention.quote-years retention.artwork-months"
        " retention.mailing-list-days retention.ncoa-file-days retention.order-years retention.order-contact-years"
        " retention.ledger-years retention.audit-years retention.backup-days retention.key-backup-days",
        tables="retention_run legal_hold job_run",
    ),
    "security-measures": bound(
        PROCEDURAL,
        71,
        72,
        73,
        74,
        75,
        76,
        words="The measures stand in a register, each with the day it was last looked at.",
        checks="measures-current database-durable passwords-scrambled audit-chain audit-append-only"
        " every-change-recorded others-pages-closed staff-changes-in-acting staff-readings-shown",
        tables="security_measure measure_check audit_entry audit_head",
        who="The privacy officer and the administrator",
        when="as often as the register says of each measure",
    ),
    "encryption": bound(
        EVIDENCED,
        77,
        78,
        79,
        words="A request in the clear is only sent on to the encrypted address.",
        checks="tls-handshake certificate-verifies message-integrity",
    ),
    "email-not-secure": bound(
        EVIDENCED,
        80,
        words="We say so here because we cannot change it. What we mail is looked through.",
        checks="no-secrets-by-mail",
        tables="outbox_mail",
    ),
    "posting-changes": bound(
        ENFORCED,
        82,
        84,
        88,
        words="The database itself refuses to change or remove a text that was posted.",
        checks="policy-served versions-permanent changes-listed",
        tables="policy_version policy_clause policy_comparison policy_event",
    ),
    "new-uses": bound(
        ENFORCED,
        81,
        83,
        words="A new use is in the program as a shut gate, and opens for each person only after the time of notice.",
        checks="new-uses-noticed new-uses-wait undisclosed-practices",
        rules="policy.notice-days gate.notice-days gate.old-data",
        tables="new_use use_notice policy_engagement",
        purposes="policy_notice",
    ),
    "amendments": bound(
        EVIDENCED,
        86,
        words="Each version says what kind of change it is, and a program compares that with the words.",
        checks="changes-classed",
        tables="policy_version",
    ),
    "agreement-by-use": bound(
        ENFORCED,
        87,
        words="Whatever you do here is written down with the version of that moment.",
        checks="agreement-recorded",
        tables="permission_event print_order account",
    ),
    "contact": bound(
        PROCEDURAL,
        68,
        85,
        words="A letter is entered as a case on the day it comes and gets the same clock as a message on this site.",
        checks="contact-printed",
        rules="company.name company.street company.city-line company.newsletter",
        tables="case_file policy_concern",
        who="Customer service and the privacy officer",
        when="on every working day",
    ),
}
