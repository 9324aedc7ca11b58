"""The address to which the card processor sends its signed messages."""

from dataclasses import replace

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from app.foundation.access import act, signed_by_sender
from app.foundation.acts import Actor
from app.foundation.errors import Refusal
from app.payments import service
from app.payments.adapters import processor
from app.payments.adapters.interface import MessageRefused

LARGEST_MESSAGE = 64 * 1024
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}

blueprint = Blueprint("payments", __name__)


@blueprint.post("/webhooks/payments")
@signed_by_sender
def webhook() -> ResponseReturnValue:
    """Take a message of the processor; anything but 2xx makes it send the message again."""
    try:
        theirs = processor()
        signature = request.headers.get(theirs.signature_header, "")
        event = service.verify(_body(), signature)
        outcome = service.receive(replace(act(), actor=Actor("processor", theirs.name)), event)
    except MessageRefused as refused:
        return f"{refused}\n", 400, PLAIN
    except Refusal as refused:
        return f"{refused.sentence}\n", 409, PLAIN
    return f"{outcome}\n", 200, PLAIN


def _body() -> bytes:
    # One byte above the limit is let in: a stream without a stated length is otherwise cut in silence.
    request.max_content_length = LARGEST_MESSAGE + 1
    raw = request.get_data(cache=False)
    if len(raw) > LARGEST_MESSAGE:
        abort(413)
    return raw
