"""Whether the policy itself is kept: served as it was posted, permanent, listed, classed, announced (P59, P81-P88)."""

from app.foundation.checks import Check
from app.policy.checks import served, versions

CHECKS: list[Check] = [
    Check(
        "policy-served",
        "The page shows the version in force, with its number, its date and every clause word for word.",
        served.text_in_force,
        (88,),
        5,
        "Open /privacy-policy and compare it with the permanent address at its end.",
    ),
    Check(
        "changes-listed",
        "The list of changes, as a page and as a feed, names every version, and each one can be read.",
        served.changes_listed,
        (84,),
        10,
        "Open /privacy-policy/changes and any version on it.",
    ),
    Check(
        "links-carry-cue",
        "Every link on our public pages that leads elsewhere is marked.",
        served.links_marked,
        (59,),
        30,
        "Follow any link with the mark “(other site)”, and look for one without it that leaves this site.",
    ),
    Check(
        "contact-printed",
        "The policy and the contact page print the postal address and the mail address that are in use, and the form"
        " for doubts opens.",
        served.contact_printed,
        (85,),
        30,
        "Look at the end of this page and at /contact.",
    ),
    Check(
        "versions-permanent",
        "Each posted text still has the SHA-256 of its first day, and the database refuses to change one.",
        versions.permanent,
        (82,),
        30,
        "Keep the SHA-256 of a version and compute it again later, as “Test it yourself” shows.",
    ),
    Check(
        "changes-classed",
        "No version calls itself less than its words and lists show.",
        versions.classed,
        (86,),
        60,
        "Compare two versions in the list of changes with the kind of change that it names.",
    ),
    Check(
        "new-uses-noticed",
        "Each version that widens what we may do was posted as long before its start as the text before it promised,"
        " and one that waits is announced on this page.",
        versions.noticed,
        (81, 83),
        30,
        "Compare both dates in the list of changes.",
    ),
]
