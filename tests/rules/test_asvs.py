"""`docs/asvs.md` answers each requirement of OWASP ASVS 5.0, and nothing that it names is made up or gone."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.config import ROOT
from app.foundation import rules

TABLE = ROOT / "docs" / "asvs.md"
REQUIREMENTS: dict[int, str] = {
    1: "6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 "
    "7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1",
    2: "6.1.2 6.1.3 6.2.9 6.2.10 6.2.11 6.2.12 6.3.3 6.3.4 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 "
    "6.6.3 6.8.1 6.8.2 6.8.3 6.8.4 7.1.1 7.1.2 7.1.3 7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 "
    "8.1.2 8.2.3 8.4.1",
}
"""The numbers of the chapters on authentication, sessions and authorization, by level."""
LEVELS = {number: level for level, numbers in REQUIREMENTS.items() for number in numbers.split()}
MET, APART, OPEN = "met", "not applicable", "not met"
ON_PAPER = re.compile(r"[678]\.1\.\d+")
"""The first section of each chapter asks for documents."""
SHORTEST_REASON = 30
NUMBER = re.compile(r"\d+\.\d+\.\d+")
NAMED = re.compile(r"`([^`]+)`")
HOUSE_RULE = re.compile(r"[a-z-]+\.[a-z-]+")
FILES = (".py", ".md", ".html", ".js", ".txt", ".toml")


@dataclass(frozen=True)
class Answer:
    """One row of the table."""

    number: str
    level: str
    asks: str
    state: str
    how: str

    @property
    def named(self) -> list[str]:
        return NAMED.findall(self.how)


def answers(text: str) -> list[Answer]:
    """The rows of the tables in a text."""
    rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines())
    return [Answer(*row) for row in rows if len(row) == 5 and NUMBER.fullmatch(row[0])]


@cache
def functions(path: Path) -> frozenset[str]:
    """The names of all functions in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def headings(path: Path) -> frozenset[str]:
    """The anchors of a page's headings, as readers' links spell them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads)


def untrue(name: str) -> str:
    """What is wrong with one thing that a row names; nothing if it exists."""
    if HOUSE_RULE.fullmatch(name) and not name.endswith(FILES):
        return "" if name in rules.RULES else "is no house rule"
    path, _, inside = name.replace("#", "::").partition("::")
    if not (ROOT / path).is_file():
        return "is no file"
    known = headings(ROOT / path) if "#" in name else functions(ROOT / path) if inside else {inside}
    return "" if inside in known else "is not in that file"


def faults(text: str) -> set[str]:
    """Everything that is wrong with the table."""
    rows = answers(text)
    found = {f"{row.number}: `{name}` {wrong}" for row in rows for name in row.named if (wrong := untrue(name))}
    found |= {f"{row.number}: {wrong}" for row in rows for wrong in _shape(row)}
    counted = Counter(row.number for row in rows)
    found |= {f"{number} stands {counted[number]} times" for number in LEVELS | counted if counted[number] != 1}
    if not _told(rows) <= set(re.findall(r"\d+ (?:are )?(?:met|not applicable|not met)", text)):
        found.add(f"the counts at the top are not {sorted(_told(rows))}")
    return found


def _told(rows: list[Answer]) -> set[str]:
    """The counts that stand at the top."""
    states = Counter(row.state for row in rows)
    return {f"{states[MET]} are met", f"{states[APART]} not applicable", f"{states[OPEN]} not met"}


def _shape(row: Answer) -> list[str]:
    """What one row lacks."""
    found = []
    if row.level != str(LEVELS.get(row.number)):
        found.append(f"is not of level {row.level}")
    if not row.asks:
        found.append("does not say what is asked")
    if row.state not in {MET, APART, OPEN}:
        found.append(f"is neither met nor anything else: {row.state}")
    tests = [name for name in row.named if re.match(r"tests/.*::test_", name)]
    pages = [name for name in row.named if name.startswith("docs/")]
    if row.state == MET and not (pages if ON_PAPER.fullmatch(row.number) else tests):
        found.append("is met by nothing that could fail")
    if row.state != MET and len(NAMED.sub("", row.how)) < SHORTEST_REASON:
        found.append("has no reason")
    return found


@pytest.mark.usefixtures("app")
def test_every_requirement_is_answered_once_by_what_exists() -> None:
    assert faults(TABLE.read_text(encoding="utf-8")) == set()


PLANTED = {
    "a requirement that is gone": (r"^\| 6\.2\.1 .*\n", "", "6.2.1 stands 0 times"),
    "a requirement twice": (r"^(\| 7\.2\.1 .*\n)", r"\1\1", "7.2.1 stands 2 times"),
    "one that the standard does not have": (r"^\| 8\.1\.1 ", "| 8.9.9 ", "8.9.9"),
    "another level": (r"^\| 6\.2\.9 \| 2", "| 6.2.9 | 1", "6.2.9: is not of level 1"),
    "a test that is gone": (r"(\| 7\.2\.4 .*)::test_\w+", r"\1::test_gone", "7.2.4: `tests/"),
    "a file that is gone": (r"(\| 8\.2\.1 .*)`tests/rules/", r"\1`tests/gone/", "8.2.1: `tests/gone/"),
    "a heading that is gone": (r"(\| 8\.1\.1 .*)#[a-z-]+`", r"\1#gone`", "8.1.1: `docs/"),
    "a rule that is gone": (r"(\| 7\.3\.1 .*)`account\.[a-z-]+`", r"\1`account.gone`", "7.3.1: `account.gone`"),
    "met by nothing": (r"^(\| 6\.4\.2 \| 1 \|[^|]*\| met \|).*$", r"\1 yes |", "6.4.2: is met by nothing"),
    "not applicable without a reason": (
        r"^(\| 6\.8\.3 \| 2 \|[^|]*\| not applicable \|).*$", r"\1 no |", "6.8.3: has no reason",
    ),
    "a count that is stale": (r"\d+ are met", "999 are met", "the counts at the top"),
}  # fmt: skip
"""What goes wrong with such a table: what is looked for, what stands there instead, how the fault begins."""


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("planted", PLANTED)
def test_a_table_that_is_not_true_is_noticed(planted: str) -> None:
    looked_for, instead, fault = PLANTED[planted]
    text = re.sub(looked_for, instead, TABLE.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert any(found.startswith(fault) for found in faults(text)), faults(text)
