"""What is not declared is named, fails the check and keeps the shop from starting."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table

from app import create_app, registry
from app.config import ROOT, Settings
from app.foundation import inventory
from app.foundation.acts import Act
from app.foundation.inventory import KEY, Personal, mapped_tables
from app.foundation.jobs import Job
from app.foundation.retention import Keep
from app.mail import service as mail
from app.mail.catalogue import Letter
from app.operations import privacy
from tests.suppliers import register
from tests.unit.policy.writers import Publisher

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Tracked(Settings):
    """Settings that somebody gave one more address."""

    tracker_url: str = "https://tracker.example/pixel"


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a shop that has never been started."""
    return replace(settings, instance=tmp_path / "instance", database_url="")


def planted_table(**infos: Any) -> tuple[type, Table]:
    model = type("Planted", (), {"__retention__": Keep("a test wants it"), "__person__": "id as person"})
    made = (Column(name, String, info=info) for name, info in infos.items())
    return model, Table("planted", MetaData(), Column("id", Integer, primary_key=True, info=KEY), *made)


def with_table(patch: Patch, **infos: Any) -> None:
    tables = [*mapped_tables(), planted_table(**infos)]
    patch.setattr(inventory, "mapped_tables", lambda: iter(tables))


def registering(patch: Patch, also: Callable[[Flask], None]) -> None:
    """Let something else happen while the rooms are joined."""
    register = registry.register

    def more(app: Flask, settings: Settings) -> None:
        register(app, settings)
        also(app)

    patch.setattr(registry, "register", more)


def a_column(patch: Patch, settings: Settings) -> Settings:
    with_table(patch, shoe_size={})
    return settings


def a_cookie(patch: Patch, settings: Settings) -> Settings:
    registering(patch, lambda app: app.config.update(SURVEY_COOKIE_NAME="__Host-survey"))
    return settings


def a_job(patch: Patch, settings: Settings) -> Settings:
    patch.setattr(registry, "JOBS", [*registry.JOBS, Job("count-shoes", lambda act: None, 60, "Count shoes")])
    return settings


def a_mail(patch: Patch, settings: Settings) -> Settings:
    def add(app: Flask) -> None:
        before = app.jinja_env.loader
        assert before is not None
        made = jinja2.DictLoader({"visits/mail/birthday/body.txt": "Happy birthday"})
        app.jinja_env.loader = jinja2.ChoiceLoader([made, before])

    registering(patch, add)
    return settings


def a_host(_patch: Patch, settings: Settings) -> Settings:
    return Tracked(**{item.name: getattr(settings, item.name) for item in fields(settings)})


def a_folder(_patch: Patch, settings: Settings) -> Settings:
    (settings.instance / "diary").mkdir(parents=True)
    return settings


def a_folder_of_files(_patch: Patch, settings: Settings) -> Settings:
    (settings.instance / "files" / "portraits").mkdir(parents=True)
    return settings


def a_clause(patch: Patch, settings: Settings) -> Settings:
    with_table(patch, name={"inventory": Personal("contact", "customer", ("order",), ("subject",), "no-such-clause")})
    return settings


def a_purpose(patch: Patch, settings: Settings) -> Settings:
    with_table(patch, name={"inventory": Personal("contact", "customer", ("gossip",), ("subject",), "ordering")})
    return settings


def an_origin(patch: Patch, settings: Settings) -> Settings:
    with_table(patch, name={"inventory": Personal("contact", "customer", ("order",), ("rumor",), "ordering")})
    return settings


PLANTED = {
    a_column: "Column planted.shoe_size is not declared to the inventory.",
    a_cookie: "Cookie __Host-survey is not declared to the inventory.",
    a_job: "Job count-shoes is not declared",
    a_mail: "Mail visits/birthday is not in the catalogue of mail.",
    a_host: "Host tracker.example (setting tracker_url) belongs to no supplier of the register.",
    a_folder: "Folder diary of the instance is not declared to the inventory.",
    a_folder_of_files: "Folder files/portraits of the instance is not declared to the inventory.",
    a_clause: "Column planted.name names the clause “no-such-clause”",
    a_purpose: "Column planted.name names the purpose “gossip”",
    an_origin: "Origin rumor is none that we know.",
}


def test_the_shop_as_it_is_starts_and_everything_is_declared(fresh: Settings) -> None:
    assert privacy.gaps(create_app(fresh)) == []


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_not_declared_keeps_the_shop_from_starting(
    fresh: Settings, monkeypatch: Patch, plant: Callable[[Patch, Settings], Settings]
) -> None:
    settings = plant(monkeypatch, fresh)
    with pytest.raises(RuntimeError) as refused:
        create_app(settings)
    (sentence,) = str(refused.value).splitlines()
    assert sentence.startswith(PLANTED[plant])


