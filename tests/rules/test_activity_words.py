"""Every kind of entry that may be about an account stands on the customer's activity page, or says why not."""

import ast
import importlib
from pathlib import Path

from app.audit.kinds import WORDS
from app.config import ROOT
from app.rights import activity_words
from tests.rules.source import called, copy_of_the_house, plant, trees
from tests.rules.test_audit_kinds import RECORDS

OF_ACCOUNTS = ("account:", "person:")


def about_accounts(root: Path) -> set[str]:
    """The kinds whose subject is an account or a person, or only known when it is recorded."""
    found = set()
    for name, tree in trees(root):
        for call, node in called(tree):
            if call in RECORDS and len(node.args) > 2 and _may_be_an_account(node.args[2]):
                found.add(_kind(name, node.args[1]))
    return found & set(WORDS) | {kind for kind in found if kind.startswith("shoe.")}


def _may_be_an_account(subject: ast.expr) -> bool:
    if isinstance(subject, ast.JoinedStr):
        return isinstance(subject.values[0], ast.Constant) and str(subject.values[0].value).startswith(OF_ACCOUNTS)
    if isinstance(subject, ast.Call):
        return ast.unparse(subject.func) == "str"
    return not isinstance(subject, ast.Constant | ast.Subscript)


def _kind(name: str, kind: ast.expr) -> str:
    if isinstance(kind, ast.Name):
        module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
        return str(getattr(module, kind.id))
    return str(kind.value) if isinstance(kind, ast.Constant) else ""


def test_every_kind_about_an_account_has_the_customers_words_or_a_reason() -> None:
    assert about_accounts(ROOT) - set(activity_words.WORDS) - set(activity_words.UNSAID) == set()


def test_no_kind_has_both_and_each_is_one_that_is_recorded() -> None:
    assert set(activity_words.WORDS) & set(activity_words.UNSAID) == set()
    assert {*activity_words.WORDS, *activity_words.UNSAID} <= set(WORDS)
    assert set(activity_words.WORDS) >= activity_words.THINGS | activity_words.OWN_ACTS
    assert all(len(reason) > 10 for reason in activity_words.UNSAID.values())


def test_a_kind_without_words_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/service.py", 'def planted(act, n): audit.record(act, "shoe.bought", f"account:{n}")')
    assert "shoe.bought" in about_accounts(house) - set(activity_words.WORDS)
