"""Nothing is kept that the inventory does not know: columns, cookies, folders (privacy.md section 1)."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask, make_response
from sqlalchemy import Column, Integer, MetaData, String, Table

from app.config import ROOT, Settings
from app.foundation.inventory import KEY, STORES, WORDS, Personal, gaps, mapped_tables, personal, words_of
from app.foundation.retention import Keep
from app.operations import privacy
from tests.pages import BASE, Browser
from tests.rules.driving import ask, instead, rules, sample_path
from tests.rules.people import PEOPLE, known_values, somebody
from tests.rules.source import called, copy_of_the_house, plant, trees

OF_THE_TESTS = {"template.sqlite"}
"""What only tests keep in the instance folder: their empty database."""
INTERNAL = re.compile(r"_|\b(key|digest|ref|sha256|id)\b")
"""What gives a name of the program away."""
A_FOLDER = re.compile(r"(?:instance_path\)|\binstance)$")
"""The end of what stands before a folder's name: `settings.instance / "log"`."""
WEB_ADDRESS = re.compile(r"https?://([a-z0-9.-]+\.[a-z]+)")
NAMED_ONLY = {"shop.example", "www.sitemaps.org", "www.w3.org", "jsonfeed.org"}
"""Hosts that some text names and nothing connects to."""


def test_every_column_and_table_is_declared() -> None:
    assert gaps(mapped_tables()) == []


def planted_table(path: str = "nobody: a test made it", **columns: dict[str, object]) -> tuple[type, Table]:
    model = type("Planted", (), {"__retention__": Keep("a test wants it"), "__person__": path})
    made = (Column(name, String, info=info) for name, info in columns.items())
    return model, Table("planted", MetaData(), Column("id", Integer, primary_key=True, info=KEY), *made)


def test_a_column_that_is_not_declared_is_noticed() -> None:
    (gap,) = gaps(iter([planted_table(shoe_size={})]))
    assert "planted.shoe_size" in gap


def test_personal_data_without_the_way_to_its_person_is_noticed() -> None:
    (gap,) = gaps(iter([planted_table("", name=personal("contact", clause="registering"))]))
    assert "__person__" in gap


def test_nothing_of_the_running_shop_is_undeclared(app: Flask) -> None:
    assert privacy.gaps(app) == []


def without_words(tables: Iterable[tuple[type, Table]]) -> set[str]:
    """Tables without a title of their own, and personal columns whose words only the programmer understands."""
    found = set()
    for _, table in tables:
        personal_ones = [column.name for column in table.columns if isinstance(column.info["inventory"], Personal)]
        words = words_of(table.name)
        if personal_ones and table.name not in WORDS:
            found.add(table.name)
        for name in personal_ones:
            if INTERNAL.search(words.columns.get(name, name)):
                found.add(f"{table.name}.{name}")
    return found


def test_every_personal_column_has_plain_words() -> None:
    assert without_words(mapped_tables()) == set()


def test_a_column_that_only_a_programmer_understands_is_noticed() -> None:
    table = planted_table(email_key=personal("contact", clause="registering"))
    assert without_words([table]) == {"planted", "planted.email_key"}


def undeclared_folders(root: Path) -> set[str]:
    """Folders and files of the instance that the code names and nobody declared."""
    declared = {name.removeprefix("instance/").partition("/")[0] for kind, name in STORES if kind != "cookie"}
    named = {
        node.right.value
        for _, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)
        and A_FOLDER.search(ast.unparse(node.left))
    }  # fmt: skip
    return named - declared


def test_every_folder_that_the_code_makes_is_declared() -> None:
    assert undeclared_folders(ROOT) == set()


def test_a_folder_that_the_code_makes_without_declaring_it_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/agents.py", 'def planted(settings): return settings.instance / "diary"')
    plant(house, "app/visits/jobs.py", 'def other(app): return Path(app.instance_path) / "album" / "one"')
    assert undeclared_folders(house) == {"diary", "album"}


def cookies_by_hand(root: Path) -> set[str]:
    """Places where a cookie is set under a name that stands in no setting."""
    return {
        f"{name}: {ast.unparse(node.args[0])}"
        for name, tree in trees(root)
        for call, node in called(tree)
        if call.endswith(".set_cookie") and node.args and isinstance(node.args[0], ast.Constant)
    }


def test_no_cookie_has_a_name_that_stands_in_no_setting(tmp_path: Path) -> None:
    assert cookies_by_hand(ROOT) == set()
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/jobs.py", 'def planted(response): response.set_cookie("trail", "7")')
    assert cookies_by_hand(house) == {"app/visits/jobs.py: 'trail'"}


def hosts_by_hand(root: Path) -> set[str]:
    """Hosts of web addresses that stand in the code itself, where no register sees them."""
    return {
        f"{name}: {host}"
        for name, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for host in WEB_ADDRESS.findall(node.value)
        if host not in NAMED_ONLY
    }


def test_no_host_stands_in_the_code_itself(tmp_path: Path) -> None:
    assert hosts_by_hand(ROOT) == set()
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/jobs.py", 'TRACKER = "https://tracker.example/pixel"')
    assert hosts_by_hand(house) == {"app/visits/jobs.py: tracker.example"}


def undeclared_cookies(app: Flask, browser: Browser) -> set[str]:
    """Cookies that any page sets and the inventory does not know."""
    found: set[str] = set()
    for rule in rules(app):
        if "GET" in (rule.methods or set()):
            path = sample_path(rule.rule, known_values(app))
            response = browser.client.get(path, base_url=BASE, buffered=True)
            found |= {line.partition("=")[0] for line in response.headers.getlist("Set-Cookie")}
    return (found | set(browser.cookies())) - {name for kind, name in STORES if kind == "cookie"}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_cookie_is_declared(app: Flask, request: pytest.FixtureRequest, who: str) -> None:
    assert undeclared_cookies(app, somebody(request, who)) == set()


def test_a_cookie_that_is_not_declared_is_noticed(app: Flask, visitor: Browser) -> None:
    def sets_one() -> object:
        response = make_response("")
        response.set_cookie("planted", "x", secure=True)
        return response

    with instead(app, "operations.alive", sets_one):
        assert undeclared_cookies(app, visitor) == {"planted"}


def undeclared_places(folder: Path) -> set[str]:
    """What lies in the instance folder and the inventory does not know."""
    declared = {name.removeprefix("instance/").partition("/")[0] for _, name in STORES}
    return {
        path.name
        for path in folder.iterdir()
        if path.name.removesuffix("-wal").removesuffix("-shm") not in {*declared, *OF_THE_TESTS}
    }


def test_every_folder_of_the_instance_is_declared(app: Flask, visitor: Browser, settings: Settings) -> None:
    ask(visitor, "GET", "/healthz")
    assert undeclared_places(settings.instance) == set()


def test_a_folder_that_is_not_declared_is_noticed(tmp_path: Path) -> None:
    for name in ("log", "facts", "shop.sqlite", "shop.sqlite-wal", "diary"):
        (tmp_path / name).mkdir()
    assert undeclared_places(tmp_path) == {"diary"}
