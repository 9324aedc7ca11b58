"""Customers see and change what they gave, through the site itself."""

import pytest

from tests.pages import Browser
from tests.promises import steps


@pytest.mark.promise("P39")
def test_customers_can_see_everything_they_provided(visitor: Browser) -> None:
    steps.registered(visitor)
    profile = visitor.get("/account/profile").form("/account/profile").values()
    assert (profile["name"], profile["greeting"]) == ("Alex Kim", "Alex Kim")
    words = visitor.get("/account/profile").main + visitor.get("/account/addresses").main
    for given in ("alex", steps.ALEX, "100 Sample Street", "Chanhassen", "55317"):
        assert given in words, given


@pytest.mark.promise("P40")
def test_customers_can_change_what_they_provided(visitor: Browser) -> None:
    steps.registered(visitor)
    form = visitor.get("/account/profile").form("/account/profile")
    form.submit(name="Alexandra Kim", greeting="Ms. Kim", phone="612 555 0142")
    now = visitor.get("/account/profile").form("/account/profile").values()
    assert (now["name"], now["greeting"], now["phone"]) == ("Alexandra Kim", "Ms. Kim", "(612) 555-0142")
    address = visitor.get("/account/addresses").open("Change: Alex Kim")
    address.form("/account/addresses/1").submit(line1="7 Mill Road")
    assert "7 Mill Road" in visitor.get("/account/addresses").main
    visitor.get("/account/billing").form("/account/billing").submit(company="Kim & Kim")
    assert visitor.get("/account/billing").form("/account/billing").values()["company"] == "Kim & Kim"
