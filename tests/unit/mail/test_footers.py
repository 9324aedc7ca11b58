"""How mails, letters and calls say how to stop the next one; what says nothing of it is noticed."""

import pytest
from flask import Flask

from app.foundation import clock
from app.mail import footers, letters
from app.mail.letters import Specimen
from tests.web.mail.unasked import in_catalogue

REFERENCE = "7K2QM4TXW9HB"


def test_every_part_of_an_unasked_mail_says_how_to_stop_it(app: Flask) -> None:
    with in_catalogue(app, "survey"):
        message = letters.compose(Specimen("tests/news-survey", "survey", {"name": "Kim"}, clock.now()))
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert footers.holds(str(body.get_content()))


@pytest.mark.parametrize("said", [footers.letter, footers.call])
def test_a_letter_and_a_call_name_the_way_the_mailbox_and_their_own_reference(app: Flask, said: object) -> None:
    text = said("marketing", REFERENCE)  # type: ignore[operator]  # one of the two above
    for words in ("7K2Q-M4TX-W9HB", "/mail-choices", "newsletter@", "telling you about our services"):
        assert words in text


def test_a_letter_holds_a_footer_and_plain_words_do_not(app: Flask) -> None:
    assert footers.holds(f"We print on Saturdays now.\n{footers.letter('marketing', REFERENCE)}")
    assert not footers.holds("We print on Saturdays now. To stop, think of us no more.")
