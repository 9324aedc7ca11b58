"""The pages that tell what changed in a document: its list of versions, and one version word by word."""

from collections.abc import Sequence

from flask import render_template

from app.audit.heads import Head
from app.foundation import clock
from app.foundation.errors import Missing
from app.policy import difference_view, service
from app.policy.feeds import Entry
from app.policy.papers import Paper
from app.policy.service import comparing
from app.policy.views import VersionLine
from app.policy.views.withdrawals import withdrawals


def listing(doc: Paper, head: Head | None) -> str:
    """Every version with what it changed; `head` is the newest place in the record, which the page may vouch for."""
    return render_template("policy/changes.html", doc=doc, entries=entries(doc), head=head)


def entries(doc: Paper) -> list[Entry]:
    """Every posted version, newest first."""
    gone, lines = withdrawals(doc.slug), service.history(doc.slug)
    return [
        Entry(
            line,
            service.CLASS_WORDS.get(line.change_class, line.change_class),
            _standing(line, lines),
            gone[line.no].at if line.no in gone else None,
            gone[line.no].note if line.no in gone else "",
            doc.page,
        )
        for line in lines
    ]


def differences(doc: Paper, no: int, against: int | None, anchor: str, *, sides: bool) -> str:
    """What a version changed against the one before it, or against an earlier one; with `anchor`, in one clause.

    Raises:
        Missing: there is no such pair of versions, or no such clause.
    """
    found = comparing.comparison(no, against, doc.slug)
    one = difference_view.whole(found.body, anchor) if found and anchor else None
    if found is None or (anchor and one is None):
        raise Missing
    lines = service.history(doc.slug)
    return render_template(
        "policy/differences.html",
        doc=doc,
        after=found.after,
        before=found.before,
        note=found.note,
        one=one,
        sheet=difference_view.sheet(found.body),
        sides=sides,
        earlier=[line.no for line in lines if line.no < no],
        class_words=service.CLASS_WORDS,
        standing=_standing(found.after, lines),
    )


def _standing(line: VersionLine, lines: Sequence[VersionLine]) -> str:
    """How a version stands now, in a word: by the clock, not by a job that may be late."""
    if line.state == "withdrawn":
        return "withdrawn"
    if line.effective_at > clock.now():
        return "scheduled"
    later = [one for one in lines if one.state != "withdrawn" and one.effective_at <= clock.now() and one.no > line.no]
    return "superseded" if later else "in force"
