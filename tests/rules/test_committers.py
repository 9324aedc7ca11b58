"""Who may commit, and who may speak to the outside: one place each, listed here."""

import ast
from pathlib import Path

import pytest

from app.config import ROOT
from tests.rules.source import called, copy_of_the_house, imported, plant, trees

LISTED: dict[str, dict[str, str]] = {
    "commit": {
        "app/foundation/work.py": "the one commit point of a request, a job's step and a command",
        "app/foundation/envelopes.py": "the key store: a key is on disk before anything is sealed by it",
    },
    "settle": {"app/disclosures/egress.py": "the door: intend and record"},
    "unit": {
        "app/foundation/jobs.py": "the job runner: one commit a step",
        "app/operations/demo.py": "loading the demonstration shop is one unit: all of it or nothing",
        "app/operations/keys_commands.py": "commands: each is one unit, with its audit entry",
        "app/audit/jobs.py": "the sealer beside the job runner: one commit a seal",
        "app/accounts/login.py": "the exchange of a remember token, the one safe request that writes",
        "app/accounts/service/throttling.py": "a try counts before it is looked at, or tries in parallel slip in",
        "app/accounts/service/mailed_codes.py": "a typed code counts before it is compared, for the same reason",
        "app/mail/service/choice_codes.py": "a typed code of the mail choices counts before it is compared, likewise",
        "app/rights/proof.py": "made-up people in a scratch shop: their rows are on disk before its bytes are read",
        "app/mail/inbound_commands.py": "commands: each mail is one unit, on disk before it is said to be stored",
        "app/operations/privacy_commands.py": "opening the scratch shop of the proof is one unit",
        "app/rights/service/proving.py": "a typed code of a request counts before it is compared, for the same reason",
    },
    "writing": {"app/accounts/login.py": "the exchange of a remember token"},
}
"""Act to the modules that may do it, each with its reason. A room's commands are units of work, too."""
HOMES = {"settle": "app.foundation.work", "unit": "app.foundation.work", "writing": "app.foundation.database"}

CLIENTS = {
    "aiohttp", "asyncio", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
OUTSIDE = {
    "app/disclosures/egress.py": "the one outbound door, and the only HTTP client for others",
    "app/foundation/own_site.py": "checks meet the shop's own address, and no other",
    "app/disclosures/guard.py": "watches every connection of the process; opens none",
    "app/mail/imap_poll.py": "fetches mail to us from our own mailbox; sends nothing",
    "app/mail/relay.py": "hands mail to the relay, through the door",
    "app/operations/serve.py": "sees whether a port of this machine is free or answers",
}


def acts(tree: ast.Module) -> set[str]:
    """Which of the listed acts a module does."""
    found = {
        "commit"
        for name, _ in called(tree)
        if name.endswith((".commit", "session.begin", "engine.begin", "connection.begin"))
    }
    names = {name for name, _ in called(tree)}
    for act, home in HOMES.items():
        owner = home.rpartition(".")[2]
        if f"{owner}.{act}" in names or (act in names and f"{home}.{act}" in imported(tree)):
            found.add(act)
    return found


def unlisted_acts(root: Path) -> set[str]:
    return {
        f"{name} does {act}"
        for name, tree in trees(root)
        for act in acts(tree)
        if name not in LISTED[act] and not (act == "unit" and name.endswith("/commands.py"))
    }


def unlisted_clients(root: Path) -> set[str]:
    return {
        f"{name} imports {module}"
        for name, tree in trees(root)
        for module in imported(tree)
        if any(module == client or module.startswith(client + ".") for client in CLIENTS) and name not in OUTSIDE
    }


def test_only_the_listed_modules_commit() -> None:
    assert unlisted_acts(ROOT) == set()


@pytest.mark.parametrize(
    ("planted", "act"),
    [
        ("def planted(): db.session.commit()", "commit"),
        ("def planted(engine):\n    with engine.begin(): pass", "commit"),
        ("from app.foundation import work\ndef planted(): work.settle()", "settle"),
        ("from app.foundation.work import unit\ndef planted(): unit(print)", "unit"),
        ("from app.foundation import database\ndef planted():\n    with database.writing(): pass", "writing"),
    ],
)
def test_a_commit_elsewhere_is_noticed(tmp_path: Path, planted: str, act: str) -> None:
    house = copy_of_the_house(tmp_path)
    before = unlisted_acts(house)
    plant(house, "app/visits/agents.py", planted)
    assert unlisted_acts(house) - before == {f"app/visits/agents.py does {act}"}


def test_only_the_listed_modules_speak_to_the_outside() -> None:
    assert unlisted_clients(ROOT) == set()


@pytest.mark.parametrize(
    "planted", ["import smtplib", "from urllib.request import urlopen", "import urllib3 as planted"]
)
def test_a_client_elsewhere_is_noticed(tmp_path: Path, planted: str) -> None:
    house = copy_of_the_house(tmp_path)
    before = unlisted_clients(house)
    plant(house, "app/visits/agents.py", planted)
    assert len(unlisted_clients(house) - before) == 1


def test_the_lists_name_no_module_that_is_gone() -> None:
    names = {name for listed in (*LISTED.values(), OUTSIDE) for name in listed}
    assert {name for name in names if not (ROOT / name).exists()} == set()
