"""What is said of a file that costs too much to look at. Also used by the parent, so it imports no PDF library."""

from __future__ import annotations

from dataclasses import replace

from .findings import Finding, Report, Severity

_LIGHTEN = (
    "Save a copy with pictures reduced to 300 ppi and transparency flattened; the preset PDF/X-4 or PDF/X-1a does "
    "both. Very detailed drawings (maps, patterns, traced pictures) print just as well as a picture at 600 ppi. "
    "If that does not help, write to us: a person will look at the file."
)


def too_slow(stage: str, seconds: float) -> Finding:
    return _heavy(f"The file is very heavy: after {seconds:g} seconds we stopped while {stage}.")


def too_large(stage: str) -> Finding:
    return _heavy(
        f"The file asks for more memory than any print file needs: we stopped while {stage}. "
        "It may hold an enormous picture, or be damaged."
    )


def broke_off(stage: str) -> Finding:
    return _heavy(f"Our check broke off while {stage}. The file may be damaged there, or unusually heavy.")


def stopped(report: Report, finding: Finding) -> Report:
    """A report of what was learned until the stop. What was not reached is said to be not checked."""
    said = {one.rule for one in report.findings}
    missed = [
        Finding(rule, Severity.NOT_CHECKED, f"We did not get to checking {what}.")
        for rule, what in (("size", "the page size"), ("fonts", "the fonts"), ("bleed", "the bleed"))
        if rule not in said
    ]
    return replace(report, findings=(*report.findings, finding, *missed))


def _heavy(sentence: str) -> Finding:
    return Finding("weight", Severity.MUST_FIX, sentence, _LIGHTEN)
