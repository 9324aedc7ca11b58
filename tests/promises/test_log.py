"""The web server's log: the extended format, and what each line holds."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.pages import BASE, Browser

REFERRER = "https://search.example/results?q=my+private+words"
AGENT = "Mozilla/5.0 (Paper; Ink)"


def visit(app: Flask) -> None:
    """One visit from a known address, referred by another site."""
    app.test_client().get(
        "/products?quantity=250",
        base_url=BASE,
        headers={"Referer": REFERRER, "User-Agent": AGENT},
        environ_base={"REMOTE_ADDR": "203.0.113.7"},
    ).close()


def log(app: Flask) -> list[str]:
    (path,) = (Path(app.instance_path) / "log").glob("access-*.log")
    return path.read_text("ascii").split("\n")[:-1]


def line(app: Flask) -> str:
    visit(app)
    return log(app)[-1]


@pytest.fixture(autouse=True)
def fresh_log(app: Flask) -> None:
    """The log's file is opened anew: the folder of the last test is gone."""
    app.extensions["shop.access_log"].writer.close()


@pytest.mark.promise("P27")
def test_the_server_writes_an_extended_log(app: Flask) -> None:
    visit(app)
    assert log(app)[0] == "#Version: 1.0"
    fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(Referer) cs(User-Agent)"
    assert fields in log(app)


@pytest.mark.promise("P28")
def test_a_line_holds_date_and_time_of_the_visit(app: Flask) -> None:
    found = re.match(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ", line(app))
    assert found is not None
    seen = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - seen).total_seconds()) < 60


@pytest.mark.promise("P29")
def test_a_line_holds_the_referring_address_without_what_was_searched_for(app: Flask) -> None:
    assert '"https://search.example/results"' in line(app)
    assert "private" not in line(app)


@pytest.mark.promise("P30")
def test_a_line_holds_the_browsers_type(app: Flask) -> None:
    assert f'"{AGENT}"' in line(app)


@pytest.mark.promise("P31")
def test_a_line_holds_the_ip_address_and_the_policy_explains_it(app: Flask, visitor: Browser) -> None:
    assert line(app).split()[2] == "203.0.113.7"
    (heading,) = visitor.get("/privacy-policy")["#ip-address"]
    assert heading is not None
