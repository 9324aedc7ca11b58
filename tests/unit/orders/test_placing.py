"""Making an order out of a form."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import text

from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from app.orders.service import SentFile
from tests.ordering import HOME, audited, card_pdf, cards, done, drafted


def test_the_first_order_has_the_number_10001_and_the_next_one_more(act: Act, alex: int) -> None:
    assert [drafted(act, alex), drafted(act, alex)] == [10001, 10002]


def test_an_order_keeps_what_was_shown(act: Act, alex: int) -> None:
    number = drafted(act, alex, phone="+16125550142")
    order = views.order_of(alex, number)
    assert order.state.code == "draft"
    assert order.policy_version == act.policy_version
    assert order.delivery == HOME
    assert order.phone == "+16125550142"
    assert order.jobs[0].name == "Cards for Alex"
    assert order.jobs[0].cents == order.goods_cents == 5114
    assert sum(cents for _, cents in order.jobs[0].lines) == order.goods_cents
    assert ("Quantity", "250") in order.jobs[0].words


def test_goods_shipping_and_tax_add_up_to_the_total(act: Act, alex: int) -> None:
    order = views.order_of(alex, drafted(act, alex))
    assert order.shipping_cents > 0
    assert order.tax_lines
    assert order.total_cents == order.goods_cents + order.shipping_cents + sum(cents for _, cents in order.tax_lines)


def test_an_order_that_is_picked_up_pays_no_shipping_and_the_tax_of_our_own_place(act: Act, alex: int) -> None:
    order = views.order_of(alex, drafted(act, alex, delivery=None, method="pick-up"))
    assert order.pick_up
    assert order.shipping_cents == 0
    assert "Minnesota" in order.tax_lines[0][0]


def test_another_state_without_nexus_pays_no_tax(act: Act, alex: int) -> None:
    away = replace(HOME, city="Portland", region="OR", postal_code="97201")
    assert views.order_of(alex, drafted(act, alex, delivery=away)).tax_lines == []


def test_the_same_form_sent_twice_makes_one_order(act: Act, alex: int) -> None:
    wanted = cards()
    first = done(lambda: service.place(act, alex, wanted))
    assert done(lambda: service.place(act, alex, wanted)) == first
    assert db.session.scalar(text("SELECT count(*) FROM print_order")) == 1


def test_a_form_changed_after_going_back_makes_an_order_of_its_own(act: Act, alex: int) -> None:
    wanted = cards()
    first = done(lambda: service.place(act, alex, wanted))
    second = done(lambda: service.place(act, alex, replace(wanted, delivery=None, method="pick-up")))
    assert second == first + 1
    assert views.order_of(alex, second).pick_up
    assert not views.order_of(alex, first).pick_up


def test_two_customers_may_draw_the_same_random_number(act: Act, alex: int, robin: int) -> None:
    wanted = cards()
    assert done(lambda: service.place(act, alex, wanted)) != done(lambda: service.place(act, robin, wanted))


def test_a_way_of_shipping_that_is_not_offered_is_refused(act: Act, alex: int) -> None:
    with pytest.raises(Refusal) as refused:
        service.place(act, alex, cards(method="by-balloon"))
    assert refused.value.field == "shipping"


def test_a_changed_price_never_alters_a_placed_order(act: Act, alex: int) -> None:
    number = drafted(act, alex)
    before = views.order_of(alex, number)
    dearer = body_from_files().replace('"minimum_price":20', '"minimum_price":900')
    done(lambda: catalogue.load_tables(act, act.at, dearer))
    assert views.order_of(alex, number) == before
    assert views.order_of(alex, drafted(act, alex)).goods_cents == 90000


def test_a_file_that_comes_with_the_form_is_linked_to_its_job(act: Act, alex: int) -> None:
    number = drafted(act, alex, file=SentFile("cards.pdf", BytesIO(card_pdf())))
    assert views.order_of(alex, number).jobs[0].artwork_id is not None
    assert audited(number)[-2:] == ["order.made", "order.file-received"]


def test_a_file_that_is_no_pdf_refuses_the_order_as_a_whole(act: Act, alex: int) -> None:
    with pytest.raises(Refusal) as refused:
        drafted(act, alex, file=SentFile("cards.pdf", BytesIO(b"hello")))
    assert refused.value.field == "artwork"
    assert db.session.scalar(text("SELECT count(*) FROM print_order")) == 0


def test_an_order_is_found_only_by_its_owner(act: Act, alex: int, robin: int) -> None:
    number = drafted(act, alex)
    for other in (number, number + 1, 2**40):
        with pytest.raises(Missing):
            views.order_of(robin, other)
