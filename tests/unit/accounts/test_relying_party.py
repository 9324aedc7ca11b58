"""The host name that passkeys are made for."""

from pathlib import Path

import pytest

from app.config import SettingsError, load_settings


def made_for(folder: Path, **settings: str) -> str:
    return load_settings({}, instance=folder, **settings).passkeys_for


def test_a_fresh_machine_makes_passkeys_for_localhost(tmp_path: Path) -> None:
    assert made_for(tmp_path) == "localhost"


def test_a_setting_of_its_own_goes_before_the_host(tmp_path: Path) -> None:
    assert made_for(tmp_path, host="shop.print.example", relying_party="print.example") == "print.example"


@pytest.mark.parametrize("address", ["192.0.2.7", "::1", "[2001:db8::7]"])
def test_an_ip_address_has_no_passkeys_and_cannot_be_set(tmp_path: Path, address: str) -> None:
    assert made_for(tmp_path, host=address) == ""
    with pytest.raises(SettingsError, match="host name"):
        made_for(tmp_path, relying_party=address)
