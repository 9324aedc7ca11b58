"""The measures that a print shop's register begins with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class First:
    """One measure; the demonstration shop looked at it so many `days_ago`, and found this (`note`)."""

    title: str
    words: str
    kind: str
    owner: str
    every_days: int
    days_ago: int
    note: str
    clause: str = "security-measures"


FIRST = (
    First(
        "Locks at the plant",
        "Outer doors, dock and server room are locked, and the list of key holders is right.",
        "physical",
        "Production lead",
        30,
        12,
        "Every door tried in the evening round.",
    ),
    First(
        "Visitor book",
        "Everybody who does not work here signs in and out at the front desk, and is walked to the door.",
        "physical",
        "Front desk",
        30,
        9,
        "The month's pages are complete.",
    ),
    First(
        "Shredding of misprints and labels",
        "Sheets, proofs and labels that show names or addresses go into the locked bin and are shredded.",
        "physical",
        "Production lead",
        30,
        5,
        "Bins emptied, nothing found in the paper bins.",
    ),
    First(
        "Clean desks",
        "Nothing with customers' names lies open after work; screens lock by themselves.",
        "people",
        "Customer service lead",
        30,
        16,
        "All desks looked at after closing.",
    ),
    First(
        "Staff training",
        "Everybody who sees customers' information learns once a year how we handle it, newcomers in the first week.",
        "people",
        "Privacy officer",
        365,
        120,
        "Eleven of eleven took part.",
    ),
    First(
        "Review of who may see what",
        "Each member of staff has the roles that the work needs, and nobody who left has any.",
        "people",
        "Administrator",
        90,
        40,
        "One role taken back.",
    ),
    First(
        "Encryption of disks",
        "Servers, office machines and backup disks are encrypted.",
        "online",
        "Administrator",
        180,
        60,
        "Every machine of the list looked at.",
    ),
    First(
        "Restoring a backup",
        "A backup is put back on a spare machine, and the counts of its tables are compared.",
        "online",
        "Administrator",
        30,
        6,
        "Restored and compared; the counts were equal.",
    ),
    First(
        "Software updates",
        "Security updates of operating systems and of everything in the lock file are installed.",
        "online",
        "Administrator",
        14,
        3,
        "Nothing was open.",
    ),
    First(
        "Custody of the keys",
        "The master keys lie where only two people can fetch them, and their copies can be read.",
        "online",
        "Administrator",
        90,
        33,
        "Both envelopes present, seals whole.",
    ),
)
