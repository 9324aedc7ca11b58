"""The answer in writing: the same for people and for machines, and nothing in it does anything by itself."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import lxml.html
import pytest
from flask import Flask

from app.config import ROOT, Settings
from app.foundation import work
from app.foundation.acts import Act
from app.permissions import service as permissions
from app.policy import live_values
from app.policy import service as policy
from app.rights.answers import headings
from app.rights.holdings import FORMAT
from app.rights.service.gathering import gather
from app.rights.service.knowing import keys_of
from app.rights.writing import Answer, for_machines, html, table, zipped
from tests import cases, ordering
from tests.people import SignedIn
from tests.suppliers import register

FORMULA = '=HYPERLINK("https://evil.example","open me")'


@pytest.fixture
def answer(app: Flask, act: Act, customer: SignedIn) -> Answer:
    """The answer to Alex, who ordered cards and wrote to us in a way that spreadsheets and browsers would run."""
    ordering.open_shop(act.at - timedelta(hours=1))
    register(app.extensions["shop.settings"])
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
    ordering.with_file(act, customer.account_id)
    cases.opened(act, person_id=1, text=f"{FORMULA} <script>alert(1)</script>", name=FORMULA)
    return Answer(gather(keys_of(1), network="127.0.0.1"), headings(), None)


def unzipped(answer: Answer) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(zipped(answer))) as made:
        return {name: made.read(name).decode() for name in made.namelist()}


def test_the_download_holds_a_page_json_and_a_table_for_each_source_that_holds_something(answer: Answer) -> None:
    names = list(unzipped(answer))
    assert names[:2] == ["what-we-hold/answer.html", "what-we-hold/answer.json"]
    told = [group for group in answer.holdings.groups if group.records]
    assert len(names) == len(told) + 2
    assert "what-we-hold/csv/" in names[2]
    assert names[2:] == sorted(names[2:])


def test_the_same_holdings_give_the_same_bytes(answer: Answer) -> None:
    assert zipped(answer) == zipped(answer)


def test_no_name_in_the_download_tells_whose_it_is(answer: Answer) -> None:
    assert not re.search(r"alex|kim", " ".join(unzipped(answer)), re.IGNORECASE)


def test_the_file_for_people_runs_and_loads_nothing(settings: Settings, answer: Answer) -> None:
    page = lxml.html.fromstring(html(answer))
    assert page.xpath("//script | //link | //img | //iframe | //form | //@src | //@onclick") == []
    links = [str(link) for link in page.xpath("//a/@href")]
    assert all(link.startswith(("#", settings.base_url)) for link in links)
    anchors = {str(name) for name in page.xpath("//@id")}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= anchors


def test_page_json_and_tables_say_the_same(answer: Answer) -> None:
    files = unzipped(answer)
    page = " ".join(lxml.html.fromstring(files["what-we-hold/answer.html"]).text_content().split())
    told = json.loads(files["what-we-hold/answer.json"])
    tables = "".join(text for name, text in files.items() if name.endswith(".csv"))
    seen = 0
    for source in told["sources"]:
        for entry in source["entries"]:
            for item in entry["items"]:
                if isinstance(item["value"], str) and item["value"].isalnum():
                    seen += 1
                    assert item["value"] in page
                    assert item["value"] in tables
    assert seen > len("a page with nearly nothing on it")


def test_what_is_not_shown_says_why_in_each_form(answer: Answer) -> None:
    reason = "a keyed digest of the street line, only to find it again"
    files = unzipped(answer)
    assert reason in files["what-we-hold/answer.html"]
    assert f'"why_not_shown": "{reason}"' in files["what-we-hold/answer.json"]
    assert any(reason in text for name, text in files.items() if name.endswith(".csv"))


def test_a_spreadsheet_runs_nothing_that_somebody_typed(answer: Answer) -> None:
    case_file = next(group for group in answer.holdings.groups if group.name == "case_file")
    cells = [cell for row in csv.reader(io.StringIO(table(case_file))) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_every_source_stands_in_the_json_also_the_empty_ones(answer: Answer) -> None:
    told = for_machines(answer)
    assert told["format"] == FORMAT
    assert {source["name"] for source in told["sources"]} == {group.name for group in answer.holdings.groups}
    assert any(source["count"] == 0 for source in told["sources"])


def test_each_clause_is_linked_by_its_heading(answer: Answer) -> None:
    page = lxml.html.fromstring(html(answer))
    (link,) = {str(a.text) for a in page.xpath("//a[contains(@href, '/privacy-policy#registering')]")}
    assert link == answer.headings["registering"]


def keys_in(value: object) -> set[str]:
    """The names of everything in plain data, without what stands beside an entry or in a value."""
    if isinstance(value, list):
        return {name for part in value for name in keys_in(part)}
    if not isinstance(value, dict):
        return set()
    inner = (part for name, part in value.items() if name not in {"beside", "value"})
    return set(value) | {name for part in inner for name in keys_in(part)}


def test_the_shape_for_machines_is_documented_name_by_name(act: Act, answer: Answer) -> None:
    work.unit(lambda: permissions.name_purposes(act, 1))
    text = Path(ROOT / "docs" / "answer-format.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", text))
    assert keys_in(for_machines(answer)) <= documented
    assert f"Format {FORMAT}" in text
