"""What keeps the clauses about choices, access and correction."""

from app.policy.bindings.shapes import ENFORCED, PROCEDURAL, bound

BINDINGS = {
    "opt-out-link": bound(
        ENFORCED,
        61,
        words="The link is made with the mail, in one step. It is found by a digest, and reading it changes nothing.",
        checks="links-work unsubscribe-headers mail-signed",
        tables="stop_link permission_event suppression",
        purposes="marketing site_update survey",
    ),
    "opt-out-mail": bound(
        ENFORCED,
        60,
        words="A stopped address is kept as a scrambled form, and each mail is compared with it before it leaves.",
        checks="mail-read-soon stops-by-mail-honored suppressed-not-written",
        rules="company.newsletter",
        tables="inbound_mail inbound_raw inbound_effect suppression",
    ),
    "opt-out-purposes": bound(
        ENFORCED,
        62,
        words="The gate asks for stops at the moment of each use.",
        checks="stops-by-mail-honored stops-honored",
        tables="permission_event gate_decision",
        purposes="marketing site_update survey personalise improve hygiene understand prospect",
    ),
    "no-questions": bound(
        ENFORCED,
        63,
        words="A stop is one row with its moment, no form asks why, and staff cannot undo it. What we sent is held "
        "against it.",
        checks="stops-honored no-mail-after-stop",
        tables="permission_event",
    ),
    "marketing-says-how": bound(
        ENFORCED,
        64,
        words="The sentence is added where mail is put together, so that no text can leave it out.",
        checks="marketing-says-how",
        purposes="marketing site_update survey",
    ),
    "post": bound(
        ENFORCED,
        65,
        words="The gate refuses every other mail by post unless you asked for it.",
        checks="no-marketing-by-post",
        tables="gate_decision cause",
        purposes="marketing survey site_update",
    ),
    "telephone": bound(
        ENFORCED,
        66,
        words="The gate refuses every other call unless you asked for it.",
        checks="no-sales-calls",
        tables="gate_decision cause",
        purposes="marketing survey site_update",
    ),
    "browser-signal": bound(
        ENFORCED,
        22,
        words="The signal is read with every page, before anything could be arranged.",
        checks="signal-honored",
        purposes="personalise understand",
    ),
    "account-access": bound(
        ENFORCED,
        39,
        40,
        words="Each value is stored with its origin and its time; a change keeps what it replaced for its period.",
        checks="own-values-shown values-have-origin closed-accounts-erased staff-changes-in-acting "
        "staff-readings-shown",
        rules="accounts.closing-days",
        tables="acting acting_bar field_value account_address billing_detail",
    ),
    "ask-what-we-hold": bound(
        PROCEDURAL,
        67,
        68,
        words="Every way in opens a case with a clock. Each night, made-up people prove that answers are complete.",
        checks="requests-in-time asking-open export-complete",
        rules="access.answer-days company.newsletter",
        tables="case_file case_event",
        who="The privacy officer",
        when="within the stated days of each request",
    ),
    "correction": bound(
        PROCEDURAL,
        69,
        70,
        words="A correction is a case like any request: the value is marked as yours, open orders follow, and each "
        "supplier who got the wrong one is a task of staff.",
        checks="requests-in-time corrections-stand",
        rules="company.newsletter corrections.two-people",
        tables="case_file field_value correction correction_task",
        who="The privacy officer",
        when="within the stated days of each request",
    ),
    "safe-answers": bound(
        ENFORCED,
        67,
        80,
        words="A code from the mailbox that is asked about is typed by hand; the mail that announces an answer is made "
        "without it, and guessing is slowed down.",
        checks="no-secrets-by-mail answers-kept-short",
        rules="access.download-days rights.code-minutes rights.code-tries",
        tables="case_visit case_try mailed_code information_request answer_file",
    ),
}
