"""From a question to its answer, with nothing but what the person has: the form, the mails, another browser."""

import re
from collections.abc import Callable

from flask import Flask

from app.config import Settings
from tests.cases import posted
from tests.pages import Browser
from tests.people import SignedIn


def test_somebody_without_an_account_asks_reads_the_answer_elsewhere_and_asks_again(
    app: Flask,
    visitor: Browser,
    staff_member: Callable[[str], SignedIn],
    settings: Settings,
    run_job: Callable[[str], None],
) -> None:
    form = visitor.get("/contact").open("Write to us here").form("/contact/message")
    form.submit(topic="product", message="Do you print on seed paper?", email="casey@example.com")
    run_job("send-mail")
    mail = posted(settings)["Your message 40001 is with us"]
    body = mail.get_body(("plain",))
    assert body is not None
    number, code = re.findall(r"^(?:Number|Code): +(\S+)$", body.get_content().replace("\r", ""), re.MULTILINE)

    desk = staff_member("service").get("/staff").open("Cases").open(number)
    desk.form("/answers").submit(text="Not yet. Would kraft do?", outcome="waiting")
    run_job("send-mail")
    assert "We have a question for you (message 40001)" in posted(settings)

    library = Browser(app)
    page = library.get("/contact").open("Read our answer").form("/contact/follow").submit(number=number, code=code)
    page = page.follow()
    assert "Not yet. Would kraft do?" in page.main
    page = page.form("/contact/follow/40001").submit(message="Kraft is fine.").follow()
    assert "Waits for an answer" in page.main
    assert "Kraft is fine." in visitor.get("/contact/follow/40001").main
