"""What words are taken for a wish, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.reading import Ours, Reading, describe, read, uses
from app.mail.reading.newest import newest
from app.mail.reading.wishes import wishes_in
from app.permissions.purposes import PURPOSES
from tests.unit.mail.reading.test_corpus import OURS, reading_of

STOPS = [
    "Please delete my email",
    "Enough with the emails already",
    "You keep sending me emails. Please make it stop.",
    "please do not write again",
    "I would like to be removed",
    "Bórrame, por favor",
    "Les ruego que me eliminen de su base de datos",
    "unsubscribe",
    "Please stop sending me these emails",
    "I do not want to receive any more of your newsletters",
    "Kindly remove my address from your mailing list",
    "opt me out",
    "No more emails please",
    "Never contact me again",
    "Leave us alone",
    "I want off your list",
    "cancel my subscription",
    "Quit spamming me",
    "this is spam",
    "How do I unsubscribe?",
    "No quiero recibir más correos",
    "Quiero darme de baja",
    "Dejen de enviarme mensajes",
    "Elimínenme de su lista",
    "Bitte nehmen Sie mich aus dem Verteiler",
    "Ich möchte den Newsletter abbestellen",
    "Je souhaite me désinscrire",
    "Não quero receber",
    "do not email me",
    "Get me off this list",
    "I've asked to be removed from your list",
]
LEFT_ALONE = [
    "Please remove my email address from the flyer.",
    "I only want to order 500 cards",
    "I just want an update about my order",
    "This price is only for orders over 500",
    "Use the blue only for the orders page",
    "Please stop the presses on job 7",
    "I stopped by yesterday",
    "The bus stop is near the shop",
    "Please do not email me the proof, post it",
    "Please don't send the order before Friday",
    "I do not want to receive the order before May",
    "Remove the logo from the back of the card",
    "Please take the crop marks off the file",
    "The list of names is attached",
    "Can you mail the postcards?",
    "La imagen es de baja calidad",
    "I object to the price of order 9",
    "Please correct the proof",
    "Change the phone number on the card to 555-0100",
    "¿Tienen información sobre mi pedido?",
    "What information do you need from me?",
    "Please send me a copy of the invoice",
    "I need the data sheet of the paper",
]
ONLY_ORDERS = [
    "I only want emails about my orders",
    "Only order confirmations please",
    "Please use my email only for order updates",
    "Use my information for nothing except my order",
    "Solo mis pedidos, por favor",
    "Please don't share my data with third parties",
    "do not use my email address for any other purpose",
]
STAYS = [
    "Please don't unsubscribe me",
    "Never take me off your list, please",
    "Please do not stop sending me your newsletter",
    "No quiero darme de baja",
    "I would not want to opt out",
    "Sign me up",
    "Put me back on the list",
]


def fresh(text: str, subject: str = "Hello") -> Reading:
    raw = f"From: alex@example.com\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    return read(raw.encode(), "alex@example.com", "newsletter@example.org", OURS)


@pytest.mark.parametrize("text", STOPS)
def test_these_words_stop_all_marketing_mail(text: str) -> None:
    found = wishes_in("", text)
    assert found.wishes == {"stop"}
    assert found.purposes == uses.ALL_MAIL


@pytest.mark.parametrize("text", ONLY_ORDERS)
def test_these_words_end_every_use_but_orders(text: str) -> None:
    found = wishes_in("", text)
    assert (found.wishes, found.purposes, found.uses) == ({"purpose"}, ("*",), ("*",))


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_these_words_ask_for_nothing_that_the_desk_knows(text: str) -> None:
    assert wishes_in("", text).wishes == frozenset()


@pytest.mark.parametrize("text", STAYS)
def test_who_wants_our_mail_is_not_stopped_even_in_a_fresh_mail(text: str) -> None:
    reading = fresh(text)
    assert (reading.rule, reading.wishes) == ("words-stay", frozenset())


def test_the_codes_of_uses_are_those_of_the_gates_table_that_can_be_stopped() -> None:
    assert set(uses.NAMES) == {code for code, purpose in PURPOSES.items() if purpose.stoppable} - {"requested"}
    assert set(uses.ALL_MAIL) <= set(uses.NAMES)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(STOPS), st.sampled_from(["upper", "title", "swapcase"]), st.sampled_from([" ", "  ", "\n", " \t "])
)
def test_case_and_blanks_do_not_matter(text: str, case: str, blank: str) -> None:
    assert wishes_in("", blank.join(getattr(text, case)().split(" "))).wishes == {"stop"}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*STOPS, *LEFT_ALONE]), st.text(max_size=200))
def test_quoting_any_text_below_a_reply_adds_no_wish(text: str, quoted: str) -> None:
    below = "\n".join(f"> {line}" for line in [*STOPS, *quoted.splitlines()])
    new, seen = newest(f"{text}\n\nOn Monday, Smartpress wrote:\n{below}")
    assert (new, seen) == (text, True)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STOPS), st.sampled_from(["\u0301", "\u0308", "\u200b"]), st.integers(0, 30))
def test_accents_and_hidden_signs_do_not_matter(text: str, sign: str, place: int) -> None:
    place = min(place, len(text))
    if text[:place] and text[place - 1].isalpha():
        assert fresh(f"{text[:place]}{sign}{text[place:]}").rule == "words"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Please opt me out of personalization", ("personalise",)),
        ("opt out of profiling and statistics", ("personalise", "improve", "understand")),
        ("unsubscribe me from the surveys", ("survey",)),
        ("Please stop sending me survey emails", ("survey",)),
        ("Please stop the website update emails", ("site_update",)),
        ("Please stop using my purchase history for recommendations", ("personalise",)),
        ("Do not contact me by phone, please", ("marketing", "prospect")),
    ],
)
def test_one_use_that_is_named_is_stopped_alone(text: str, named: tuple[str, ...]) -> None:
    found = wishes_in("", text)
    assert (found.wishes, found.uses) == ({"purpose"}, named)


@pytest.mark.parametrize(
    "text",
    ["No more surveys or emails", "Unsubscribe me from surveys and everything else", "Stop all surveys and offers"],
)
def test_one_kind_of_mail_named_beside_more_stops_all_of_it(text: str) -> None:
    assert "stop" in wishes_in("", text).wishes


@pytest.mark.parametrize("text", ["No.", "Cancel", "No thanks", "Not interested"])
def test_a_word_that_may_answer_a_question_about_an_order_is_left_to_a_person(text: str) -> None:
    assert wishes_in("", text).wishes == frozenset()
    assert fresh(text).rule == "fresh-no-words"


def test_what_the_writer_says_to_have_written_is_new_text() -> None:
    assert newest("On Monday I wrote:\nplease unsubscribe me") == ("On Monday I wrote:\nplease unsubscribe me", False)
    assert newest("Fine.\n2026-11-02 9:00 GMT-06:00 Smartpress <newsletter@example.org>:\n> unsubscribe") == (
        "Fine.",
        True,
    )
    assert newest(
        "Fine.\n\nOn Mon, Nov 2, 2026 at 9:00 AM Smartpress\n<newsletter@example.org> wrote:\nunsubscribe"
    ) == (
        "Fine.",
        True,
    )


def test_a_reply_to_an_answer_of_ours_does_not_count_its_subject() -> None:
    assert fresh("Thank you.", "Re: You asked us to stop: unsubscribe").wishes == {"stop"}
    assert fresh("Thank you.", "Re: You asked us to stop: unsubscribe").rule == "fresh-no-words"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("off-your-list", "Read as: stop all marketing e-mail, because the mail says “take me off”."),
        ("no-surveys", "Read as: stop the use for surveys, because the mail says “no more surveys”."),
        ("only-my-orders", "Read as: stop every use but orders, because the mail says “only my orders”."),
        (
            "order-question",
            "Read as: stop all marketing e-mail, because it was written to the newsletter desk and says nothing else "
            "that we know; a person reads it, too.",
        ),
        (
            "loop-of-50",
            "Read as: written by a machine, because it has passed more than 20 servers, as a mail in a loop "
            "does; nothing is done.",
        ),
        (
            "dsn-several",
            "Read as: a delivery report: 1 delayed with status 4.4.1, 1 delivered with status 2.1.5 and 1 "
            "failed with status 5.1.1.",
        ),
        ("token", "Read as: the stop link of one of our mails, because it was sent to that link's own address."),
    ],
)
def test_staff_are_told_in_words_how_a_mail_was_read(name: str, said: str) -> None:
    assert describe(reading_of(name)) == said


def test_without_a_name_of_our_own_server_no_result_is_trusted() -> None:
    raw = b"Authentication-Results: ; dmarc=pass\nFrom: alex@example.com\n\nunsubscribe"
    nameless = Ours(OURS.domain, OURS.newsletter, (), "", OURS.loop_mark)
    assert not read(raw, "alex@example.com", OURS.newsletter, nameless).authentication.trusted
