"""Every clause with what it promises and how it stands, for programs.

The shape, which only ever grows: ``version``, ``effective``, ``text_sha256``, ``promises`` (all, kept, failing,
unchecked) and ``clauses``, a list with ``anchor``, ``heading``, ``url`` (the permanent address), ``kind``
(enforced, evidenced, procedural, stance; null where nothing is said), ``promises`` (numbers), ``how`` (sentences),
``state`` (kept, failing, unchecked; null where no check looks) and ``checks``. Each of those has ``name``,
``sentence``, ``state``, ``measured``, ``checked`` (UTC, null for never) and ``test_it_yourself``.
"""

import json
from typing import Any

from app.foundation import clock
from app.policy import evidence
from app.policy.bindings import binding_of
from app.policy.clauses import Clause
from app.policy.evidence import Shown, Standing
from app.policy.views import PublishedVersion


def claims(shown: PublishedVersion, base_url: str) -> str:
    """The claims of the version in force, as JSON."""
    tally = evidence.tally()
    told = {
        "version": shown.no,
        "effective": clock.iso(shown.line.effective_at),
        "text_sha256": shown.line.sha256,
        "policy": f"{base_url}/privacy-policy",
        "test_it_yourself": f"{base_url}/privacy-policy/verify",
        "promises": {
            "all": tally.all,
            "kept": tally.kept,
            "failing": tally.failing,
            "unchecked": tally.unchecked,
        },
        "clauses": [_clause(clause, shown, base_url) for clause in shown.clauses if clause.text],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def failing(shown: PublishedVersion) -> tuple[str, ...]:
    """The anchors of the clauses that fail now."""
    return tuple(anchor for anchor, standing in evidence.of_version(shown).items() if standing.failing)


def _clause(clause: Clause, shown: PublishedVersion, base_url: str) -> dict[str, Any]:
    binding = binding_of(clause.anchor)
    standing = evidence.of_clause(clause.anchor, shown.kinds.get(clause.anchor, ""))
    return {
        "anchor": clause.anchor,
        "heading": clause.heading,
        "url": f"{base_url}/privacy-policy/versions/{shown.no}#{clause.anchor}",
        "promises": list(binding.promises) if binding else [],
        **_standing(standing),
    }


def _standing(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {"kind": None, "how": [], "state": None, "checks": []}
    return {
        "kind": standing.kind,
        "how": [*standing.words, *standing.measures],
        "state": standing.state,
        "checks": [_check(check) for check in standing.checks],
    }


def _check(check: Shown) -> dict[str, Any]:
    return {
        "name": check.name,
        "sentence": check.sentence,
        "state": check.state,
        "measured": check.measured,
        "checked": clock.iso(check.at) if check.at else None,
        "test_it_yourself": check.yourself or None,
    }