@pytest.mark.parametrize("plant", [a_cookie, a_job])
def test_every_gap_is_named_at_once(
    fresh: Settings, monkeypatch: Patch, plant: Callable[[Patch, Settings], Settings]
) -> None:
    a_folder(monkeypatch, fresh)
    plant(monkeypatch, fresh)
    with pytest.raises(RuntimeError) as refused:
        create_app(fresh)
    assert len(str(refused.value).splitlines()) == 2


def test_the_command_ends_with_an_error_and_one_sentence_for_each_gap(fresh: Settings) -> None:
    fresh.instance.mkdir()
    (fresh.instance / "diary").mkdir()
    (fresh.instance / "album").mkdir()
    environment = {**os.environ, "SHOP_ENV": "test", "SHOP_INSTANCE": str(fresh.instance), "SHOP_SECRET_KEY": "x" * 40}
    environment.pop("DATABASE_URL", None)
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "privacy", "check"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "Error: Folder album of the instance is not declared to the inventory.",
        "Folder diary of the instance is not declared to the inventory.",
    ]


def check(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["privacy", "check"])
    return result.exit_code, result.output


def test_the_command_is_content_where_nothing_is_amiss(app: Flask) -> None:
    assert check(app) == (0, "Everything is declared.\n")


def test_the_command_says_so_when_there_is_no_database_yet(fresh: Settings) -> None:
    code, output = check(create_app(fresh))
    assert code == 0
    assert "The database is not set up" in output


@pytest.fixture
def registered(app: Flask) -> None:
    """A shop whose suppliers are in the register before its first text names them."""
    register(app.extensions["shop.settings"])


def test_the_command_compares_the_text_in_force_as_well(app: Flask, registered: None, publish: Publisher) -> None:
    assert check(app)[0] == 0
    publish(lambda text: text.replace("{#telephone}", "{#calling}"))
    code, output = check(app)
    assert code == 1
    assert (
        "Column account.phone names the clause “telephone”, which does not stand in version 2 of the policy." in output
    )


def test_the_command_misses_a_supplier_of_the_settings_in_the_register(app: Flask, first: object) -> None:
    code, output = check(app)
    assert code == 1
    assert "is not in the register of suppliers, under card-processor." in output


def test_a_cookie_that_nothing_sets_any_more_is_named(app: Flask, monkeypatch: Patch) -> None:
    monkeypatch.setitem(app.config, "REMEMBER_COOKIE_NAME", "__Host-session")
    assert privacy.gaps(app) == ["Cookie __Host-remember is declared, but no setting names it."]


LETTERS = {
    Letter("visits/gone", "A mail", "account", "ordering"): "Mail visits/gone is in the catalogue and has no",
    Letter("orders/placed", "A mail", "marketing", "ordering", "order"): "Mail orders/placed does not fit the table",
    Letter("orders/placed", "A mail", "order", "ordering"): "Mail orders/placed does not fit the table",
    Letter("orders/placed", "A mail", "improve", "ordering"): "Mail orders/placed does not fit the table",
}


@pytest.mark.parametrize("letter", LETTERS, ids=str)
def test_a_mail_of_the_catalogue_must_exist_and_fit_the_table_of_purposes(
    app: Flask, monkeypatch: Patch, letter: Letter
) -> None:
    monkeypatch.setitem(app.extensions["shop.letters"], letter.template, letter)
    (gap,) = privacy.gaps(app)
    assert gap.startswith(LETTERS[letter])


def test_a_mail_that_is_not_in_the_catalogue_cannot_be_queued(app: Flask, act: Act) -> None:
    with pytest.raises(LookupError, match="visits/birthday is not in the catalogue"):
        mail.queue(act, to="kim@example.com", template="visits/birthday", purpose="account", ref="account:1")


def test_a_mail_cannot_be_queued_for_another_purpose_than_its_own(app: Flask, act: Act) -> None:
    with pytest.raises(LookupError, match="serves the purpose order, not account"):
        mail.queue(act, to="kim@example.com", template="orders/placed", purpose="account", ref="account:1")


def test_a_host_that_a_setting_brings_is_a_supplier_by_itself(fresh: Settings) -> None:
    assert privacy.gaps(create_app(replace(fresh, smtp_host="relay.example"))) == []
